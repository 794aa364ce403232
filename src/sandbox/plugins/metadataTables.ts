import { type CliFile, UnreadableFile } from './cliFile.ts';

/** Numbers of the tables that the sandbox looks into. */
export const tableNumbers = {
  typeRef: 0x01,
  typeDef: 0x02,
  interfaceImplementation: 0x09,
  memberRef: 0x0a,
  customAttribute: 0x0c,
  typeSpec: 0x1b,
  assembly: 0x20,
  assemblyRef: 0x23,
  nestedClass: 0x29,
  genericParameter: 0x2a,
} as const;

/** Reads cells of the tables. Rows count from 1, columns from 0. */
export type MetadataTables = {
  count(table: number): number;
  cell(table: number, row: number, column: number): number;
  text(table: number, row: number, column: number): string;
  blob(table: number, row: number, column: number): Buffer;
};

/**
 * Columns of each table (ECMA-335 II.22): a digit is a number of so many bytes, `S`, `G` and `B` refer to the heaps of
 * names, guids and blobs, two hexadecimal digits to rows of a table, and small letters are coded indexes, see below.
 */
const columnsOf: readonly string[] = [
  '2 S G G G', // 00 Module
  'r S S', // 01 TypeRef
  '4 S S t 04 06', // 02 TypeDef
  '04', // 03 FieldPtr
  '2 S B', // 04 Field
  '06', // 05 MethodPtr
  '4 2 2 S B 08', // 06 MethodDef
  '08', // 07 ParamPtr
  '2 2 S', // 08 Param
  '02 t', // 09 InterfaceImpl
  'p S B', // 0a MemberRef
  '2 c B', // 0b Constant
  'a y B', // 0c CustomAttribute
  'm B', // 0d FieldMarshal
  '2 d B', // 0e DeclSecurity
  '2 4 02', // 0f ClassLayout
  '4 04', // 10 FieldLayout
  'B', // 11 StandAloneSig
  '02 14', // 12 EventMap
  '14', // 13 EventPtr
  '2 S t', // 14 Event
  '02 17', // 15 PropertyMap
  '17', // 16 PropertyPtr
  '2 S B', // 17 Property
  '2 06 h', // 18 MethodSemantics
  '02 f f', // 19 MethodImpl
  'S', // 1a ModuleRef
  'B', // 1b TypeSpec
  '2 w S 1a', // 1c ImplMap
  '4 04', // 1d FieldRVA
  '4 4', // 1e EncLog
  '4', // 1f EncMap
  '4 2 2 2 2 4 B S S', // 20 Assembly
  '4', // 21 AssemblyProcessor
  '4 4 4', // 22 AssemblyOS
  '2 2 2 2 4 B S S B', // 23 AssemblyRef
  '4 23', // 24 AssemblyRefProcessor
  '4 4 4 23', // 25 AssemblyRefOS
  '4 S B', // 26 File
  '4 4 S S i', // 27 ExportedType
  '4 4 S i', // 28 ManifestResource
  '02 02', // 29 NestedClass
  '2 2 o S', // 2a GenericParam
  'f B', // 2b MethodSpec
  '2a t', // 2c GenericParamConstraint
];

/** Coded indexes (II.24.2.6): bits of the tag, and the tables that it chooses from. */
const codedIndexes: { readonly [letter: string]: readonly [number, ...(readonly number[])] } = {
  t: [2, 0x02, 0x01, 0x1b],
  c: [2, 0x04, 0x08, 0x17],
  a: [
    5, 0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x00, 0x0e, 0x17, 0x14, 0x11, 0x1a, 0x1b, 0x20, 0x23, 0x26,
    0x27, 0x28, 0x2a, 0x2c, 0x2b,
  ],
  m: [1, 0x04, 0x08],
  d: [2, 0x02, 0x06, 0x20],
  p: [3, 0x02, 0x01, 0x1a, 0x06, 0x1b],
  h: [1, 0x14, 0x17],
  f: [1, 0x06, 0x0a],
  w: [1, 0x04, 0x06],
  i: [2, 0x26, 0x23, 0x27],
  y: [3, 0x06, 0x0a],
  r: [2, 0x00, 0x1a, 0x23, 0x01],
  o: [1, 0x02, 0x06],
};

type Layout = {
  readonly start: number;
  readonly rowSize: number;
  readonly rows: number;
  readonly offsets: readonly number[];
  readonly widths: readonly number[];
};

