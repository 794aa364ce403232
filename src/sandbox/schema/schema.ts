import type { Column, LookupTarget } from './column.ts';
import type { TableDefinition } from './table.ts';

/** A single-valued navigation property: the lookup column behind it and the tables it can lead to. */
export type SingleNavigation = {
  readonly kind: 'single';
  readonly name: string;
  readonly column: Column;
  readonly targets: readonly LookupTarget[];
};

/** A collection-valued navigation property: rows of `table` whose lookup `column` refers to the row. */
export type CollectionNavigation = {
  readonly kind: 'collection';
  readonly name: string;
  readonly table: Table;
  readonly column: Column;
  readonly target: LookupTarget;
};

/** A many-to-many navigation property: rows of `table` tied to the row by rows of `intersect`. */
export type ManyToManyNavigation = {
  readonly kind: 'manyToMany';
  readonly name: string;
  readonly table: Table;
  readonly intersect: Table;
  /** Columns of the intersect table with the ids of this side and of the other. */
  readonly own: Column;
  readonly other: Column;
};

export type Navigation = SingleNavigation | CollectionNavigation | ManyToManyNavigation;

/** A many-to-many relationship; its navigation property has the same name on both sides. */
export type Association = {
  readonly name: string;
  readonly intersect: string;
  readonly sides: readonly [AssociationSide, AssociationSide];
};

type AssociationSide = {
  readonly table: string;
  /** Column of the intersect table. */
  readonly column: string;
};

/** A lookup of another table that refers to this one. */
export type Referrer = { readonly table: Table; readonly column: Column; readonly target: LookupTarget };

/** A table definition with its columns and navigation properties by name. Names are case-sensitive. */
export type Table = TableDefinition & {
  readonly column: ReadonlyMap<string, Column>;
  readonly navigation: ReadonlyMap<string, Navigation>;
  readonly referrers: readonly Referrer[];
};

export type Schema = {
  readonly tables: readonly Table[];
  byName(name: string): Table | undefined;
  bySet(set: string): Table | undefined;
};

type MutableTable = TableDefinition & {
  column: Map<string, Column>;
  navigation: Map<string, Navigation>;
  referrers: Referrer[];
};

/** Joins table definitions into a schema: every lookup becomes a navigation property on both of its sides. */
export function createSchema(
  definitions: readonly TableDefinition[],
  associations: readonly Association[] = [],
): Schema {
  const byName = new Map<string, MutableTable>();
  const bySet = new Map<string, MutableTable>();
  for (const definition of definitions) {
    const table: MutableTable = {
      ...definition,
      column: new Map(definition.columns.map((column) => [column.name, column])),
      navigation: new Map(),
      referrers: [],
    };
    if (byName.has(table.name) || bySet.has(table.set))
      throw new Error(`Table ${table.name} is defined twice.`);
    if (table.column.size !== table.columns.length)
      throw new Error(`Table ${table.name} has a column defined twice.`);
    byName.set(table.name, table);
    bySet.set(table.set, table);
  }
  for (const table of byName.values()) {
    for (const column of table.columns) {
      for (const target of column.targets ?? []) {
        addSingleNavigation(table, column, target);
        const referred = byName.get(target.table);
        if (referred !== undefined) addReferrer(referred, table, column, target);
      }
    }
  }
  for (const association of associations) addAssociation(byName, association);
  const tables = [...byName.values()];
  return { tables, byName: (name) => byName.get(name), bySet: (set) => bySet.get(set) };
}

function addSingleNavigation(table: MutableTable, column: Column, target: LookupTarget): void {
  const existing = table.navigation.get(target.navigation);
  if (existing !== undefined && (existing.kind !== 'single' || existing.column !== column))
    throw new Error(`Navigation property ${target.navigation} of ${table.name} is defined twice.`);
  table.navigation.set(target.navigation, {
    kind: 'single',
    name: target.navigation,
    column,
    targets: [...(existing?.kind === 'single' ? existing.targets : []), target],
  });
}

function addReferrer(
  referred: MutableTable,
  table: MutableTable,
  column: Column,
  target: LookupTarget,
): void {
  referred.referrers.push({ table, column, target });
  if (target.collection === undefined) return;
  if (referred.navigation.has(target.collection))
    throw new Error(`Navigation property ${target.collection} of ${referred.name} is defined twice.`);
  referred.navigation.set(target.collection, {
    kind: 'collection',
    name: target.collection,
    table,
    column,
    target,
  });
}

function addAssociation(
  tables: ReadonlyMap<string, MutableTable>,
  { name, intersect, sides }: Association,
): void {
  const [first, second] = sides;
  for (const [own, other] of [
    [first, second],
    [second, first],
  ] as const) {
    const table = tables.get(own.table);
    const related = tables.get(other.table);
    const ties = tables.get(intersect);
    const ownColumn = ties?.column.get(own.column);
    const otherColumn = ties?.column.get(other.column);
    if (!table || !related || !ties || !ownColumn || !otherColumn)
      throw new Error(`The relationship ${name} names a table or column that is not there.`);
    table.navigation.set(name, {
      kind: 'manyToMany',
      name,
      table: related,
      intersect: ties,
      own: ownColumn,
      other: otherColumn,
    });
  }
}
