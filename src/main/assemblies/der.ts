import { ReadingFault } from './readingFault.ts';

/** One value of ASN.1's DER, still in its bytes. */
export interface DerValue {
  readonly tag: number;
  /** With tag and length. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

export const derTags = {
  integer: 0x02,
  octets: 0x04,
  objectId: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
} as const;

/** The first value in the bytes. @throws ReadingFault */
export function readDer(bytes: Uint8Array): DerValue {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw damaged();
  let headerSize = 2;
  let length = first;
  if (first >= 0x80) {
    const lengthBytes = first & 0x7f;
    if (lengthBytes === 0 || lengthBytes > 4 || bytes.length < 2 + lengthBytes) throw damaged();
    length = 0;
    for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + (bytes[2 + index] ?? 0);
    headerSize += lengthBytes;
  }
  const end = headerSize + length;
  if (end > bytes.length) throw damaged();
  return { tag, whole: bytes.subarray(0, end), content: bytes.subarray(headerSize, end) };
}

/** The values in a sequence or set, in order. @throws ReadingFault */
export function derChildren({ content }: DerValue): DerValue[] {
  const children: DerValue[] = [];
  let at = 0;
  while (at < content.length) {
    const child = readDer(content.subarray(at));
    children.push(child);
    at += child.whole.length;
  }
  return children;
}

/** @throws ReadingFault when it is missing or of another kind */
export function expectDer(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag !== tag) throw damaged();
  return value;
}

/** `1.2.840.113549.1.7.2` */
export function objectIdText(value: DerValue | undefined): string {
  const { content } = expectDer(value, derTags.objectId);
  const numbers: number[] = [];
  let number = 0;
  for (const byte of content) {
    number = number * 128 + (byte & 0x7f);
    if ((byte & 0x80) !== 0) continue;
    if (numbers.length === 0)
      numbers.push(Math.min(2, Math.floor(number / 40)), number - 40 * Math.min(2, Math.floor(number / 40)));
    else numbers.push(number);
    number = 0;
  }
  return numbers.join('.');
}

/** ISO 8601 in UTC; null when it is no time. */
export function timeText({ tag, content }: DerValue): string | null {
  const text = Buffer.from(content).toString('latin1');
  const short = tag === derTags.utcTime;
  if (!short && tag !== derTags.generalizedTime) return null;
  const digits = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d+)?Z$/.exec(text);
  if (digits === null || (digits[1] ?? '').length !== (short ? 2 : 4)) return null;
  const [, year = '', month, day, hour, minute, second] = digits;
  // X.509: two digits from 50 on belong to the twentieth century.
  const fullYear = short ? `${Number(year) >= 50 ? '19' : '20'}${year}` : year;
  const time = new Date(`${fullYear}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

function damaged(): ReadingFault {
  return new ReadingFault('The Authenticode signature of the file is damaged.');
}
