import type { ByteView } from './byteView.ts';
import type { MetadataRoot } from './metadataRoot.ts';
import { ReadingFault } from './readingFault.ts';
import {
  type CodedIndexName,
  type ColumnKind,
  codedIndexes,
  type TableName,
  tableLayouts,
  tables as tableNumbers,
} from './tableLayouts.ts';

export type ColumnOf<Table extends TableName> = keyof (typeof tableLayouts)[Table] & string;

/** Takes a row from 1 to the count; rows outside read as 0, which stands for "nothing" in every kind of column. */
export type ReadColumn = (row: number) => number;

/** A row of a table that a coded index points to; null where it points nowhere. */
export interface RowRef {
  readonly table: TableName;
  readonly row: number;
}

interface Table {
  readonly rows: number;
  readonly at: number;
  readonly rowSize: number;
  readonly columns: ReadonlyMap<string, { readonly at: number; readonly wide: boolean }>;
}

export interface MetadataTables {
  /** Rows that were deleted in place are named `_Deleted…`: .NET passes over them when this is set. */
  readonly mayHaveDeleted: boolean;
  rows(table: TableName): number;
  column<Name extends TableName>(table: Name, column: ColumnOf<Name>): ReadColumn;
}

/** Table numbers from here on belong to debug files; .NET passes over them in assemblies. */
const firstUnknownTable = 0x2d;
/** A row number takes 24 bits in a token. */
const largestRowCount = 0xff_ffff;
const inOrder = Object.entries(tableNumbers) as [TableName, number][];

/** @throws ReadingFault when a table goes beyond the stream */
export function readMetadataTables({ tables: stream, wideIndexes }: MetadataRoot): MetadataTables {
  const heapSizes = stream.u8(6);
  const present = [stream.u32(8), stream.u32(12)] as const;
  let at = 24;
  const counts = new Map<number, number>();
  for (let number = 0; number < 64; number += 1) {
    if ((((present[number >> 5] ?? 0) >>> (number & 31)) & 1) === 0) continue;
    const count = stream.u32(at);
    at += 4;
    if (number >= firstUnknownTable) continue;
    if (count > largestRowCount) throw new ReadingFault(`A table of the metadata claims ${count} rows.`);
    counts.set(number, count);
  }
  if ((heapSizes & 0x40) !== 0) at += 4;

  const rows = (table: TableName) => counts.get(tableNumbers[table]) ?? 0;
  const isWide = (kind: ColumnKind): boolean => {
    if (kind === 'u16') return false;
    if (kind === 'u32' || wideIndexes) return true;
    if (kind === 'string') return (heapSizes & 0x1) !== 0;
    if (kind === 'guid') return (heapSizes & 0x2) !== 0;
    if (kind === 'blob') return (heapSizes & 0x4) !== 0;
    if (kind.startsWith('row:')) return rows(kind.slice(4) as TableName) > 0xffff;
    const { bits, targets } = codedIndexes[kind.slice(6) as CodedIndexName];
    return targets.some((target) => target !== null && rows(target) >= 2 ** (16 - bits));
  };

  const layouts = new Map<TableName, Table>();
  for (const [name] of inOrder) {
    const columns = new Map<string, { at: number; wide: boolean }>();
    let rowSize = 0;
    for (const [column, kind] of Object.entries(tableLayouts[name]) as [string, ColumnKind][]) {
      const wide = isWide(kind);
      columns.set(column, { at: rowSize, wide });
      rowSize += wide ? 4 : 2;
    }
    const count = rows(name);
    layouts.set(name, { rows: count, at, rowSize, columns });
    at += rowSize * count;
  }
  // Once for all: no read of a cell can then leave the stream.
  stream.part(0, at, stream.what);

  return {
    mayHaveDeleted: (heapSizes & 0x80) !== 0,
    rows,
    column: (name, columnName) => columnReader(stream, layouts.get(name), columnName),
  };
}

function columnReader(stream: ByteView, table: Table | undefined, columnName: string): ReadColumn {
  const column = table?.columns.get(columnName);
  if (table === undefined || column === undefined) throw new TypeError(`There is no column ${columnName}.`);
  const { rows, rowSize } = table;
  const start = table.at + column.at - rowSize;
  return column.wide
    ? (row) => (row >= 1 && row <= rows ? stream.u32(start + row * rowSize) : 0)
    : (row) => (row >= 1 && row <= rows ? stream.u16(start + row * rowSize) : 0);
}

export function decodeIndex(kind: CodedIndexName, value: number): RowRef | null {
  const { bits, targets } = codedIndexes[kind];
  const row = value >>> bits;
  const table: TableName | null | undefined = targets[value & (2 ** bits - 1)];
  return table === null || table === undefined || row === 0 ? null : { table, row };
}
