import type { Column } from '../schema/column.ts';
import { type ColumnValue, isLookup, isManagedProperty } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { primaryNameOf } from './orderBy.ts';

const wholeFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const fractionFormats = new Map<number, Intl.NumberFormat>();

function fractionFormat(digits: number): Intl.NumberFormat {
  let format = fractionFormats.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    fractionFormats.set(digits, format);
  }
  return format;
}

/** The text that a user with English settings and UTC sees for the value; undefined where there is none. */
export function formattedValue(column: Column, value: ColumnValue, store: RowStore): string | undefined {
  if (value === null || isManagedProperty(value)) return undefined;
  if (isLookup(value)) return primaryNameOf(store, value.table, value.id);
  switch (column.type) {
    case 'Picklist':
    case 'State':
    case 'Status':
      return column.options?.find((option) => option.value === value)?.label;
    case 'Boolean':
      return column.options?.find((option) => option.value === (value === true ? 1 : 0))?.label;
    case 'Integer':
    case 'BigInt':
      return typeof value === 'number' ? formatWhole(value) : undefined;
    case 'Double':
    case 'Decimal':
      return typeof value === 'number' ? fractionFormat(column.precision ?? 2).format(value) : undefined;
    case 'Money':
      return typeof value === 'number' ? `€${fractionFormat(2).format(value)}` : undefined;
    case 'DateTime':
      return typeof value === 'string' ? formatDate(value, column.dateOnly === true) : undefined;
    default:
      return undefined;
  }
}

/** Most numbers are short, and grouping takes the formatter long. */
function formatWhole(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1000 ? String(value) : wholeFormat.format(value);
}

/** Dates are kept as `yyyy-MM-ddTHH:mm:ssZ` or `yyyy-MM-dd`. */
function formatDate(text: string, dateOnly: boolean): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const day = `${Number(text.slice(5, 7))}/${Number(text.slice(8, 10))}/${Number(text.slice(0, 4))}`;
  if (dateOnly) return day;
  const hours = Number(text.slice(11, 13));
  const minutes = text.slice(14, 16).padStart(2, '0');
  return `${day} ${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'}`;
}
