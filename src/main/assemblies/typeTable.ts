import type { MetadataHeaps } from './metadataHeaps.ts';
import type { MetadataTables, ReadColumn } from './metadataTables.ts';
import { ReadingFault } from './readingFault.ts';

/** The classes, interfaces and structures that an assembly defines, by their row in the table. */
export interface TypeTable {
  readonly count: number;
  readonly flags: ReadColumn;
  /** Offsets in the heap of names. */
  readonly name: ReadColumn;
  readonly namespace: ReadColumn;
  /** Coded `typeDefOrRef`. */
  readonly baseType: ReadColumn;
  /** The row of the class around it; 0 at the top. */
  enclosing(row: number): number;
  isGeneric(row: number): boolean;
  /** Seen by other assemblies: it and all around it are public. */
  isVisible(row: number): boolean;
  /** Deleted in place by a compiler that edits and continues. */
  isDeleted(row: number): boolean;
  /** Coded `typeDefOrRef`, in the order of the table. */
  interfaces(row: number): readonly number[];
  /** Rows of the methods that it declares. */
  methods(row: number): Iterable<number>;
  fields(row: number): Iterable<number>;
  /** The row that declares the method; 0 when none does. */
  ownerOfMethod(method: number): number;
  /** 0 when there is none. `enclosing` is 0 for a type at the top, whose name then goes with the namespace. */
  find(namespace: string, name: string, enclosing: number): number;
}

export const typeFlags = { interface: 0x20, abstract: 0x80 } as const;
const visibility = { mask: 0x7, public: 1, nestedPublic: 2 } as const;
/** Compilers nest a handful; a chain that goes on is a trap. */
export const deepestNesting = 128;

export function readTypeTable(
  tables: MetadataTables,
  heaps: MetadataHeaps,
  uncompressed: boolean,
): TypeTable {
  const count = tables.rows('typeDef');
  const flags = tables.column('typeDef', 'flags');
  const name = tables.column('typeDef', 'name');
  const namespace = tables.column('typeDef', 'namespace');

  const enclosingRows = once(() => readNesting(tables, count));
  const enclosing = (row: number) => enclosingRows()[row] ?? 0;
  const genericRows = once(() => readGenericRows(tables, count));
  const interfaces = once(() => readInterfaces(tables));
  const methods = listReader(tables, heaps, 'methodList', uncompressed);
  const fields = listReader(tables, heaps, 'fieldList', uncompressed);
  const methodOwners = once(() => {
    const owners = new Uint32Array(tables.rows('methodDef') + 1);
    for (let row = 1; row <= count; row += 1) for (const method of methods(row)) owners[method] = row;
    return owners;
  });
  const key = (space: string, ownName: string, around: number) => `${around}\0${space}\0${ownName}`;
  const isDeleted = (row: number) =>
    tables.mayHaveDeleted && row > 1 && heaps.text(name(row)).startsWith('_Deleted');
  const byName = once(() => {
    const rows = new Map<string, number>();
    for (let row = 1; row <= count; row += 1) {
      const around = enclosing(row);
      const id = key(around === 0 ? heaps.text(namespace(row)) : '', heaps.text(name(row)), around);
      heaps.spend(id.length);
      if (!rows.has(id) && !isDeleted(row)) rows.set(id, row);
    }
    return rows;
  });

  return {
    count,
    flags,
    name,
    namespace,
    baseType: tables.column('typeDef', 'extends'),
    enclosing,
    isGeneric: (row) => genericRows()[row] === 1,
    isVisible(row) {
      let at = row;
      for (let depth = 0; depth < deepestNesting; depth += 1) {
        const around = enclosing(at);
        const wanted = around === 0 ? visibility.public : visibility.nestedPublic;
        if ((flags(at) & visibility.mask) !== wanted) return false;
        if (around === 0) return true;
        at = around;
      }
      throw new ReadingFault(
        'Classes in the file are nested without end, so it is damaged or made to mislead.',
      );
    },
    isDeleted,
    interfaces: (row) => interfaces().get(row) ?? none,
    methods,
    fields,
    ownerOfMethod: (method) => methodOwners()[method] ?? 0,
    find: (space, ownName, around) => byName().get(key(around === 0 ? space : '', ownName, around)) ?? 0,
  };
}

const none: readonly number[] = [];

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function readNesting(tables: MetadataTables, count: number): Uint32Array {
  const enclosingOf = new Uint32Array(count + 1);
  const nested = tables.column('nestedClass', 'nested');
  const enclosing = tables.column('nestedClass', 'enclosing');
  for (let row = 1; row <= tables.rows('nestedClass'); row += 1) {
    const inner = nested(row);
    if (inner <= count && enclosingOf[inner] === 0) enclosingOf[inner] = enclosing(row);
  }
  return enclosingOf;
}

function readGenericRows(tables: MetadataTables, count: number): Uint8Array {
  const generic = new Uint8Array(count + 1);
  const owner = tables.column('genericParam', 'owner');
  for (let row = 1; row <= tables.rows('genericParam'); row += 1) {
    const coded = owner(row);
    // Tag 0 is a type, 1 a method.
    if ((coded & 1) === 0 && coded >>> 1 <= count) generic[coded >>> 1] = 1;
  }
  return generic;
}

/** Sorted by class in the compressed form only, so all are gone through. */
function readInterfaces(tables: MetadataTables): Map<number, number[]> {
  const interfacesOf = new Map<number, number[]>();
  const classOf = tables.column('interfaceImpl', 'class');
  const interfaceOf = tables.column('interfaceImpl', 'interface');
  for (let row = 1; row <= tables.rows('interfaceImpl'); row += 1) {
    const known = interfacesOf.get(classOf(row));
    if (known === undefined) interfacesOf.set(classOf(row), [interfaceOf(row)]);
    else known.push(interfaceOf(row));
  }
  return interfacesOf;
}

/** A list goes from its own beginning to the next type's, in the uncompressed form by way of a pointer table. */
function listReader(
  tables: MetadataTables,
  heaps: MetadataHeaps,
  column: 'methodList' | 'fieldList',
  uncompressed: boolean,
): (row: number) => Iterable<number> {
  const first = tables.column('typeDef', column);
  const types = tables.rows('typeDef');
  const [members, pointers, pointer] =
    column === 'methodList'
      ? [tables.rows('methodDef'), tables.rows('methodPtr'), tables.column('methodPtr', 'method')]
      : [tables.rows('field'), tables.rows('fieldPtr'), tables.column('fieldPtr', 'field')];
  const indirect = uncompressed && pointers > 0;
  const last = (indirect ? pointers : members) + 1;
  return function* (row) {
    const start = first(row);
    if (start === 0) return;
    const end = Math.min(row < types ? first(row + 1) : last, last);
    for (let at = start; at < end; at += 1) {
      // Lists of damaged files overlap.
      heaps.spend(1);
      const member = indirect ? pointer(at) : at;
      if (member >= 1 && member <= members) yield member;
    }
  };
}
