import { createHash } from 'node:crypto';
import { openCliFile, UnreadableFile } from './cliFile.ts';
import {
  compressedNumber,
  type MetadataTables,
  readMetadataTables,
  tableNumbers as tables,
} from './metadataTables.ts';

/** A type that another one is derived from or implements: a row of the same file, or a name in another assembly. */
export type BaseType =
  | { readonly row: number }
  | { readonly name: string; readonly assembly: string | undefined };

/** A type as the metadata defines it. */
type DefinedType = {
  /** Full name as reflection writes it: nested types behind `+`. */
  readonly typeName: string;
  /** A public class that is neither abstract nor generic: the platform can make one. */
  readonly isCreatable: boolean;
  readonly bases: readonly BaseType[];
};

type AssemblyReference = { readonly name: string; readonly major: number };

/** What the platform reads from the bytes of an assembly. */
export type AssemblyContent = {
  readonly name: string;
  /** Major, minor, build, revision. */
  readonly version: readonly [number, number, number, number];
  readonly culture: string;
  /** 16 lower-case hexadecimal digits; undefined for an assembly without a public key. */
  readonly publicKeyToken: string | undefined;
  /** The compiler or `sn` signed it; an assembly that is to be signed later has a key only. */
  readonly isSigned: boolean;
  /** Nothing but managed code, and none that needs a process of 32 bits. */
  readonly isPortable: boolean;
  /** Such as `.NETFramework,Version=v4.6.2`. */
  readonly targetFramework: string | undefined;
  readonly references: readonly AssemblyReference[];
  /** By row; the first, at 0, is nothing, the second is `<Module>`. */
  readonly types: readonly (DefinedType | undefined)[];
};

const isManagedOnly = 0x1;
const needs32Bits = 0x2;
const strongNameSigned = 0x8;
/** Turns the flag above from a need into a wish. */
const prefers32Bits = 0x2_0000;
const visibility = 0x7;
const isPublic = 1;
const isNestedPublic = 2;
const isInterface = 0x20;
const isAbstract = 0x80;
const valueTypes = new Set(['System.ValueType', 'System.Enum']);

/**
 * Reads identity and types of an assembly, in time that grows with its size and no faster.
 * @throws {UnreadableFile}
 */
export function readAssembly(bytes: Buffer): AssemblyContent {
  const file = openCliFile(bytes);
  const metadata = readMetadataTables(file);
  if (metadata.count(tables.assembly) !== 1)
    throw new UnreadableFile('The file is a module, not an assembly.');
  const part = (column: number): number => metadata.cell(tables.assembly, 1, column);
  const publicKey = metadata.blob(tables.assembly, 1, 6);
  const culture = metadata.text(tables.assembly, 1, 8);
  return {
    name: metadata.text(tables.assembly, 1, 7),
    version: [part(1), part(2), part(3), part(4)],
    culture: culture === '' ? 'neutral' : culture,
    publicKeyToken: publicKey.length === 0 ? undefined : publicKeyTokenOf(publicKey),
    isSigned: publicKey.length > 0 && (file.flags & strongNameSigned) !== 0,
    isPortable:
      (file.flags & isManagedOnly) !== 0 && (file.flags & (needs32Bits | prefers32Bits)) !== needs32Bits,
    targetFramework: targetFrameworkOf(metadata),
    references: Array.from({ length: metadata.count(tables.assemblyRef) }, (_, index) => ({
      name: metadata.text(tables.assemblyRef, index + 1, 6),
      major: metadata.cell(tables.assemblyRef, index + 1, 0),
    })),
    types: typesOf(metadata),
  };
}

/** The last eight bytes of the key's SHA-1, the last first. */
export function publicKeyTokenOf(publicKey: Buffer): string {
  return createHash('sha1').update(publicKey).digest().subarray(-8).reverse().toString('hex');
}

function typesOf(metadata: MetadataTables): (DefinedType | undefined)[] {
  const count = metadata.count(tables.typeDef);
  const around = pairs(metadata, tables.nestedClass);
  const interfaces = Map.groupBy(
    Array.from({ length: metadata.count(tables.interfaceImplementation) }, (_, index) => index + 1),
    (row) => metadata.cell(tables.interfaceImplementation, row, 0),
  );
  const generic = genericTypes(metadata);
  // Most types of a file derive from the same few.
  const known = new Map<number, BaseType | undefined>();
  const baseType = (coded: number): BaseType | undefined => {
    if (!known.has(coded)) known.set(coded, baseTypeOf(metadata, coded));
    return known.get(coded);
  };
  const bases = (row: number): BaseType[] =>
    [
      metadata.cell(tables.typeDef, row, 3),
      ...(interfaces.get(row) ?? []).map((each) => metadata.cell(tables.interfaceImplementation, each, 1)),
    ].flatMap((coded) => baseType(coded) ?? []);

  const types: (DefinedType | undefined)[] = [undefined];
  for (let row = 1; row <= count; row += 1) {
    const { typeName, isVisible } = nameOf(metadata, around, row);
    const flags = metadata.cell(tables.typeDef, row, 0);
    const baseTypes = bases(row);
    types.push({
      typeName,
      isCreatable:
        isVisible &&
        (flags & (isInterface | isAbstract)) === 0 &&
        !generic.has(row) &&
        !baseTypes.some((base) => 'name' in base && valueTypes.has(base.name)),
      bases: baseTypes,
    });
  }
  return types;
}

