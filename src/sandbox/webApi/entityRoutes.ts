import { badRequest, methodNotAllowed, notSupportedHere, resourceNotFound } from '../dataverseFault.ts';
import { parseQueryOptions } from '../odata/queryOptions.ts';
import { valueJson } from '../odata/rowJson.ts';
import { lookupOfValueName, readableColumn } from '../odata/tableColumns.ts';
import { rowOfNavigation, rowsOfCollection } from '../odata/tableScope.ts';
import type { Column } from '../schema/column.ts';
import type {
  CollectionNavigation,
  ManyToManyNavigation,
  SingleNavigation,
  Table,
} from '../schema/schema.ts';
import type { Row } from '../store/row.ts';
import { type Address, parseKey, type Segment } from './address.ts';
import {
  type ApiContext,
  type ApiRequest,
  type ApiResponse,
  emptyResponse,
  jsonResponse,
  textResponse,
} from './apiMessage.ts';
import { associateRows } from './associateRows.ts';
import { runBoundOperation } from './boundOperations.ts';
import { type RowSource, readCount, readRow, readSet, requireRead, requireRow } from './readRoutes.ts';
import { bindReference, columnValue, parseJsonObject, parseReference } from './rowBody.ts';
import { changeRow, createRow, deleteRow, idOf, linkRow, upsertRow } from './writeRoutes.ts';

/** Answers requests whose address begins with an entity set. */
export async function routeEntity(
  context: ApiContext,
  table: Table,
  { segments, query }: Address,
  request: ApiRequest,
): Promise<ApiResponse> {
  const [first, ...rest] = segments;
  if (first === undefined) throw resourceNotFound('');
  if (first.argument === undefined) return routeSet(context, table, rest, query, request);
  const id = parseKey(table, first.argument);
  const [next, ...more] = rest;
  if (next === undefined) return routeRow(context, table, id, query, request);
  if (next.name.startsWith('Microsoft.Dynamics.CRM.'))
    return runBoundOperation(context, table, id, next, more, query, request);
  const navigation = table.navigation.get(next.name);
  if (navigation !== undefined && navigation.kind !== 'single')
    return routeCollection(context, { table, id, navigation, segment: next, rest: more, query, request });
  const column = readableColumn(table, next.name) ?? lookupOfValueName(table, next.name);
  if (column !== undefined && next.argument === undefined)
    return routeProperty(context, table, id, column, next.name, more, query, request);
  if (navigation?.kind === 'single' && next.argument === undefined)
    return routeSingle(context, table, id, navigation, more, query, request);
  throw resourceNotFound(next.name);
}

async function routeSet(
  context: ApiContext,
  table: Table,
  rest: readonly Segment[],
  query: string,
  request: ApiRequest,
): Promise<ApiResponse> {
  const source: RowSource = { table, path: table.set, rows: undefined };
  const [next, ...more] = rest;
  if (next !== undefined) {
    if (next.name.startsWith('Microsoft.Dynamics.CRM.'))
      throw notSupportedHere(`the operation '${next.name}'`);
    if (next.name !== '$count' || next.argument !== undefined || more.length > 0)
      throw resourceNotFound(next.name);
    if (request.method !== 'GET') throw methodNotAllowed(request.method, '$count');
    return readCount(context, source, query);
  }
  if (request.method === 'GET') return readSet(context, source, query);
  if (request.method === 'POST') return createRow(context, table, request.body, query);
  throw methodNotAllowed(request.method, `the set '${table.set}'`);
}

async function routeRow(
  context: ApiContext,
  table: Table,
  id: string,
  query: string,
  request: ApiRequest,
): Promise<ApiResponse> {
  switch (request.method) {
    case 'GET':
      requireRead(context, table);
      return readRow(context, table, requireRow(context, table, id), query);
    case 'PATCH':
      return upsertRow(context, table, id, request.body, query);
    case 'DELETE':
      parseQueryOptions(query, []);
      return deleteRow(context, table, id);
    default:
      throw methodNotAllowed(request.method, 'a row');
  }
}

async function routeProperty(
  context: ApiContext,
  table: Table,
  id: string,
  column: Column,
  name: string,
  rest: readonly Segment[],
  query: string,
  request: ApiRequest,
): Promise<ApiResponse> {
  parseQueryOptions(query, []);
  const [suffix, ...more] = rest;
  const bare = suffix?.name === '$value' && more.length === 0;
  if (suffix !== undefined && !bare) throw resourceNotFound(suffix.name);
  if (request.method === 'GET') {
    requireRead(context, table);
    const value = requireRow(context, table, id)[column.name] ?? null;
    if (value === null) return emptyResponse();
    const json = valueJson(column, value);
    if (bare) return textResponse(typeof json === 'object' ? JSON.stringify(json) : String(json));
    return jsonResponse(200, {
      '@odata.context': `${context.root}$metadata#${table.set}(${id})/${name}`,
      value: json,
    });
  }
  if (bare) throw methodNotAllowed(request.method, '$value');
  if (column.targets !== undefined)
    throw badRequest(`'${name}' is set through its navigation property and '/$ref'.`);
  if (request.method === 'PUT') {
    const { value } = parseJsonObject(request.body);
    if (value === undefined) throw badRequest("The body holds no member 'value'.");
    return changeRow(context, table, id, { [column.name]: columnValue(table, column, value) });
  }
  if (request.method === 'DELETE') return changeRow(context, table, id, { [column.name]: null });
  throw methodNotAllowed(request.method, 'a single property');
}

