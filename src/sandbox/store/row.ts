/** A reference to another row. `id` is a lower-case guid without braces. */
export type LookupValue = { readonly table: string; readonly id: string };

/** Value of a managed property column such as `iscustomizable`. */
export type ManagedPropertyValue = { readonly value: boolean; readonly canBeChanged: boolean };

/**
 * What a column can hold. Dates are texts: `yyyy-MM-ddTHH:mm:ssZ`, or `yyyy-MM-dd` for date-only columns.
 * Guids are lower-case texts without braces. Choices are whole numbers.
 */
export type ColumnValue = null | string | number | boolean | LookupValue | ManagedPropertyValue;

/**
 * One row, keyed by the columns' logical names. Rows are never changed in place: an update stores a new object.
 * A missing member means null, so that wide tables stay small.
 */
export type Row = { readonly [column: string]: ColumnValue | undefined };

export function isLookup(value: ColumnValue | undefined): value is LookupValue {
  return typeof value === 'object' && value !== null && 'id' in value;
}

export function isManagedProperty(value: ColumnValue | undefined): value is ManagedPropertyValue {
  return typeof value === 'object' && value !== null && 'canBeChanged' in value;
}

/** The reference that the row holds in the column, if any. */
export function lookupIn(row: Row, column: string): LookupValue | undefined {
  const value = row[column];
  return isLookup(value) ? value : undefined;
}

/** The text that the row holds in the column, if any. */
export function textIn(row: Row, column: string): string | undefined {
  const value = row[column];
  return typeof value === 'string' ? value : undefined;
}

/** The number that the row holds in the column, if any. */
export function numberIn(row: Row, column: string): number | undefined {
  const value = row[column];
  return typeof value === 'number' ? value : undefined;
}

/** The value of a managed property column; `fallback` when the row holds none. */
export function managedIn(row: Row, column: string, fallback: boolean): boolean {
  const value = row[column];
  return isManagedProperty(value) ? value.value : fallback;
}
