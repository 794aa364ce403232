import type { NetBinaryCursor } from './netBinaryCursor.ts';

const listStart = 0xa4;
const listEnd = 0xa6;

/** Reads the value of a text record as XML text. The record is the even one: without "and the element ends". */
export const readTextRecord = (cursor: NetBinaryCursor, record: number): string => {
  switch (record) {
    case 0x80:
      return '0';
    case 0x82:
      return '1';
    case 0x84:
      return 'false';
    case 0x86:
      return 'true';
    case 0x88:
      return String(cursor.int8());
    case 0x8a:
      return String(cursor.int16());
    case 0x8c:
      return String(cursor.int32());
    case 0x8e:
      return String(cursor.int64());
    // A double that a float holds exactly is written as a float: the double's notation is the right one.
    case 0x90:
      return formatDouble(cursor.float32());
    case 0x92:
      return formatDouble(cursor.float64());
    case 0x94:
      return readDecimal(cursor);
    case 0x96:
      return readDateTime(cursor);
    case 0x98:
      return cursor.utf8(cursor.uint8());
    case 0x9a:
      return cursor.utf8(cursor.uint16());
    case 0x9c:
      return cursor.utf8(cursor.int32());
    case 0x9e:
      return base64(cursor.slice(cursor.uint8()));
    case 0xa0:
      return base64(cursor.slice(cursor.uint16()));
    case 0xa2:
      return base64(cursor.slice(cursor.int32()));
    case listStart:
      return readList(cursor);
    case 0xa8:
      return '';
    case 0xac:
      return `urn:uuid:${readGuid(cursor)}`;
    case 0xae:
      return readDuration(cursor);
    case 0xb0:
      return readGuid(cursor);
    case 0xb2:
      return String(cursor.uint64());
    case 0xb4:
      return cursor.uint8() === 0 ? 'false' : 'true';
    case 0xb6:
      return cursor.utf16(cursor.uint8());
    case 0xb8:
      return cursor.utf16(cursor.uint16());
    case 0xba:
      return cursor.utf16(cursor.int32());
    default:
      return failAtRecord(cursor, record);
  }
};

/** Bytes of one value of an array, by its record; only these can be in an array. */
export const arrayItemSizes: ReadonlyMap<number, number> = new Map([
  [0xb4, 1],
  [0x8a, 2],
  [0x8c, 4],
  [0x8e, 8],
  [0x90, 4],
  [0x92, 8],
  [0x94, 16],
  [0x96, 8],
  [0xae, 8],
  [0xb0, 16],
]);

export const failAtRecord = (cursor: NetBinaryCursor, record: number): never => {
  const name = `0x${record.toString(16).padStart(2, '0')}`;
  const start = cursor.index - 1;
  if (record === 0xaa || record === 0xbc || dictionaryRecord(record)) {
    return cursor.fail(
      'malformed',
      `The .NET binary XML uses a dictionary of names (record ${name}) that is not in the message`,
      start,
    );
  }
  return cursor.fail('malformed', `The .NET binary XML is damaged: there is no record ${name}`, start);
};

const dictionaryRecord = (record: number): boolean =>
  record === 0x06 ||
  record === 0x07 ||
  (record >= 0x0a && record <= 0x25) ||
  (record >= 0x42 && record <= 0x5d);

const readList = (cursor: NetBinaryCursor): string => {
  const texts: string[] = [];
  for (;;) {
    const record = cursor.uint8();
    if (record === listEnd) return texts.join(' ');
    if (record === listStart || record % 2 === 1) failAtRecord(cursor, record);
    texts.push(readTextRecord(cursor, record));
  }
};

const formatDouble = (value: number): string => {
  if (Object.is(value, -0)) return '-0';
  if (value === Infinity) return 'INF';
  if (value === -Infinity) return '-INF';
  return String(value).replace('e', 'E');
};

/** 96 bits of digits, and how many of them follow the point: .NET's decimal. */
const readDecimal = (cursor: NetBinaryCursor): string => {
  cursor.uint16();
  const scale = cursor.uint8();
  const sign = cursor.uint8();
  const high = BigInt(cursor.uint32());
  const low = cursor.uint64();
  if (scale > 28) cursor.fail('malformed', 'The .NET binary XML is damaged: a decimal has a wrong scale');
  const digits = ((high << 64n) | low).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
  return sign === 0x80 ? `-${text}` : text;
};

const ticksPerMillisecond = 10_000n;
const ticksPerSecond = 10_000_000n;
/** 0001-01-01 as Unix milliseconds. */
const dotNetEpoch = -62_135_596_800_000n;

const readDateTime = (cursor: NetBinaryCursor): string => {
  const raw = cursor.uint64();
  const zone = raw >> 62n;
  const ticks = raw & 0x3fff_ffff_ffff_ffffn;
  const date = new Date(Number(ticks / ticksPerMillisecond + dotNetEpoch));
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) {
    cursor.fail('malformed', 'The .NET binary XML is damaged: a date is beyond the year 9999');
  }
  const fraction = fractionOf(ticks % ticksPerSecond);
  // A local time is written as the moment in UTC: which offset its writer had is not in the message.
  const suffix = zone === 0n ? '' : zone === 1n ? 'Z' : '+00:00';
  return `${date.toISOString().slice(0, 19)}${fraction}${suffix}`;
};

const fractionOf = (ticks: bigint): string =>
  ticks === 0n ? '' : `.${ticks.toString().padStart(7, '0').replace(/0+$/, '')}`;

const readDuration = (cursor: NetBinaryCursor): string => {
  const signed = cursor.int64();
  const ticks = signed < 0n ? -signed : signed;
  const seconds = ticks / ticksPerSecond;
  const part = (amount: bigint, letter: string): string => (amount === 0n ? '' : `${amount}${letter}`);
  const days = part(seconds / 86_400n, 'D');
  const clock = [
    part((seconds / 3600n) % 24n, 'H'),
    part((seconds / 60n) % 60n, 'M'),
    part(seconds % 60n, '') || fractionOf(ticks % ticksPerSecond)
      ? `${seconds % 60n}${fractionOf(ticks % ticksPerSecond)}S`
      : '',
  ].join('');
  const text = clock === '' && days === '' ? 'T0S' : `${days}${clock === '' ? '' : `T${clock}`}`;
  return `${signed < 0n ? '-' : ''}P${text}`;
};

/** The first three groups are little-endian. */
const readGuid = (cursor: NetBinaryCursor): string => {
  const hex = (number: number, length: number): string => number.toString(16).padStart(length, '0');
  const first = [hex(cursor.uint32(), 8), hex(cursor.uint16(), 4), hex(cursor.uint16(), 4)];
  const rest = [...cursor.slice(8)].map((byte) => hex(byte, 2)).join('');
  return [...first, rest.slice(0, 4), rest.slice(4)].join('-');
};

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
