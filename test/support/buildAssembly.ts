/**
 * Writes .NET assemblies as no compiler at hand writes them: any tables, any form of index, false heaps. It is the
 * tests' own and has its own transcription of ECMA-335 II.22, so that the reader is not checked against itself.
 * Rows are arrays in the order of the columns: a text goes to the heap of names, bytes to the heap of blobs, numbers
 * are written as they are, coded indexes included.
 */
export type Cell = number | string | Uint8Array;
export interface AssemblyPlan {
  /** By the number of the table. */
  readonly tables: Readonly<Record<number, readonly (readonly Cell[])[]>>;
  readonly tableStream?: '#~' | '#-';
  /** Added to the flags that the heaps need: 1 names, 2 GUIDs, 4 blobs take four bytes; 0x40 announces extra data. */
  readonly heapFlags?: number;
  readonly extraData?: number;
  /** Rows of tables beyond the known ones, whose counts stand among the others'. */
  readonly unknownTables?: Readonly<Record<number, number>>;
  /** All indexes in four bytes, as the stream `#JTD` asks for. */
  readonly wideIndexes?: boolean;
  readonly streamsBefore?: readonly ExtraStream[];
  readonly streamsAfter?: readonly ExtraStream[];
  /** Renames the true streams. */
  readonly rename?: (name: string) => string;
  readonly is64Bit?: boolean;
  readonly cliFlags?: number;
  /** Of the optional header; the directories are there whatever it says. */
  readonly directoryCount?: number;
}
export interface ExtraStream {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** S name, G guid, B blob, 2 and 4 numbers, Thh a row of table hh, and the coded indexes by their short names. */
const columns: Readonly<Record<number, string>> = {
  0: '2 S G G G',
  1: 'scope S S',
  2: '4 S S type T04 T06',
  3: 'T04',
  4: '2 S B',
  5: 'T06',
  6: '4 2 2 S B T08',
  7: 'T08',
  8: '2 2 S',
  9: 'T02 type',
  10: 'memberParent S B',
  11: '2 constant B',
  12: 'attributed attributeType B',
  13: 'marshal B',
  14: '2 secured B',
  15: '2 4 T02',
  16: '4 T04',
  17: 'B',
  18: 'T02 T14',
  19: 'T14',
  20: '2 S type',
  21: 'T02 T17',
  22: 'T17',
  23: '2 S B',
  24: '2 T06 semantics',
  25: 'T02 method method',
  26: 'S',
  27: 'B',
  28: '2 forwarded S T1a',
  29: '4 T04',
  30: '4 4',
  31: '4',
  32: '4 2 2 2 2 4 B S S',
  33: '4',
  34: '4 4 4',
  35: '2 2 2 2 4 B S S B',
  36: '4 T23',
  37: '4 4 4 T23',
  38: '4 S B',
  39: '4 4 S S implementation',
  40: '4 4 S implementation',
  41: 'T02 T02',
  42: '2 2 owner S',
  43: 'method B',
  44: 'T2a type',
};
const coded: Readonly<Record<string, readonly [bits: number, ...tables: number[]]>> = {
  type: [2, 2, 1, 27],
  constant: [2, 4, 8, 23],
  attributed: [5, 6, 4, 1, 2, 8, 9, 10, 0, 14, 23, 20, 17, 26, 27, 32, 35, 38, 39, 40, 42, 44, 43],
  marshal: [1, 4, 8],
  secured: [2, 2, 6, 32],
  memberParent: [3, 2, 1, 26, 6, 27],
  semantics: [1, 20, 23],
  method: [1, 6, 10],
  forwarded: [1, 4, 6],
  implementation: [2, 38, 35, 39],
  attributeType: [3, 6, 10],
  scope: [2, 0, 26, 35, 1],
  owner: [1, 2, 6],
};

const sectionRva = 0x2000;
const cliHeaderSize = 72;
/** A method body of one instruction, that returns. */
const emptyBody = [0x06, 0x2a, 0, 0];
export const emptyBodyRva = sectionRva + cliHeaderSize;

export function buildAssembly(plan: AssemblyPlan): Buffer {
  const metadata = buildMetadata(plan);
  const cliHeader = Buffer.alloc(cliHeaderSize);
  cliHeader.writeUInt32LE(cliHeaderSize, 0);
  cliHeader.writeUInt16LE(2, 4);
  cliHeader.writeUInt16LE(5, 6);
  cliHeader.writeUInt32LE(sectionRva + cliHeaderSize + emptyBody.length, 8);
  cliHeader.writeUInt32LE(metadata.length, 12);
  cliHeader.writeUInt32LE(plan.cliFlags ?? 1, 16);
  const section = Buffer.concat([cliHeader, Buffer.from(emptyBody), metadata]);
  return Buffer.concat([buildHeaders(plan, section.length), pad(section, 0x200)]);
}

function buildHeaders({ is64Bit = false, directoryCount = 16 }: AssemblyPlan, sectionSize: number): Buffer {
  const headers = Buffer.alloc(0x200);
  headers.write('MZ', 0, 'latin1');
  headers.writeUInt32LE(0x80, 0x3c);
  headers.write('PE\0\0', 0x80, 'latin1');
  const optionalSize = is64Bit ? 240 : 224;
  headers.writeUInt16LE(is64Bit ? 0x8664 : 0x14c, 0x84);
  headers.writeUInt16LE(1, 0x86);
  headers.writeUInt16LE(optionalSize, 0x94);
  headers.writeUInt16LE(0x2102, 0x96);
  const optional = 0x98;
  headers.writeUInt16LE(is64Bit ? 0x20b : 0x10b, optional);
  headers.writeUInt32LE(sectionRva, optional + 20);
  headers.writeUInt32LE(0x1000_0000, optional + (is64Bit ? 24 : 28));
  headers.writeUInt32LE(0x2000, optional + 32);
  headers.writeUInt32LE(0x200, optional + 36);
  headers.writeUInt16LE(4, optional + 40);
  headers.writeUInt16LE(4, optional + 48);
  headers.writeUInt32LE(sectionRva + Math.ceil(sectionSize / 0x2000) * 0x2000, optional + 56);
  headers.writeUInt32LE(0x200, optional + 60);
  headers.writeUInt16LE(3, optional + 68);
  const directories = optional + (is64Bit ? 112 : 96);
  headers.writeUInt32LE(directoryCount, directories - 4);
  headers.writeUInt32LE(sectionRva, directories + 14 * 8);
  headers.writeUInt32LE(cliHeaderSize, directories + 14 * 8 + 4);
  const table = optional + optionalSize;
  headers.write('.text', table, 'latin1');
  headers.writeUInt32LE(sectionSize, table + 8);
  headers.writeUInt32LE(sectionRva, table + 12);
  headers.writeUInt32LE(Math.ceil(sectionSize / 0x200) * 0x200, table + 16);
  headers.writeUInt32LE(0x200, table + 20);
  headers.writeUInt32LE(0x6000_0020, table + 36);
  return headers;
}

function buildMetadata(plan: AssemblyPlan): Buffer {
  const rename = plan.rename ?? ((name: string) => name);
  const strings = new Heap((text) => Buffer.from(`${text}\0`, 'utf8'));
  const blobs = new Heap((bytes) => Buffer.concat([compressed(bytes.length), Buffer.from(bytes, 'latin1')]));
  const tables = buildTables(plan, strings, blobs);
  const streams = [
    ...(plan.streamsBefore ?? []),
    { name: rename(plan.tableStream ?? '#~'), bytes: tables },
    { name: rename('#Strings'), bytes: strings.bytes() },
    { name: rename('#Blob'), bytes: blobs.bytes() },
    { name: rename('#GUID'), bytes: Buffer.alloc(16, 7) },
    ...(plan.wideIndexes === true ? [{ name: '#JTD', bytes: new Uint8Array() }] : []),
    ...(plan.streamsAfter ?? []),
  ].map(({ name, bytes }) => ({ name, bytes: pad(bytes, 4) }));

  const version = pad(Buffer.from('v4.0.30319\0', 'latin1'), 4);
  const root = Buffer.alloc(16 + version.length + 4);
  root.writeUInt32LE(0x424a_5342, 0);
  root.writeUInt16LE(1, 4);
  root.writeUInt16LE(1, 6);
  root.writeUInt32LE(version.length, 12);
  version.copy(root, 16);
  root.writeUInt16LE(streams.length, 16 + version.length + 2);
  const names = streams.map(({ name }) => pad(Buffer.from(`${name}\0`, 'latin1'), 4));
  let offset = root.length + names.reduce((sum, name) => sum + 8 + name.length, 0);
  const headers = streams.map(({ bytes }, index) => {
    const header = Buffer.alloc(8);
    header.writeUInt32LE(offset, 0);
    header.writeUInt32LE(bytes.length, 4);
    offset += bytes.length;
    return Buffer.concat([header, names[index] ?? Buffer.alloc(0)]);
  });
  return Buffer.concat([root, ...headers, ...streams.map(({ bytes }) => bytes)]);
}

function buildTables(plan: AssemblyPlan, strings: Heap, blobs: Heap): Buffer {
  const rowsOf = (table: number) => plan.tables[table]?.length ?? 0;
  // Once to fill the heaps, whose sizes decide on the widths; the second time finds all in them.
  const numberOf = (cell: Cell): number =>
    typeof cell === 'number' ? cell : typeof cell === 'string' ? strings.add(cell) : blobs.add(cell);
  const cells = Object.keys(columns).map((number) => plan.tables[Number(number)] ?? []);
  for (const rows of cells) for (const row of rows) for (const cell of row) numberOf(cell);
  const heapFlags = (plan.heapFlags ?? 0) | (strings.size > 0xffff ? 1 : 0) | (blobs.size > 0xffff ? 4 : 0);
  const isWide = (kind: string): boolean => {
    if (kind === '2') return false;
    if (kind === '4' || plan.wideIndexes === true) return true;
    if (kind === 'S') return (heapFlags & 1) !== 0;
    if (kind === 'G') return (heapFlags & 2) !== 0;
    if (kind === 'B') return (heapFlags & 4) !== 0;
    if (kind.startsWith('T')) return rowsOf(Number.parseInt(kind.slice(1), 16)) >= 0x1_0000;
    const [bits, ...targets] = coded[kind] ?? [0];
    return Math.max(...targets.map(rowsOf)) >= 0x1_0000 >> bits;
  };

  const counts: Record<string, number> = {
    ...Object.fromEntries(cells.map((rows, number) => [number, rows.length])),
    ...plan.unknownTables,
  };
  const present = Object.entries(counts).filter(([, count]) => count > 0);
  const mask = present.reduce((bits, [number]) => bits | (1n << BigInt(number)), 0n);
  const header = Buffer.alloc(24 + present.length * 4 + (plan.extraData === undefined ? 0 : 4));
  header[4] = 2;
  header[6] = heapFlags;
  header[7] = 1;
  header.writeBigUInt64LE(mask, 8);
  header.writeBigUInt64LE(0x0000_1600_3301_fa00n, 16);
  present.forEach(([, count], index) => {
    header.writeUInt32LE(count, 24 + index * 4);
  });
  if (plan.extraData !== undefined) header.writeUInt32LE(plan.extraData, header.length - 4);

  const parts = cells.map((rows, number) => {
    const widths = (columns[number] ?? '').split(' ').map((kind) => (isWide(kind) ? 4 : 2));
    const size = widths.reduce((sum, width) => sum + width, 0);
    const bytes = Buffer.alloc(size * rows.length);
    let at = 0;
    for (const row of rows) {
      if (row.length !== widths.length) throw new Error(`Table ${number} has ${widths.length} columns.`);
      for (let column = 0; column < row.length; column += 1) {
        const value = numberOf(row[column] ?? 0);
        at = widths[column] === 4 ? bytes.writeUInt32LE(value, at) : bytes.writeUInt16LE(value, at);
      }
    }
    return bytes;
  });
  return Buffer.concat([header, ...parts]);
}

class Heap {
  readonly #encode: (content: string) => Buffer;
  readonly #known = new Map<string | Uint8Array, number>();
  #bytes = Buffer.alloc(1 << 12);
  size = 1;
  constructor(encode: (content: string) => Buffer) {
    this.#encode = encode;
  }
  /** The same content is added once. */
  add(content: string | Uint8Array): number {
    if (content.length === 0) return 0;
    const known = this.#known.get(content);
    if (known !== undefined) return known;
    if (typeof content === 'string') return this.#append(content);
    const at = this.add(Buffer.from(content).toString('latin1'));
    this.#known.set(content, at);
    return at;
  }
  #append(content: string): number {
    const encoded = this.#encode(content);
    const at = this.size;
    this.size += encoded.length;
    if (this.size > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.size)]);
    encoded.copy(this.#bytes, at);
    this.#known.set(content, at);
    return at;
  }
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.size);
  }
}

function compressed(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value]);
  if (value < 0x4000) return Buffer.from([0x80 | (value >> 8), value & 0xff]);
  return Buffer.from([0xc0 | (value >> 24), (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff]);
}

function pad(bytes: Uint8Array, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
}
