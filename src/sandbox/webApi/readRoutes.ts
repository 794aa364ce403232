import { objectDoesNotExist } from '../dataverseFault.ts';
import { compileFilter } from '../odata/compileFilter.ts';
import { parseFilter } from '../odata/filterParser.ts';
import { parseOrderBy } from '../odata/orderBy.ts';
import { parseQueryOptions, type QueryOptions } from '../odata/queryOptions.ts';
import { countRows, indexedCandidates, queryRows, type RowPage } from '../odata/queryRows.ts';
import { etagOf, type Json, type RowJsonContext, rowJson } from '../odata/rowJson.ts';
import { parseShape } from '../odata/selectExpand.ts';
import { readSkipToken, writeSkipToken } from '../odata/skipToken.ts';
import type { QueryContext } from '../odata/tableColumns.ts';
import { tableScope } from '../odata/tableScope.ts';
import { requirePrivilege } from '../operations/rowWriter.ts';
import type { Table } from '../schema/schema.ts';
import type { Row } from '../store/row.ts';
import {
  type ApiContext,
  type ApiResponse,
  jsonResponse,
  jsonTextResponse,
  textResponse,
} from './apiMessage.ts';

/** Dataverse's page size when none is asked for, and its largest. */
const pageSize = 5000;

function queryContext({ organisation, call }: ApiContext): QueryContext {
  return { store: organisation.store, userId: call.userId, now: organisation.clock() };
}

export function requireRead({ organisation, call }: ApiContext, table: Table): void {
  requirePrivilege(organisation, call, table, 'Read');
}

function rowJsonContext(context: ApiContext): RowJsonContext {
  return {
    store: context.organisation.store,
    root: context.root,
    wants: context.preferences.wants,
    allowTable: (table) => requireRead(context, table),
  };
}

/** The row, or 404. */
export function requireRow({ organisation }: ApiContext, table: Table, id: string): Row {
  const row = organisation.store.get(table.name, id);
  if (row === undefined) throw objectDoesNotExist(table.name, id);
  return row;
}

/** A set, or a collection that a row leads to. `path` is its address below the root. */
export type RowSource = {
  readonly table: Table;
  readonly path: string;
  /** Undefined for the whole table. */
  readonly rows: readonly Row[] | undefined;
};

function filterOf(context: ApiContext, { table, rows }: RowSource, options: QueryOptions) {
  if (options.filter === undefined) return { candidates: rows, filter: undefined };
  const expression = parseFilter(options.filter, options.aliases);
  const filter = compileFilter(expression, tableScope(table, queryContext(context)));
  return { candidates: rows ?? indexedCandidates(context.organisation.store, table, expression), filter };
}

/** GET of a set: one page of rows. */
export function readSet(context: ApiContext, source: RowSource, query: string): ApiResponse {
  const { table } = source;
  requireRead(context, table);
  const options = parseQueryOptions(query, [
    '$select',
    '$filter',
    '$expand',
    '$orderby',
    '$top',
    '$count',
    '$skiptoken',
  ]);
  const shape = parseShape(table, options.select, options.expand, queryContext(context));
  const limit = Math.min(options.top ?? context.preferences.maxPageSize ?? pageSize, pageSize);
  const page = queryRows({
    store: context.organisation.store,
    table,
    ...filterOf(context, source, options),
    orderBy: parseOrderBy(table, options.orderBy),
    after: options.skipToken === undefined ? undefined : readSkipToken(options.skipToken),
    limit,
    count: options.count === true,
  });
  const body: { [name: string]: Json } = {
    '@odata.context': `${context.root}$metadata#${table.set}${shape.context}`,
  };
  if (context.preferences.wants('Microsoft.Dynamics.CRM.totalrecordcount')) {
    body['@Microsoft.Dynamics.CRM.totalrecordcount'] = page.count ?? -1;
    body['@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded'] = false;
  }
  if (page.count !== undefined) body['@odata.count'] = page.count;
  const json = rowJsonContext(context);
  // Row by row, so that no more than one is held as an object: pages have thousands.
  const rows = page.rows.map((row) => JSON.stringify(rowJson(row, shape, json)));
  const nextLink = options.top === undefined ? nextLinkOf(context, source, query, page) : undefined;
  const end = nextLink === undefined ? '' : `,"@odata.nextLink":${JSON.stringify(nextLink)}`;
  return jsonTextResponse(`${JSON.stringify(body).slice(0, -1)},"value":[${rows.join(',')}]${end}}`);
}

/** The same query with a token for the next page. */
function nextLinkOf(
  context: ApiContext,
  source: RowSource,
  query: string,
  { end }: RowPage,
): string | undefined {
  if (end === undefined) return undefined;
  const kept = query.split('&').filter((pair) => pair !== '' && !/^(?:\$|%24)skiptoken=/i.test(pair));
  const token = `$skiptoken=${encodeURIComponent(writeSkipToken(end))}`;
  return `${context.root}${source.path}?${[...kept, token].join('&')}`;
}

/** GET of `set/$count`: the number as a bare text. */
export function readCount(context: ApiContext, source: RowSource, query: string): ApiResponse {
  requireRead(context, source.table);
  const options = parseQueryOptions(query, ['$filter']);
  return textResponse(
    String(
      countRows({
        store: context.organisation.store,
        table: source.table,
        ...filterOf(context, source, options),
        orderBy: [],
        count: true,
      }),
    ),
  );
}

/** GET of one row. */
export function readRow(context: ApiContext, table: Table, row: Row, query: string): ApiResponse {
  requireRead(context, table);
  const etag = etagOf(row);
  const body = prepareRepresentation(context, table, query)(row);
  if (context.headers['if-none-match'] === etag) return { status: 304, headers: { ETag: etag } };
  return jsonResponse(200, body, { ETag: etag });
}

/** Checks the query, then shows rows by it: what GET of a row and `Prefer: return=representation` answer. */
export function prepareRepresentation(
  context: ApiContext,
  table: Table,
  query: string,
): (row: Row) => { [name: string]: Json } {
  const options = parseQueryOptions(query, ['$select', '$expand']);
  const shape = parseShape(table, options.select, options.expand, queryContext(context));
  return (row) => ({
    '@odata.context': `${context.root}$metadata#${table.set}${shape.context}/$entity`,
    ...rowJson(row, shape, rowJsonContext(context)),
  });
}
