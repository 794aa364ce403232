/** Thrown for bytes that are not well-formed AMQP, or that are built to exhaust a decoder. */
export class MalformedAmqpError extends Error {
  override readonly name = 'MalformedAmqpError';
}

const MAX_DEPTH = 32;
/** Elements of an array may take no bytes at all (null, true, empty list): a few bytes could ask for billions. */
const MAX_EMPTY_ELEMENTS = 1024;

const KNOWN_CODES = new Set([
  0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x60, 0x61, 0x70, 0x71, 0x72,
  0x73, 0x74, 0x80, 0x81, 0x82, 0x83, 0x84, 0x94, 0x98, 0xa0, 0xa1, 0xa3, 0xb0, 0xb1, 0xb3, 0xc0, 0xc1, 0xd0,
  0xd1, 0xe0, 0xf0,
]);

const FIXED_WIDTHS = [0, 1, 2, 4, 8, 16];

/**
 * Walks over one encoded value without building it and returns the offset after it.
 * Everything from a socket is walked before the AMQP library decodes it: the library trusts counts and nesting.
 * @throws {MalformedAmqpError}
 */
export function walkAmqpValue(bytes: Buffer, start: number, end: number, depth = 0): number {
  const code = byteAt(bytes, start, end);
  if (depth > MAX_DEPTH) throw new MalformedAmqpError('The value is nested too deeply.');
  if (code === 0x00) {
    const afterDescriptor = walkAmqpValue(bytes, start + 1, end, depth + 1);
    return walkAmqpValue(bytes, afterDescriptor, end, depth + 1);
  }
  return walkBody(code, bytes, start + 1, end, depth);
}

function byteAt(bytes: Buffer, offset: number, end: number): number {
  const value = offset < end ? bytes[offset] : undefined;
  if (value === undefined) throw new MalformedAmqpError('The value ends too early.');
  return value;
}

function uintAt(width: number, bytes: Buffer, offset: number, end: number): number {
  if (width === 1) return byteAt(bytes, offset, end);
  if (offset + 4 > end) throw new MalformedAmqpError('The value ends too early.');
  return bytes.readUInt32BE(offset);
}

function walkBody(code: number, bytes: Buffer, start: number, end: number, depth: number): number {
  if (depth > MAX_DEPTH) throw new MalformedAmqpError('The value is nested too deeply.');
  if (!KNOWN_CODES.has(code)) throw new MalformedAmqpError(`0x${code.toString(16)} is not an AMQP type.`);
  const category = code >>> 4;
  if (category <= 0x9) return within(start + (FIXED_WIDTHS[category - 4] ?? 0), end);
  const width = category % 2 === 0 ? 1 : 4;
  const size = uintAt(width, bytes, start, end);
  const bodyEnd = within(start + width + size, end);
  if (category <= 0xb) return bodyEnd;
  const count = uintAt(width, bytes, start + width, bodyEnd);
  const items = start + 2 * width;
  if (category <= 0xd) {
    if ((code & 0x0f) === 0x1 && count % 2 !== 0)
      throw new MalformedAmqpError('A map has a key without a value.');
    walkItems(bytes, items, bodyEnd, count, depth);
  } else {
    walkElements(bytes, items, bodyEnd, count, depth);
  }
  return bodyEnd;
}

function within(offset: number, end: number): number {
  if (offset > end) throw new MalformedAmqpError('The value ends too early.');
  return offset;
}

function walkItems(bytes: Buffer, start: number, end: number, count: number, depth: number): void {
  let offset = start;
  for (let index = 0; index < count; index += 1) offset = walkAmqpValue(bytes, offset, end, depth + 1);
  if (offset !== end) throw new MalformedAmqpError('A list or map is longer than it says.');
}

function walkElements(bytes: Buffer, start: number, end: number, count: number, depth: number): void {
  let offset = start;
  let code = byteAt(bytes, offset, end);
  offset += 1;
  if (code === 0x00) {
    offset = walkAmqpValue(bytes, offset, end, depth + 1);
    code = byteAt(bytes, offset, end);
    offset += 1;
  }
  if (code >>> 4 === 0x4 && count > MAX_EMPTY_ELEMENTS) {
    throw new MalformedAmqpError('An array has too many elements.');
  }
  for (let index = 0; index < count; index += 1) offset = walkBody(code, bytes, offset, end, depth + 1);
  if (offset !== end) throw new MalformedAmqpError('An array is longer than it says.');
}
