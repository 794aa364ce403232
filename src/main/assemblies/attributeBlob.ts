import type { AttributeValue } from '../../shared/domain/pluginFile.ts';
import type { BlobReader } from './blobReader.ts';
import type { EnumSizes } from './customAttributes.ts';
import { decodeIndex } from './metadataTables.ts';
import { ReadingFault } from './readingFault.ts';
import { elements } from './typeNames.ts';

/** What an attribute was written with (ECMA-335 II.23.3). */
export interface AttributeContent {
  readonly arguments: readonly AttributeValue[];
  readonly named: Readonly<Record<string, AttributeValue>>;
  /** False when the bytes end too soon or make no sense; the values until there are told. */
  readonly complete: boolean;
}

/** How a value lies in the bytes. `enum` is a number of some size, `any` says its own type first. */
type ValueType =
  | { readonly kind: 'primitive'; readonly element: number }
  | { readonly kind: 'type' }
  | { readonly kind: 'any' }
  | { readonly kind: 'vector'; readonly item: ValueType };

const tags = { type: 0x50, boxed: 0x51, field: 0x53, property: 0x54, enum: 0x55 } as const;
const deepestValue = 16;
const int32 = 0x08;
const nullText = 0xff;
const nullVector = 0xffff_ffff;

export function readAttributeBlob(
  signature: BlobReader,
  value: BlobReader,
  enumSizes: EnumSizes,
): AttributeContent {
  const values: AttributeValue[] = [];
  const named: [string, AttributeValue][] = [];
  const content = (complete: boolean) => ({
    arguments: values,
    // fromEntries, so that a member named __proto__ is a member.
    named: Object.fromEntries(named),
    complete,
  });
  try {
    signature.u8();
    const count = signature.compressed();
    signature.u8();
    if (value.left === 0) return content(count === 0);
    if (value.u16() !== 1) return content(false);
    for (let index = 0; index < count; index += 1) {
      values.push(readValue(value, typeInSignature(signature, enumSizes, 0), enumSizes, 0));
    }
    for (let left = value.u16(); left > 0; left -= 1) {
      const member = value.u8();
      if (member !== tags.field && member !== tags.property) return content(false);
      const type = typeInBlob(value, enumSizes, 0);
      const name = readText(value) ?? '';
      named.push([name, readValue(value, type, enumSizes, 0)]);
    }
    return content(true);
  } catch (error) {
    if (error instanceof ReadingFault) return content(false);
    throw error;
  }
}

/** As the constructor's signature has it. */
function typeInSignature(reader: BlobReader, enumSizes: EnumSizes, depth: number): ValueType {
  const element = reader.u8();
  if (element === elements.vector && depth < deepestValue) {
    return { kind: 'vector', item: typeInSignature(reader, enumSizes, depth + 1) };
  }
  if (element === elements.object) return { kind: 'any' };
  // The only class that an attribute can take is System.Type.
  if (element === elements.class) {
    reader.compressed();
    return { kind: 'type' };
  }
  if (element === elements.valueType) {
    const type = decodeIndex('typeDefOrRef', reader.compressed());
    return { kind: 'primitive', element: (type === null ? null : enumSizes.ofToken(type)) ?? int32 };
  }
  return { kind: 'primitive', element };
}

/** As the value itself has it, before a named member and in a value of any type. */
function typeInBlob(reader: BlobReader, enumSizes: EnumSizes, depth: number): ValueType {
  const tag = reader.u8();
  if (tag === elements.vector && depth < deepestValue) {
    return { kind: 'vector', item: typeInBlob(reader, enumSizes, depth + 1) };
  }
  if (tag === tags.type) return { kind: 'type' };
  if (tag === tags.boxed) return { kind: 'any' };
  if (tag === tags.enum) {
    return { kind: 'primitive', element: enumSizes.ofName(readText(reader) ?? '') ?? int32 };
  }
  return { kind: 'primitive', element: tag };
}

function readValue(reader: BlobReader, type: ValueType, enumSizes: EnumSizes, depth: number): AttributeValue {
  if (depth > deepestValue) throw new ReadingFault('A value in an attribute is nested without end.');
  if (type.kind === 'type') return readText(reader);
  if (type.kind === 'any') {
    return readValue(reader, typeInBlob(reader, enumSizes, depth), enumSizes, depth + 1);
  }
  if (type.kind === 'primitive') return readPrimitive(reader, type.element);
  const { item } = type;
  const count = reader.u32();
  if (count === nullVector) return null;
  // Each item takes a byte at least.
  if (count > reader.left) throw new ReadingFault('An attribute claims more items than it has bytes.');
  return Array.from({ length: count }, () => readValue(reader, item, enumSizes, depth + 1));
}

function readPrimitive(reader: BlobReader, element: number): AttributeValue {
  switch (element) {
    case 0x02:
      return reader.u8() !== 0;
    case 0x03:
      return String.fromCharCode(reader.u16());
    case 0x04:
      return reader.i8();
    case 0x05:
      return reader.u8();
    case 0x06:
      return reader.i16();
    case 0x07:
      return reader.u16();
    case int32:
      return reader.i32();
    case 0x09:
      return reader.u32();
    case 0x0a:
      return numberOrText(reader.i64());
    case 0x0b:
      return numberOrText(reader.u64());
    case 0x0c:
      return finiteOrText(reader.f32());
    case 0x0d:
      return finiteOrText(reader.f64());
    case elements.string:
      return readText(reader);
    default:
      throw new ReadingFault('An attribute holds a value of a kind that attributes cannot hold.');
  }
}

function numberOrText(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function finiteOrText(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function readText(reader: BlobReader): string | null {
  if (reader.peek() === nullText) {
    reader.u8();
    return null;
  }
  return Buffer.from(reader.take(reader.compressed())).toString('utf8');
}
