import { badRequest, invalidPayload, notSupportedHere } from '../dataverseFault.ts';
import type { Column } from '../schema/column.ts';
import type { CollectionNavigation, SingleNavigation, Table } from '../schema/schema.ts';
import type { ColumnValue, LookupValue, Row } from '../store/row.ts';
import { isGuid, parseKey } from './address.ts';
import type { ApiContext } from './apiMessage.ts';

type JsonObject = { readonly [name: string]: unknown };

/** A row to be created along with another one. */
export type DeepInsert<Kind> = { readonly navigation: Kind; readonly body: JsonObject };

/** What a body says about a row: its columns, and rows to create with it. */
export type RowBody = {
  readonly values: Row;
  readonly parents: readonly DeepInsert<SingleNavigation>[];
  readonly children: readonly DeepInsert<CollectionNavigation>[];
};

/** Parses a request's body as a JSON object. */
export function parseJsonObject(body: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(body.charCodeAt(0) === 0xfeff ? body.slice(1) : body);
  } catch {
    throw invalidPayload('the body is not JSON.');
  }
  if (!isObject(value)) throw invalidPayload('the body is not a JSON object.');
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the members of a row. Names are case-sensitive, those of navigation properties too.
 * Annotations other than `@odata.bind` say nothing about the row and are left out, as in Dataverse.
 */
export function parseRowBody(context: ApiContext, table: Table, json: JsonObject): RowBody {
  const values: { [column: string]: ColumnValue } = {};
  const parents: DeepInsert<SingleNavigation>[] = [];
  const children: DeepInsert<CollectionNavigation>[] = [];
  for (const [name, value] of Object.entries(json)) {
    const at = name.indexOf('@');
    if (at >= 0) {
      if (name.slice(at) === '@odata.bind') readBind(context, table, name.slice(0, at), value, values);
      continue;
    }
    const navigation = table.navigation.get(name);
    const column = table.column.get(name);
    if (column !== undefined && column.targets === undefined && column.access !== 'hidden')
      values[name] = columnValue(table, column, value);
    else if (navigation?.kind === 'collection') children.push(...readChildren(navigation, value));
    else if (navigation?.kind === 'single') readParent(table, navigation, value, values, parents);
    else if (/^_.+_value$/.test(name))
      throw invalidPayload(`'${name}' cannot be set directly: bind the navigation property instead.`);
    else throw undeclaredProperty(table, name);
  }
  return { values, parents, children };
}

function undeclaredProperty(table: Table, name: string): Error {
  return invalidPayload(
    `Entity: '${table.set}'. InnerException: Microsoft.OData.ODataException: The property '${name}' does not exist ` +
      `on type 'Microsoft.Dynamics.CRM.${table.name}'. Make sure to only use property names that are defined by the type.`,
  );
}

function undeclaredBind(table: Table, name: string): Error {
  return invalidPayload(
    `Entity: '${table.set}'. An error occurred while validating input parameters: ` +
      `Microsoft.OData.ODataException: An undeclared property '${name}' which only has property annotations in the ` +
      'payload but no property value was found in the payload. In OData, only declared navigation properties and ' +
      'declared named streams can be represented as properties without values.',
  );
}

function readBind(
  context: ApiContext,
  table: Table,
  name: string,
  value: unknown,
  values: { [column: string]: ColumnValue },
): void {
  const navigation = table.navigation.get(name);
  if (navigation === undefined) throw undeclaredBind(table, name);
  if (navigation.kind !== 'single') throw notSupportedHere(`'${name}@odata.bind' with a collection`);
  if (value === null) {
    values[navigation.column.name] = null;
    return;
  }
  if (typeof value !== 'string') throw invalidPayload(`'${name}@odata.bind' is not a text.`);
  values[navigation.column.name] = bindReference(context, table, navigation, value);
}

/** Finds the row that a bind leads to and checks that the navigation property may lead there. */
export function bindReference(
  context: ApiContext,
  table: Table,
  navigation: SingleNavigation,
  address: string,
): LookupValue {
  const reference = parseReference(context, address);
  if (!navigation.targets.some((target) => target.table === reference.table))
    throw invalidPayload(
      `the navigation property '${navigation.name}' of '${table.name}' cannot refer to a row of '${reference.table}'.`,
    );
  return reference;
}

/** Reads `/set(key)`, `set(key)`, a full address, or the content id `$1` of an operation before. */
export function parseReference(context: ApiContext, address: string): LookupValue {
  const resolved = resolveContentId(context, address.trim());
  const match = /^(?:https?:\/\/[^/]+)?(?:\/?api\/data\/v9\.\d\/)?\/?(\w+)\(([^()]*)\)$/.exec(resolved);
  const table = match === null ? undefined : context.organisation.schema.bySet(match[1] ?? '');
  if (match === null || table === undefined)
    throw badRequest(`'${address.slice(0, 200)}' is not the address of a row of this organisation.`);
  return { table: table.name, id: parseKey(table, match[2] ?? '') };
}