async function routeSingle(
  context: ApiContext,
  table: Table,
  id: string,
  navigation: SingleNavigation,
  rest: readonly Segment[],
  query: string,
  request: ApiRequest,
): Promise<ApiResponse> {
  const [suffix, ...more] = rest;
  if (suffix === undefined) {
    if (request.method !== 'GET') throw methodNotAllowed(request.method, `'${navigation.name}'`);
    const related = relatedRow(context, table, id, navigation);
    return related === undefined ? emptyResponse() : readRow(context, related.table, related.row, query);
  }
  if (suffix.name !== '$ref' || more.length > 0)
    throw notSupportedHere(`the path '${navigation.name}/${suffix.name}'`);
  const options = parseQueryOptions(query, ['$id']);
  switch (request.method) {
    case 'GET': {
      const related = relatedRow(context, table, id, navigation);
      if (related === undefined) return emptyResponse();
      return jsonResponse(200, {
        '@odata.context': `${context.root}$metadata#$ref`,
        '@odata.id': `${context.root}${related.table.set}(${idOf(related.table, related.row)})`,
      });
    }
    case 'PUT': {
      const reference = bindReference(context, table, navigation, referenceInBody(request.body));
      return changeRow(context, table, id, { [navigation.column.name]: reference });
    }
    case 'DELETE':
      if (options.id !== undefined) throw badRequest("'$id' is for collections only.");
      return changeRow(context, table, id, { [navigation.column.name]: null });
    default:
      throw methodNotAllowed(request.method, `'${navigation.name}/$ref'`);
  }
}

function relatedRow(
  context: ApiContext,
  table: Table,
  id: string,
  navigation: SingleNavigation,
): { readonly table: Table; readonly row: Row } | undefined {
  requireRead(context, table);
  const found = rowOfNavigation(context.organisation.store, navigation, requireRow(context, table, id));
  const relatedTable = found === undefined ? undefined : context.organisation.schema.byName(found.table);
  return found === undefined || relatedTable === undefined
    ? undefined
    : { table: relatedTable, row: found.row };
}

function referenceInBody(body: string): string {
  const reference = parseJsonObject(body)['@odata.id'];
  if (typeof reference !== 'string') throw badRequest("The body holds no member '@odata.id'.");
  return reference;
}

type CollectionRequest = {
  readonly table: Table;
  readonly id: string;
  readonly navigation: CollectionNavigation | ManyToManyNavigation;
  readonly segment: Segment;
  readonly rest: readonly Segment[];
  readonly query: string;
  readonly request: ApiRequest;
};

async function routeCollection(context: ApiContext, collection: CollectionRequest): Promise<ApiResponse> {
  const { table, id, navigation, segment, rest, query, request } = collection;
  requireRead(context, table);
  const row = requireRow(context, table, id);
  const source: RowSource = {
    table: navigation.table,
    path: `${table.set}(${id})/${navigation.name}`,
    rows: rowsOfCollection(context.organisation.store, table, navigation, row),
  };
  const [suffix, ...more] = rest;
  if (more.length > 0) throw notSupportedHere(`the path after '${navigation.name}'`);
  if (suffix?.name === '$ref') return routeCollectionReference(context, collection, source);
  if (segment.argument !== undefined) throw notSupportedHere(`a row addressed through '${navigation.name}'`);
  if (suffix === undefined) {
    if (request.method === 'GET') return readSet(context, source, query);
    if (request.method === 'POST' && navigation.kind === 'manyToMany')
      throw notSupportedHere(`creating a row through '${navigation.name}'`);
    if (request.method === 'POST' && navigation.kind === 'collection')
      return createRow(context, navigation.table, request.body, query, { navigation, id });
    throw methodNotAllowed(request.method, `'${navigation.name}'`);
  }
  if (suffix.name === '$count' && request.method === 'GET') return readCount(context, source, query);
  throw resourceNotFound(suffix.name);
}

async function routeCollectionReference(
  context: ApiContext,
  { table, id, navigation, segment, query, request }: CollectionRequest,
  source: RowSource,
): Promise<ApiResponse> {
  const options = parseQueryOptions(query, ['$id']);
  if (request.method === 'GET' && segment.argument === undefined) {
    requireRead(context, navigation.table);
    return jsonResponse(200, {
      '@odata.context': `${context.root}$metadata#Collection($ref)`,
      value: (source.rows ?? []).map((row) => ({
        '@odata.id': `${context.root}${navigation.table.set}(${idOf(navigation.table, row)})`,
      })),
    });
  }
  if (request.method === 'POST' && segment.argument === undefined) {
    const reference = parseReference(context, referenceInBody(request.body));
    if (reference.table !== navigation.table.name)
      throw badRequest(`'${navigation.name}' does not hold rows of '${reference.table}'.`);
    return tie(reference.id, true);
  }
  if (request.method === 'DELETE') {
    const childId =
      segment.argument === undefined
        ? parseReference(context, options.id ?? '').id
        : parseKey(navigation.table, segment.argument);
    return tie(childId, false);
  }
  throw methodNotAllowed(request.method, `'${navigation.name}/$ref'`);

  function tie(otherId: string, linked: boolean): Promise<ApiResponse> {
    return navigation.kind === 'manyToMany'
      ? associateRows(context, table, id, navigation, otherId, linked)
      : linkRow(context, table, id, navigation, otherId, linked);
  }
}
