import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/schema.ts';
import { type ColumnValue, isLookup, type LookupValue, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { WireEntity, WirePair, WireReference, WireValue } from './contextValue.ts';

export type EntityOptions = {
  /** Columns to take, in this order. Unknown ones are left out. */
  readonly columns: readonly string[];
  /** Write null for a column without value; otherwise such a column is left out. */
  readonly keepNulls: boolean;
  readonly formatted: boolean;
  /** Fill in the names of the rows that lookups refer to: images have them, targets do not. */
  readonly namesFrom?: RowStore;
};

/** A row's columns as the SDK's Entity. */
export function wireEntity(table: Table, id: string, row: Row, options: EntityOptions): WireEntity {
  const attributes: WirePair[] = [];
  const formattedValues: WirePair<string>[] = [];
  for (const name of new Set(options.columns)) {
    const column = table.column.get(name);
    if (column === undefined || column.type === 'ManagedProperty') continue;
    const value = row[name] ?? null;
    if (value === null && !options.keepNulls) continue;
    attributes.push([name, wireValue(column, value, options.namesFrom)]);
    const label =
      options.formatted && value !== null ? formattedValue(column, value, options.namesFrom) : undefined;
    if (label !== undefined) formattedValues.push([name, label]);
  }
  return { kind: 'entity', logicalName: table.name, id, attributes, formattedValues, rowVersion: null };
}

function wireValue(column: Column, value: ColumnValue, namesFrom?: RowStore): WireValue {
  if (value === null) return { kind: 'null' };
  if (isLookup(value)) return wireReference(value, namesFrom);
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  if (typeof value === 'number') return wireNumber(column, value);
  if (typeof value !== 'string') return { kind: 'null' };
  switch (column.type) {
    case 'DateTime':
      // A date-only column has no zone: its text is a day, at midnight of nobody's clock.
      return {
        kind: 'dateTime',
        ms: Date.parse(value),
        clock: column.dateOnly === true ? 'unspecified' : 'utc',
      };
    case 'Uniqueidentifier':
      return { kind: 'guid', value };
    case 'MultiSelectPicklist':
      return { kind: 'optionSets', value: value.split(',').filter(Boolean).map(Number) };
    default:
      return { kind: 'string', value };
  }
}

function wireNumber(column: Column, value: number): WireValue {
  switch (column.type) {
    case 'Picklist':
    case 'State':
    case 'Status':
      return { kind: 'optionSet', value };
    case 'Money':
      return { kind: 'money', value: decimalText(value) };
    case 'Decimal':
      return { kind: 'decimal', value: decimalText(value) };
    case 'Double':
      return { kind: 'double', value };
    case 'BigInt':
      return { kind: 'long', value: String(value) };
    default:
      return { kind: 'int', value };
  }
}

/** Without exponent: .NET's decimal has none. */
function decimalText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) >= 1
    ? BigInt(Math.round(value)).toString()
    : value.toFixed(10).replace(/\.?0+$/, '');
}

function wireReference(value: LookupValue, namesFrom?: RowStore): WireReference {
  return {
    kind: 'reference',
    logicalName: value.table,
    id: value.id,
    name: namesFrom === undefined ? null : (nameOf(namesFrom, value) ?? null),
  };
}

/** Primary name of the row referred to. */
function nameOf(store: RowStore, { table, id }: LookupValue): string | undefined {
  const definition = store.schema.byName(table);
  if (definition?.primaryName === undefined) return undefined;
  const row = store.get(table, id);
  return row === undefined ? undefined : textIn(row, definition.primaryName);
}

/** What a user of the organisation would read, in its language (English) and currency. */
function formattedValue(column: Column, value: ColumnValue, namesFrom?: RowStore): string | undefined {
  if (isLookup(value)) return namesFrom === undefined ? undefined : nameOf(namesFrom, value);
  switch (column.type) {
    case 'Boolean':
      return column.options?.find((option) => option.value === (value === true ? 1 : 0))?.label;
    case 'Picklist':
    case 'State':
    case 'Status':
      return column.options?.find((option) => option.value === value)?.label;
    case 'MultiSelectPicklist':
      return String(value)
        .split(',')
        .map((item) => column.options?.find((option) => String(option.value) === item)?.label ?? item)
        .join('; ');
    case 'Integer':
      return Number(value).toLocaleString('en-US');
    case 'Money':
      return `€${Number(value).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
    case 'Decimal':
    case 'Double':
      return Number(value).toLocaleString('en-US', {
        minimumFractionDigits: 2,
        maximumFractionDigits: column.precision ?? 2,
      });
    case 'DateTime':
      return column.dateOnly === true
        ? `${String(value).slice(0, 10)}`
        : String(value).replace(/Z$/, '-00:00');
    default:
      return undefined;
  }
}
