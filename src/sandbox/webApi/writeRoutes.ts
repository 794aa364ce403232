import { badRequest, DataverseFault, invalidPayload, objectDoesNotExist } from '../dataverseFault.ts';
import { etagOf } from '../odata/rowJson.ts';
import type { RowWriter } from '../operations/operationPipeline.ts';
import type { CollectionNavigation, Table } from '../schema/schema.ts';
import { lookupIn, type Row, textIn } from '../store/row.ts';
import { type ApiContext, type ApiResponse, emptyResponse, jsonResponse, write } from './apiMessage.ts';
import { prepareRepresentation } from './readRoutes.ts';
import { parseJsonObject, parseRowBody, type RowBody } from './rowBody.ts';

/** Shows a row as the query asked for; the query was checked before anything was written. */
type Show = ReturnType<typeof prepareRepresentation>;

/** Rows that belong to a row can be created with it this deep. */
const deepestInsert = 10;

/** POST of a set. `link` ties the new row to the row through whose collection it was posted. */
export async function createRow(
  context: ApiContext,
  table: Table,
  body: string,
  query: string,
  link?: { readonly navigation: CollectionNavigation; readonly id: string },
): Promise<ApiResponse> {
  const show = prepareRepresentation(context, table, query);
  const row = await write(context, async (writer) => {
    const parsed = parseRowBody(context, table, parseJsonObject(body));
    const values =
      link === undefined
        ? parsed.values
        : {
            ...parsed.values,
            [link.navigation.column.name]: { table: link.navigation.target.table, id: link.id },
          };
    return insert(context, writer, table, { ...parsed, values }, 0);
  });
  return created(context, table, row, show);
}

/** Creates the rows that the row refers to, the row, and the rows that refer to it. */
async function insert(
  context: ApiContext,
  writer: RowWriter,
  table: Table,
  body: RowBody,
  depth: number,
): Promise<Row> {
  if (depth > deepestInsert) throw invalidPayload('rows are nested too deeply.');
  const values: { [column: string]: Row[string] } = { ...body.values };
  for (const { navigation, body: parentJson } of body.parents) {
    const [target] = navigation.targets;
    const parentTable = target === undefined ? undefined : context.organisation.schema.byName(target.table);
    if (parentTable === undefined)
      throw invalidPayload(`'${navigation.name}' cannot be created along with the row.`);
    const parent = await insert(
      context,
      writer,
      parentTable,
      parseRowBody(context, parentTable, parentJson),
      depth + 1,
    );
    values[navigation.column.name] = { table: parentTable.name, id: idOf(parentTable, parent) };
  }
  const row = await writer.create(table.name, values);
  const reference = { table: table.name, id: idOf(table, row) };
  for (const { navigation, body: childJson } of body.children) {
    const child = parseRowBody(context, navigation.table, childJson);
    await insert(
      context,
      writer,
      navigation.table,
      { ...child, values: { ...child.values, [navigation.column.name]: reference } },
      depth + 1,
    );
  }
  return writer.get(table.name, reference.id) ?? row;
}

export function idOf(table: Table, row: Row): string {
  return textIn(row, table.primaryKey) ?? '';
}

function entityId(context: ApiContext, table: Table, row: Row): string {
  return `${context.root}${table.set}(${idOf(table, row)})`;
}

function created(context: ApiContext, table: Table, row: Row, show: Show): ApiResponse {
  const address = entityId(context, table, row);
  const headers = { 'OData-EntityId': address, Location: address, ETag: etagOf(row) };
  return context.preferences.representation ? jsonResponse(201, show(row), headers) : emptyResponse(headers);
}

/** Version that `If-Match` asks for. */
function parseIfMatch(header: string | undefined): number | '*' | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  const match = /^W\/"(\d+)"$/.exec(header.trim());
  if (match === null) throw badRequest(`The If-Match header '${header.slice(0, 60)}' is not an etag.`);
  return Number(match[1]);
}

/** PATCH of a row: updates it, or creates it when it is not there, unless the conditions forbid either. */
export async function upsertRow(
  context: ApiContext,
  table: Table,
  id: string,
  body: string,
  query: string,
): Promise<ApiResponse> {
  const ifMatch = parseIfMatch(context.headers['if-match']);
  const show = prepareRepresentation(context, table, query);
  const mustBeNew = context.headers['if-none-match']?.trim() === '*';
  const { row, isNew } = await write(context, async (writer) => {
    const parsed = parseRowBody(context, table, parseJsonObject(body));
    const existing = writer.get(table.name, id);
    if (existing === undefined) {
      if (ifMatch !== undefined) throw objectDoesNotExist(table.name, id);
      const values = { ...parsed.values, [table.primaryKey]: id };
      return { row: await insert(context, writer, table, { ...parsed, values }, 0), isNew: true };
    }
    if (mustBeNew)
      throw new DataverseFault(412, '0x80040237', 'A record with matching key values already exists.');
    if (parsed.parents.length > 0 || parsed.children.length > 0)
      throw invalidPayload('related rows cannot be created by an update.');
    return { row: await writer.update(table.name, id, parsed.values, { ifMatch }), isNew: false };
  });
  if (isNew) return created(context, table, row, show);
  const headers = { 'OData-EntityId': entityId(context, table, row) };
  return context.preferences.representation
    ? jsonResponse(200, show(row), { ...headers, ETag: etagOf(row) })
    : emptyResponse(headers);
}

/** Sets single columns of a row. */
export async function changeRow(
  context: ApiContext,
  table: Table,
  id: string,
  changes: Row,
): Promise<ApiResponse> {
  const ifMatch = parseIfMatch(context.headers['if-match']);
  const row = await write(context, (writer) => writer.update(table.name, id, changes, { ifMatch }));
  return emptyResponse({ 'OData-EntityId': entityId(context, table, row) });
}

export async function deleteRow(context: ApiContext, table: Table, id: string): Promise<ApiResponse> {
  const ifMatch = parseIfMatch(context.headers['if-match']);
  await write(context, (writer) => writer.remove(table.name, id, { ifMatch }));
  return emptyResponse();
}

/** Ties a row to another through the other's collection, or cuts the tie (`linked` false). */
export async function linkRow(
  context: ApiContext,
  table: Table,
  id: string,
  navigation: CollectionNavigation,
  childId: string,
  linked: boolean,
): Promise<ApiResponse> {
  await write(context, async (writer) => {
    const column = navigation.column.name;
    const child = writer.get(navigation.table.name, childId);
    if (child === undefined) throw objectDoesNotExist(navigation.table.name, childId);
    if (!linked && lookupIn(child, column)?.id !== id) return;
    await writer.update(navigation.table.name, childId, {
      [column]: linked ? { table: table.name, id } : null,
    });
  });
  return emptyResponse();
}