/** Of all names of a file together, each as often as it is read: the same long name could stand in every row. */
const mostText = 64 * 1024 * 1024;

/** @throws {UnreadableFile} */
export function readMetadataTables({ tables, strings, blobs, hasWideIndexes }: CliFile): MetadataTables {
  const layouts = layOut(tables, hasWideIndexes);
  let textLeft = mostText;

  function cell(table: number, row: number, column: number): number {
    const layout = layouts[table];
    if (layout === undefined || row < 1 || row > layout.rows)
      throw new UnreadableFile('The metadata refers to a row that is not there.');
    const at = layout.start + (row - 1) * layout.rowSize + (layout.offsets[column] ?? 0);
    return layout.widths[column] === 4 ? tables.readUInt32LE(at) : tables.readUInt16LE(at);
  }

  return {
    count: (table) => layouts[table]?.rows ?? 0,
    cell,
    text: (table, row, column) => {
      const text = textAt(strings, cell(table, row, column));
      textLeft -= text.length;
      if (textLeft < 0) throw new UnreadableFile('The metadata holds too much text.');
      return text;
    },
    blob: (table, row, column) => blobAt(blobs, cell(table, row, column)),
  };
}

function layOut(tables: Buffer, hasWideIndexes: boolean): readonly Layout[] {
  if (tables.length < 24) throw new UnreadableFile('The metadata’s tables are cut short.');
  const heapSizes = tables.readUInt8(6);
  const present = tables.readBigUInt64LE(8);
  const rows: number[] = [];
  let at = 24;
  for (let table = 0; table < 64; table += 1) {
    if ((present & (1n << BigInt(table))) === 0n) continue;
    if (table >= columnsOf.length) throw new UnreadableFile('The metadata has tables that nobody knows.');
    if (at + 4 > tables.length) throw new UnreadableFile('The metadata’s tables are cut short.');
    rows[table] = tables.readUInt32LE(at);
    at += 4;
  }
  if ((heapSizes & 0x40) !== 0) at += 4;

  const width = (kind: string): number => {
    if (kind === '2' || kind === '4') return Number(kind);
    if (hasWideIndexes) return 4;
    const heap = 'SGB'.indexOf(kind);
    if (heap >= 0) return (heapSizes & (1 << heap)) === 0 ? 2 : 4;
    const [bits, ...targets] = codedIndexes[kind] ?? [0, Number.parseInt(kind, 16)];
    const most = Math.max(...targets.map((target) => rows[target] ?? 0));
    return most < 1 << (16 - bits) ? 2 : 4;
  };
  return columnsOf.map((columns, table) => {
    const widths = columns.split(' ').map(width);
    const offsets: number[] = [];
    let rowSize = 0;
    for (const each of widths) {
      offsets.push(rowSize);
      rowSize += each;
    }
    const layout = { start: at, rowSize, rows: rows[table] ?? 0, offsets, widths };
    at += rowSize * layout.rows;
    if (at > tables.length) throw new UnreadableFile('The metadata’s tables are cut short.');
    return layout;
  });
}

/** No name of a compiler is longer; a heap without an end must not become one name per row. */
const longestName = 4096;

function textAt(strings: Buffer, offset: number): string {
  if (strings.length === 0 && offset === 0) return '';
  if (offset >= strings.length) throw new UnreadableFile('The metadata refers to a name that is not there.');
  const end = strings.subarray(offset, offset + longestName).indexOf(0);
  if (end < 0) throw new UnreadableFile('A name in the metadata has no end.');
  return strings.toString('utf8', offset, offset + end);
}

function blobAt(blobs: Buffer, offset: number): Buffer {
  if (offset === 0) return blobs.subarray(0, 0);
  const { value, length } = compressedNumber(blobs, offset);
  const start = offset + length;
  if (start + value > blobs.length) throw new UnreadableFile('A value in the metadata is cut short.');
  return blobs.subarray(start, start + value);
}

/** A number in one, two or four bytes (II.23.2). */
export function compressedNumber(bytes: Buffer, at: number): { value: number; length: number } {
  const first = bytes[at] ?? 0xff;
  const length = first < 0x80 ? 1 : first < 0xc0 ? 2 : 4;
  if (first >= 0xe0 || at + length > bytes.length)
    throw new UnreadableFile('A value in the metadata is cut short.');
  if (length === 1) return { value: first, length };
  if (length === 2) return { value: bytes.readUInt16BE(at) & 0x3fff, length };
  return { value: bytes.readUInt32BE(at) & 0x1fff_ffff, length };
}
