import type { AttributeValue } from '../../shared/domain/pluginFile.ts';
import { readAttributeBlob } from './attributeBlob.ts';
import { BlobReader } from './blobReader.ts';
import type { ManagedAssembly } from './managedAssembly.ts';
import { decodeIndex, type RowRef } from './metadataTables.ts';
import { nameOfType } from './typeNames.ts';

export interface CustomAttribute {
  readonly attributeType: string;
  readonly arguments: readonly AttributeValue[];
  readonly named: Readonly<Record<string, AttributeValue>>;
  readonly complete: boolean;
}

/** Where the size of an enumeration is looked up; null leaves it at the usual four bytes. */
export interface EnumSizes {
  ofToken(type: RowRef): number | null;
  ofName(name: string): number | null;
}

/** Bits of the coded parent (ECMA-335 II.24.2.6): which table it is a row of. */
const parentBits = 5;
const parentTags = { typeDef: 3, assembly: 14 } as const;

/** The attributes of the assembly and of those types that are asked for; the table is gone through once. */
export interface AttributeRows {
  readonly ofAssembly: readonly number[];
  ofType(row: number): readonly number[];
}

export function findAttributes(
  assembly: ManagedAssembly,
  isWanted: (typeRow: number) => boolean,
): AttributeRows {
  const { tables } = assembly;
  const parent = tables.column('customAttribute', 'parent');
  const ofAssembly: number[] = [];
  const ofTypes = new Map<number, number[]>();
  for (let row = 1; row <= tables.rows('customAttribute'); row += 1) {
    const coded = parent(row);
    const tag = coded & (2 ** parentBits - 1);
    const target = coded >>> parentBits;
    if (tag === parentTags.assembly) ofAssembly.push(row);
    if (tag !== parentTags.typeDef || !isWanted(target)) continue;
    const known = ofTypes.get(target);
    if (known === undefined) ofTypes.set(target, [row]);
    else known.push(row);
  }
  return { ofAssembly, ofType: (row) => ofTypes.get(row) ?? [] };
}

/** Null when it is not wanted by its name, or names no constructor. */
export function readAttribute(
  assembly: ManagedAssembly,
  row: number,
  isWanted: (attributeType: string) => boolean,
  enumSizes: EnumSizes,
): CustomAttribute | null {
  const { tables, heaps, types } = assembly;
  const made = decodeIndex('customAttributeType', tables.column('customAttribute', 'type')(row));
  if (made === null) return null;
  const own = made.table === 'methodDef';
  const owner: RowRef | null = own
    ? { table: 'typeDef', row: types.ownerOfMethod(made.row) }
    : decodeIndex('memberRefParent', tables.column('memberRef', 'class')(made.row));
  if (owner === null || owner.row === 0) return null;
  if (owner.table !== 'typeDef' && owner.table !== 'typeRef' && owner.table !== 'typeSpec') return null;
  const attributeType = nameOfType(assembly, owner);
  if (!isWanted(attributeType)) return null;

  const signature = heaps.blob(tables.column(own ? 'methodDef' : 'memberRef', 'signature')(made.row));
  const value = heaps.blob(tables.column('customAttribute', 'value')(row));
  heaps.spend(value.length + signature.length);
  return { attributeType, ...readAttributeBlob(new BlobReader(signature), new BlobReader(value), enumSizes) };
}
