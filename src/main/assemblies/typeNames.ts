import { BlobReader } from './blobReader.ts';
import type { ManagedAssembly } from './managedAssembly.ts';
import { decodeIndex, type RowRef } from './metadataTables.ts';
import { ReadingFault } from './readingFault.ts';
import { deepestNesting } from './typeTable.ts';

/** Names as .NET's reflection writes them, which is what Dataverse stores. */

/** `Namespace.Outer+Inner` of a type that the assembly defines. */
export function nameOfDefinition({ types, heaps }: ManagedAssembly, row: number): string {
  const parts: string[] = [];
  let at = row;
  for (let depth = 0; depth < deepestNesting; depth += 1) {
    parts.unshift(escapeName(heaps.text(types.name(at))));
    const around = types.enclosing(at);
    if (around === 0) return spent(heaps, withNamespace(heaps.text(types.namespace(at)), parts.join('+')));
    at = around;
  }
  throw new ReadingFault('Classes in the file are nested without end, so it is damaged or made to mislead.');
}

/** The same of a type that it uses from elsewhere. */
export function nameOfReference({ tables, heaps }: ManagedAssembly, row: number): string {
  const name = tables.column('typeRef', 'name');
  const namespace = tables.column('typeRef', 'namespace');
  const scope = tables.column('typeRef', 'scope');
  const parts: string[] = [];
  let at = row;
  for (let depth = 0; depth < deepestNesting; depth += 1) {
    parts.unshift(escapeName(heaps.text(name(at))));
    const around = decodeIndex('resolutionScope', scope(at));
    if (around?.table !== 'typeRef') {
      return spent(heaps, withNamespace(heaps.text(namespace(at)), parts.join('+')));
    }
    at = around.row;
  }
  throw new ReadingFault('Classes that the file refers to are nested without end.');
}

/** A definition, a reference, or a constructed type such as ``Base`1[System.String]``. */
export function nameOfType(assembly: ManagedAssembly, type: RowRef): string {
  if (type.table === 'typeDef') return nameOfDefinition(assembly, type.row);
  if (type.table === 'typeRef') return nameOfReference(assembly, type.row);
  const signature = assembly.heaps.blob(assembly.tables.column('typeSpec', 'signature')(type.row));
  return spent(assembly.heaps, nameInSignature(assembly, new BlobReader(signature), 0));
}

/** The type that a constructed one is made from: `Base` of `Base<string>`. Null for arrays and the like. */
export function genericDefinition(assembly: ManagedAssembly, typeSpec: number): RowRef | null {
  const blob = assembly.heaps.blob(assembly.tables.column('typeSpec', 'signature')(typeSpec));
  const reader = new BlobReader(blob);
  if (reader.left === 0) return null;
  let element = reader.u8();
  if (element === elements.genericInstance) element = reader.u8();
  if (element !== elements.class && element !== elements.valueType) return null;
  return decodeIndex('typeDefOrRef', reader.compressed());
}

export const elements = {
  string: 0x0e,
  pointer: 0x0f,
  byReference: 0x10,
  valueType: 0x11,
  class: 0x12,
  typeParameter: 0x13,
  array: 0x14,
  genericInstance: 0x15,
  object: 0x1c,
  vector: 0x1d,
  methodParameter: 0x1e,
  requiredModifier: 0x1f,
  optionalModifier: 0x20,
} as const;

/** ECMA-335 II.23.1.16. */
const primitives: Readonly<Record<number, string>> = {
  1: 'System.Void',
  2: 'System.Boolean',
  3: 'System.Char',
  4: 'System.SByte',
  5: 'System.Byte',
  6: 'System.Int16',
  7: 'System.UInt16',
  8: 'System.Int32',
  9: 'System.UInt32',
  10: 'System.Int64',
  11: 'System.UInt64',
  12: 'System.Single',
  13: 'System.Double',
  14: 'System.String',
  22: 'System.TypedReference',
  24: 'System.IntPtr',
  25: 'System.UIntPtr',
  28: 'System.Object',
};

const deepestSignature = 32;

function nameInSignature(assembly: ManagedAssembly, reader: BlobReader, depth: number): string {
  if (depth > deepestSignature) throw new ReadingFault('A signature in the metadata is nested without end.');
  const inner = () => nameInSignature(assembly, reader, depth + 1);
  const element = reader.u8();
  const primitive = primitives[element];
  if (primitive !== undefined) return primitive;
  switch (element) {
    case elements.class:
    case elements.valueType: {
      const type = decodeIndex('typeDefOrRef', reader.compressed());
      if (type === null || type.table === 'typeSpec') return '?';
      return nameOfType(assembly, type);
    }
    case elements.genericInstance: {
      const definition = inner();
      const count = reader.compressed();
      const names: string[] = [];
      for (let index = 0; index < count; index += 1) names.push(inner());
      return spent(assembly.heaps, `${definition}[${names.join(',')}]`);
    }
    case elements.vector:
      return `${inner()}[]`;
    case elements.pointer:
      return `${inner()}*`;
    case elements.byReference:
      return `${inner()}&`;
    case elements.requiredModifier:
    case elements.optionalModifier:
      reader.compressed();
      return inner();
    case elements.array: {
      const item = inner();
      const rank = reader.compressed();
      for (let list = 0; list < 2; list += 1) {
        for (let left = reader.compressed(); left > 0; left -= 1) reader.compressed();
      }
      return `${item}[${','.repeat(Math.min(Math.max(rank, 1), 32) - 1)}]`;
    }
    case elements.typeParameter:
      return `!${reader.compressed()}`;
    case elements.methodParameter:
      return `!!${reader.compressed()}`;
    default:
      return '?';
  }
}

/** Reflection puts a backslash before what has a meaning in the names of types; obfuscators like such names. */
function escapeName(name: string): string {
  return name.replace(/[\\+,[\]&*]/g, '\\$&');
}

function withNamespace(namespace: string, name: string): string {
  return namespace === '' ? name : `${escapeName(namespace)}.${name}`;
}

function spent({ spend }: ManagedAssembly['heaps'], name: string): string {
  spend(name.length);
  return name;
}
