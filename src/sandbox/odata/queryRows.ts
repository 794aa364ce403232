import { badRequest } from '../dataverseFault.ts';
import type { Table } from '../schema/schema.ts';
import { type Row, textIn } from '../store/row.ts';
import { positionOf, type RowStore } from '../store/rowStore.ts';
import type { Predicate } from './compileFilter.ts';
import type { FilterExpression } from './filterExpression.ts';
import { compareKeys, type Order, type SortKey, sortKeys } from './orderBy.ts';
import type { PageEnd } from './skipToken.ts';
import { lookupOfValueName } from './tableColumns.ts';

export type RowQuery = {
  readonly store: RowStore;
  readonly table: Table;
  /** The rows to look at; undefined for the whole table. */
  readonly candidates: readonly Row[] | undefined;
  readonly filter: Predicate<Row> | undefined;
  readonly orderBy: readonly Order[];
  readonly after: PageEnd | undefined;
  readonly limit: number;
  readonly count: boolean;
};

export type RowPage = {
  readonly rows: readonly Row[];
  /** Where the page ended when there are more rows. */
  readonly end: PageEnd | undefined;
  /** Of all rows that match, never more than 5000, as Dataverse counts. */
  readonly count: number | undefined;
};

/** Dataverse never counts further. */
const highestCount = 5000;

/** One page of the rows that match. Without an order, rows come by id, and a page costs no more than its rows. */
export function queryRows(query: RowQuery): RowPage {
  const { store, table, orderBy, after, limit } = query;
  if (after !== undefined && after.keys.length !== orderBy.length)
    throw badRequest('Malformed $skiptoken: it belongs to another $orderby.');
  const count = query.count ? countRows(query) : undefined;
  const found = orderBy.length === 0 ? takeById(query) : takeInOrder(query);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  if (found.length <= limit || last === undefined) return { rows, end: undefined, count };
  const id = textIn(last, table.primaryKey) ?? '';
  return { rows, end: { page: after?.page ?? 1, id, keys: sortKeys(last, orderBy, store) }, count };
}

/** How many rows match. */
export function countRows({ store, table, candidates, filter }: Omit<RowQuery, 'limit' | 'after'>): number {
  let count = 0;
  for (const row of candidates ?? store.rows(table.name)) {
    if (filter !== undefined && !filter(row)) continue;
    count += 1;
    if (count >= highestCount) break;
  }
  return count;
}

/** Matching rows by id after the last page, one more than the limit at most. */
function takeById({ store, table, candidates, filter, after, limit }: RowQuery): Row[] {
  const ids =
    candidates === undefined
      ? store.sortedIds(table.name)
      : candidates.map((row) => textIn(row, table.primaryKey) ?? '').sort();
  const rows: Row[] = [];
  let at = after === undefined ? 0 : positionOf(ids, after.id);
  if (after !== undefined && ids[at] === after.id) at += 1;
  for (; at < ids.length && rows.length <= limit; at += 1) {
    const row = store.get(table.name, ids[at] ?? '');
    if (row !== undefined && (filter === undefined || filter(row))) rows.push(row);
  }
  return rows;
}

function takeInOrder({ store, table, candidates, filter, orderBy, after, limit }: RowQuery): Row[] {
  const keyed: { row: Row; id: string; keys: SortKey[] }[] = [];
  for (const row of candidates ?? store.rows(table.name)) {
    if (filter !== undefined && !filter(row)) continue;
    const id = textIn(row, table.primaryKey) ?? '';
    const keys = sortKeys(row, orderBy, store);
    if (after !== undefined && compareKeys(keys, id, after.keys, after.id, orderBy) <= 0) continue;
    keyed.push({ row, id, keys });
  }
  keyed.sort((left, right) => compareKeys(left.keys, left.id, right.keys, right.id, orderBy));
  return keyed.slice(0, limit + 1).map(({ row }) => row);
}

/**
 * Rows that alone can match, found through an index: a key or a lookup compared with one guid, on its own or joined
 * by `and`. Undefined when the filter gives no such hold.
 */
export function indexedCandidates(
  store: RowStore,
  table: Table,
  expression: FilterExpression,
): readonly Row[] | undefined {
  if (expression.kind === 'and') {
    for (const term of expression.terms) {
      const rows = indexedCandidates(store, table, term);
      if (rows !== undefined) return rows;
    }
    return undefined;
  }
  if (expression.kind !== 'comparison' || expression.operator !== 'eq') return undefined;
  const { left, right } = expression;
  if (left.kind !== 'path' || right.kind !== 'literal' || right.literal.type !== 'guid') return undefined;
  const [name, key, ...rest] = left.segments;
  if (name === undefined || rest.length > 0) return undefined;
  const id = right.literal.value;
  if (key === undefined) {
    if (name === table.primaryKey) {
      const row = store.get(table.name, id);
      return row === undefined ? [] : [row];
    }
    const guidColumn = table.column.get(name);
    if (guidColumn?.type === 'Uniqueidentifier') return store.referring(table.name, guidColumn.name, id);
    const column = lookupOfValueName(table, name);
    return column === undefined ? undefined : store.referring(table.name, column.name, id);
  }
  const navigation = table.navigation.get(name);
  if (navigation?.kind !== 'single') return undefined;
  const [target] = navigation.targets;
  if (target === undefined || store.schema.byName(target.table)?.primaryKey !== key) return undefined;
  return store.referring(table.name, navigation.column.name, id);
}
