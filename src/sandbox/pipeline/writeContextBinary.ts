import { contextTree } from './contextTree.ts';
import type { RemoteContext } from './contextValue.ts';
import {
  declareNamespaces,
  instanceNamespace,
  isText,
  qualify,
  type XmlElement,
  type XmlText,
} from './xmlTree.ts';

/**
 * Writes a context as .NET binary XML ([MC-NBFX]) without any dictionary, which is how BrokeredMessage's
 * serializer writes it. Each text's last record is the "with end element" form, one above the plain form.
 */
export function writeContextBinary(context: RemoteContext): Buffer {
  const tree = contextTree(context);
  const out: Buffer[] = [];
  out.push(byte(0x40), counted(tree.name.name));
  out.push(byte(0x08), counted(tree.name.namespace));
  out.push(byte(0x09), counted('i'), counted(instanceNamespace));
  const scope = new Map([
    [tree.name.namespace, ''],
    [instanceNamespace, 'i'],
  ]);
  if (!isText(tree.content)) for (const child of tree.content) writeElement(child, scope, out);
  out.push(byte(0x01));
  return Buffer.concat(out);
}

function writeElement(element: XmlElement, outer: ReadonlyMap<string, string>, out: Buffer[]): void {
  const { declarations, scope } = declareNamespaces(element, outer);
  const prefix = scope.get(element.name.namespace) ?? '';
  out.push(byte(prefix === '' ? 0x40 : 0x5e + letterIndex(prefix)), counted(element.name.name));
  // 0x2e = an attribute with prefix i.
  if (element.type !== undefined)
    out.push(byte(0x2e), counted('type'), ...characters(qualify(element.type, scope), false));
  if (element.nil) out.push(byte(0x2e), counted('nil'), byte(0x86));
  for (const declaration of declarations)
    out.push(byte(0x09), counted(declaration.prefix), counted(declaration.namespace));
  const { content } = element;
  if (isText(content)) {
    out.push(...textRecords(content));
    return;
  }
  for (const child of content) writeElement(child, scope, out);
  out.push(byte(0x01));
}

function letterIndex(prefix: string): number {
  return prefix.charCodeAt(0) - 'a'.charCodeAt(0);
}

function textRecords(content: XmlText): Buffer[] {
  switch (content.kind) {
    case 'text':
      return characters(content.value, true);
    case 'boolean':
      return [byte(content.value ? 0x87 : 0x85)];
    case 'int':
      return [wholeNumber(BigInt(content.value))];
    case 'long':
      return [wholeNumber(BigInt(content.value))];
    case 'double':
      return [double(content.value)];
    case 'decimal':
      return [decimal(content.value)];
    case 'dateTime':
      return [dateTime(content.ms, content.clock)];
    case 'bytes':
      return bytes(content.value);
  }
}

/** Chars8/16/32 by length. The serializer writes nothing for an empty text, so that only the end element is left. */
function characters(value: string, ends: boolean): Buffer[] {
  const end = ends ? 1 : 0;
  const utf8 = Buffer.from(value, 'utf8');
  if (utf8.length === 0) return [byte(ends ? 0x01 : 0xa8)];
  if (utf8.length <= 0xff) return [byte(0x98 + end), byte(utf8.length), utf8];
  if (utf8.length <= 0xffff) return [byte(0x9a + end), littleEndian(utf8.length, 2), utf8];
  return [byte(0x9c + end), littleEndian(utf8.length, 4), utf8];
}

/** The smallest record that holds the number. */
function wholeNumber(value: bigint): Buffer {
  if (value === 0n) return byte(0x81);
  if (value === 1n) return byte(0x83);
  const [record, size] = wholeRecord(value);
  const result = Buffer.alloc(9);
  result[0] = record;
  result.writeBigInt64LE(value, 1);
  return result.subarray(0, 1 + size);
}

function wholeRecord(value: bigint): [record: number, size: number] {
  if (value >= -128n && value <= 127n) return [0x89, 1];
  if (value >= -32_768n && value <= 32_767n) return [0x8b, 2];
  if (value >= -2_147_483_648n && value <= 2_147_483_647n) return [0x8d, 4];
  return [0x8f, 8];
}

/** A double that equals its own float is written as a float; whole numbers as whole numbers. */
function double(value: number): Buffer {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0))
    return wholeNumber(BigInt(value));
  const result = Buffer.alloc(9);
  if (Number.isFinite(value) && Math.fround(value) === value) {
    result[0] = 0x91;
    result.writeFloatLE(value, 1);
    return result.subarray(0, 5);
  }
  result[0] = 0x93;
  result.writeDoubleLE(value, 1);
  // .NET's own NaN has the sign bit set; JavaScript's has not.
  if (Number.isNaN(value)) result.writeBigUInt64LE(0xfff8_0000_0000_0000n, 1);
  return result;
}

/** 16 bytes: reserved u16, scale u8, sign u8, high u32, low u64. */
function decimal(value: string): Buffer {
  const negative = value.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? value.slice(1) : value).split('.');
  const digits = BigInt(`${whole}${fraction}`);
  const result = Buffer.alloc(17);
  result[0] = 0x95;
  result[3] = fraction.length;
  result[4] = negative ? 0x80 : 0;
  result.writeUInt32LE(Number(digits >> 64n), 5);
  result.writeBigUInt64LE(digits & 0xffff_ffff_ffff_ffffn, 9);
  return result;
}

/** Ticks of 100 ns since year 1 in the low 62 bits, DateTimeKind in the top two. */
function dateTime(ms: number, clock: 'utc' | 'local' | 'unspecified'): Buffer {
  const ticks = BigInt(ms) * 10_000n + 621_355_968_000_000_000n;
  const kind = { unspecified: 0n, utc: 1n, local: 2n }[clock];
  const result = Buffer.alloc(9);
  result[0] = 0x97;
  result.writeBigUInt64LE(ticks | (kind << 62n), 1);
  return result;
}

/** The writer splits at a multiple of three, so that base64 text of the parts joins without padding. */
function bytes(value: Uint8Array): Buffer[] {
  const whole = value.length - (value.length % 3);
  const rest = value.length - whole;
  const part = (from: number, to: number, ends: boolean): Buffer[] => {
    const slice = Buffer.from(value.subarray(from, to));
    const end = ends ? 1 : 0;
    if (slice.length <= 0xff) return [byte(0x9e + end), byte(slice.length), slice];
    if (slice.length <= 0xffff) return [byte(0xa0 + end), littleEndian(slice.length, 2), slice];
    return [byte(0xa2 + end), littleEndian(slice.length, 4), slice];
  };
  if (value.length === 0) return [byte(0x01)];
  if (whole === 0 || rest === 0) return part(0, value.length, true);
  return [...part(0, whole, false), ...part(whole, value.length, true)];
}

function byte(value: number): Buffer {
  return Buffer.from([value]);
}

function littleEndian(value: number, size: number): Buffer {
  const result = Buffer.alloc(size);
  result.writeUIntLE(value, 0, size);
  return result;
}

/** A name: its UTF-8 length as 7-bit groups, then the bytes. */
function counted(value: string): Buffer {
  const utf8 = Buffer.from(value, 'utf8');
  const length: number[] = [];
  let rest = utf8.length;
  while (rest >= 0x80) {
    length.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  length.push(rest);
  return Buffer.concat([Buffer.from(length), utf8]);
}