/** Puts the address of the row in place of a leading `$1`. */
export function resolveContentId(context: Pick<ApiContext, 'contentIds'>, address: string): string {
  const match = /^\/?\$([\w-]+)(.*)$/s.exec(address);
  if (match === null || /^(?:batch|metadata|count|entity)$/.test(match[1] ?? '')) return address;
  const row = context.contentIds?.get(match[1] ?? '');
  if (row === undefined)
    throw badRequest(`Content-ID Reference: '$${match[1]}' does not exist in the batch context.`);
  return `${row}${match[2] ?? ''}`;
}

function readChildren(navigation: CollectionNavigation, value: unknown): DeepInsert<CollectionNavigation>[] {
  if (!Array.isArray(value)) throw invalidPayload(`'${navigation.name}' is not a list of rows.`);
  return value.map((body: unknown) => {
    if (!isObject(body)) throw invalidPayload(`'${navigation.name}' holds something that is not a row.`);
    return { navigation, body };
  });
}

function readParent(
  table: Table,
  navigation: SingleNavigation,
  value: unknown,
  values: { [column: string]: ColumnValue },
  parents: DeepInsert<SingleNavigation>[],
): void {
  if (value === null) values[navigation.column.name] = null;
  else if (isObject(value)) parents.push({ navigation, body: value });
  else throw undeclaredBind(table, navigation.name);
}

/** Turns a JSON value into what the column holds; a value of another type is a 400 that names both. */
export function columnValue(table: Table, column: Column, value: unknown): ColumnValue {
  if (value === null) return null;
  switch (column.type) {
    case 'String':
    case 'Memo':
    case 'EntityName':
    case 'MultiSelectPicklist':
      if (typeof value === 'string') return value;
      break;
    case 'Integer':
    case 'BigInt':
    case 'Picklist':
    case 'State':
    case 'Status':
      if (typeof value === 'number' && Number.isInteger(value)) return value;
      break;
    case 'Double':
      if (typeof value === 'number') return value;
      break;
    case 'Decimal':
    case 'Money':
      if (typeof value === 'number') return rounded(value, column.precision ?? 2);
      break;
    case 'Boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'Uniqueidentifier':
      if (typeof value === 'string' && isGuid(value)) return value.toLowerCase();
      break;
    case 'DateTime':
      if (typeof value === 'string') return dateValue(table, column, value);
      break;
    case 'ManagedProperty':
      return managedValue(column, value);
    case 'File':
    case 'Image':
    case 'PartyList':
      throw notSupportedHere(`writing the ${column.type} column '${column.name}'`);
    case 'Lookup':
    case 'Customer':
    case 'Owner':
      break;
  }
  throw wrongType(table, column, value);
}

const edmTypes: { readonly [type in Column['type']]?: string } = {
  Integer: 'Edm.Int32',
  BigInt: 'Edm.Int64',
  Picklist: 'Edm.Int32',
  State: 'Edm.Int32',
  Status: 'Edm.Int32',
  Double: 'Edm.Double',
  Decimal: 'Edm.Decimal',
  Money: 'Edm.Decimal',
  Boolean: 'Edm.Boolean',
  Uniqueidentifier: 'Edm.Guid',
  DateTime: 'Edm.DateTimeOffset',
};

function wrongType(table: Table, column: Column, value: unknown): Error {
  const literal = JSON.stringify(value)?.slice(0, 100) ?? 'undefined';
  return invalidPayload(
    `Entity: '${table.set}'. InnerException: Microsoft.OData.ODataException: Cannot convert the literal '${literal}' ` +
      `of '${column.name}' to the expected type '${edmTypes[column.type] ?? 'Edm.String'}'.`,
  );
}

/** Dataverse rounds to the column's precision. */
function rounded(value: number, precision: number): number {
  const text = value.toFixed(Math.min(precision, 10));
  return text.includes('e') ? value : Number(text);
}

const isoDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;

function dateValue(table: Table, column: Column, value: string): string {
  const zoned = /T/i.test(value) && !/(?:Z|[+-]\d{2}:?\d{2})$/i.test(value) ? `${value}Z` : value;
  const milliseconds = isoDate.test(value) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw wrongType(table, column, value);
  if (column.dateOnly === true) return value.slice(0, 10);
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function managedValue(column: Column, value: unknown): ColumnValue {
  if (!isObject(value) || typeof value.Value !== 'boolean')
    throw invalidPayload(
      `'${column.name}': a 'PrimitiveValue' node was found where an object of type ` +
        "'Microsoft.Dynamics.CRM.BooleanManagedProperty' was expected.",
    );
  return { value: value.Value, canBeChanged: value.CanBeChanged !== false };
}