/** Rows of a table with two references, the second by the first. */
function pairs(metadata: MetadataTables, table: number): Map<number, number> {
  const found = new Map<number, number>();
  for (let row = 1; row <= metadata.count(table); row += 1)
    found.set(metadata.cell(table, row, 0), metadata.cell(table, row, 1));
  return found;
}

function genericTypes(metadata: MetadataTables): Set<number> {
  const found = new Set<number>();
  for (let row = 1; row <= metadata.count(tables.genericParameter); row += 1) {
    const owner = metadata.cell(tables.genericParameter, row, 2);
    if ((owner & 1) === 0) found.add(owner >>> 1);
  }
  return found;
}

/** Nobody nests deeper; a file in which a type lies in itself must not take forever. */
const deepestNesting = 32;

function nameOf(
  metadata: MetadataTables,
  around: ReadonlyMap<number, number>,
  row: number,
): { readonly typeName: string; readonly isVisible: boolean } {
  const names: string[] = [];
  let isVisible = true;
  let current = row;
  for (;;) {
    const outer = around.get(current);
    const access = metadata.cell(tables.typeDef, current, 0) & visibility;
    isVisible &&= access === (outer === undefined ? isPublic : isNestedPublic);
    names.unshift(fullName(metadata, tables.typeDef, current));
    if (outer === undefined) return { typeName: names.join('+'), isVisible };
    if (names.length > deepestNesting) throw new UnreadableFile('Types are nested without an end.');
    current = outer;
  }
}

/** Namespace and name, with a backslash before what has a meaning in the names of types. */
function fullName(metadata: MetadataTables, table: number, row: number): string {
  const name = metadata.text(table, row, 1);
  const namespace = metadata.text(table, row, 2);
  return (namespace === '' ? name : `${namespace}.${name}`).replace(/[\\+,&*[\]]/g, '\\$&');
}

/** What a TypeDefOrRef leads to; undefined for nothing, and for what cannot be a base. */
function baseTypeOf(metadata: MetadataTables, coded: number): BaseType | undefined {
  const row = coded >>> 2;
  if (row === 0) return undefined;
  switch (coded & 3) {
    case 0:
      return { row };
    case 1:
      return referredType(metadata, row);
    case 2:
      return constructedType(metadata, row);
    default:
      return undefined;
  }
}

function referredType(metadata: MetadataTables, row: number): BaseType {
  const names: string[] = [];
  let current = row;
  for (;;) {
    names.unshift(fullName(metadata, tables.typeRef, current));
    const scope = metadata.cell(tables.typeRef, current, 0);
    const kind = scope & 3;
    if (kind !== 3)
      return {
        name: names.join('+'),
        assembly: kind === 2 ? metadata.text(tables.assemblyRef, scope >>> 2, 6) : undefined,
      };
    if (names.length > deepestNesting) throw new UnreadableFile('Types are nested without an end.');
    current = scope >>> 2;
  }
}

/** The open type of a constructed generic one: `PluginBase<T>` for `PluginBase<Account>` (II.23.2.12). */
function constructedType(metadata: MetadataTables, row: number): BaseType | undefined {
  const signature = metadata.blob(tables.typeSpec, row, 0);
  const genericInstance = 0x15;
  if (signature[0] !== genericInstance) return undefined;
  const { value } = compressedNumber(signature, 2);
  return (value & 3) === 2 ? undefined : baseTypeOf(metadata, value);
}

/** The text of the assembly's TargetFrameworkAttribute. */
function targetFrameworkOf(metadata: MetadataTables): string | undefined {
  const onAssembly = (1 << 5) | 14;
  for (let row = 1; row <= metadata.count(tables.customAttribute); row += 1) {
    if (metadata.cell(tables.customAttribute, row, 0) !== onAssembly) continue;
    const attributeType = metadata.cell(tables.customAttribute, row, 1);
    if ((attributeType & 7) !== 3) continue;
    const parent = metadata.cell(tables.memberRef, attributeType >>> 3, 0);
    if ((parent & 7) !== 1) continue;
    if (metadata.text(tables.typeRef, parent >>> 3, 1) !== 'TargetFrameworkAttribute') continue;
    const value = metadata.blob(tables.customAttribute, row, 2);
    if (value.length < 3 || value[2] === 0xff) continue;
    const { value: size, length } = compressedNumber(value, 2);
    return value.toString('utf8', 2 + length, 2 + length + size);
  }
  return undefined;
}
