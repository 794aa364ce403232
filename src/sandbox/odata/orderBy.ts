import { badRequest, notSupportedHere } from '../dataverseFault.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/schema.ts';
import { isManagedProperty, lookupIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { comparable } from './compileFilter.ts';
import { lookupOfValueName, noSuchProperty, readableColumn, valueKindOf } from './tableColumns.ts';

export type Order = { readonly column: Column; readonly descending: boolean };

/** What rows are compared by: null comes first, as in SQL Server. */
export type SortKey = string | number | boolean | null;

/** Parses `$orderby`. */
export function parseOrderBy(table: Table, orderBy: string | undefined): Order[] {
  if (orderBy === undefined) return [];
  return orderBy.split(',').map((item) => {
    const [name = '', direction, ...rest] = item.trim().split(/\s+/);
    if (
      name === '' ||
      rest.length > 0 ||
      (direction !== undefined && direction !== 'asc' && direction !== 'desc')
    )
      throw badRequest(`Syntax error in $orderby near '${item.slice(0, 100)}'.`);
    if (name.includes('/')) throw notSupportedHere(`the path '${name}' in $orderby`);
    const column = readableColumn(table, name) ?? lookupOfValueName(table, name);
    if (column === undefined) throw noSuchProperty(table, name);
    return { column, descending: direction === 'desc' };
  });
}

/** Keys of a row in the order of the columns. A lookup sorts by the name of the row it refers to. */
export function sortKeys(row: Row, orders: readonly Order[], store: RowStore): SortKey[] {
  return orders.map(({ column }) => {
    const lookup = lookupIn(row, column.name);
    if (lookup !== undefined)
      return (primaryNameOf(store, lookup.table, lookup.id) ?? lookup.id).toLowerCase();
    const value = row[column.name];
    if (value === undefined || value === null) return null;
    if (isManagedProperty(value)) return value.value;
    return typeof value === 'object' ? null : comparable(value, valueKindOf(column));
  });
}

/** The primary name of a row, for showing a reference. */
export function primaryNameOf(store: RowStore, tableName: string, id: string): string | undefined {
  const table = store.schema.byName(tableName);
  if (table?.primaryName === undefined) return undefined;
  const row = store.get(tableName, id);
  return row === undefined ? undefined : textIn(row, table.primaryName);
}

/** Compares two rows by their keys and, where those are equal, by id, so that every order is total. */
export function compareKeys(
  left: readonly SortKey[],
  leftId: string,
  right: readonly SortKey[],
  rightId: string,
  orders: readonly Order[],
): number {
  for (const [index, order] of orders.entries()) {
    const difference = compareKey(left[index] ?? null, right[index] ?? null);
    if (difference !== 0) return order.descending ? -difference : difference;
  }
  return leftId < rightId ? -1 : leftId > rightId ? 1 : 0;
}

function compareKey(left: SortKey, right: SortKey): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return left < right ? -1 : 1;
}
