import type { Schema, Table } from '../schema/schema.ts';
import { isLookup, type Row } from './row.ts';

/** A committed change: the row as it now is, or undefined when it was removed. */
export type RowChange = { readonly table: string; readonly id: string; readonly row: Row | undefined };

/** Everything the store holds, as plain data that JSON keeps. */
export type StoreState = {
  readonly version: number;
  readonly tables: { readonly [table: string]: readonly Row[] };
};

/** Undoes or keeps everything written since it began. */
export type StoreTransaction = { commit(): readonly RowChange[]; rollback(): void };

type TableData = {
  readonly definition: Table;
  readonly rows: Map<string, Row>;
  /** Ids in order, built when first asked for and kept up afterwards. */
  sortedIds: string[] | undefined;
  /** For each lookup or guid column that was asked for: id referred to → ids of the rows that refer to it. */
  readonly referring: Map<string, Map<string, Set<string>>>;
};

/**
 * Rows of every table, in memory. Reading never copies; writing replaces whole rows.
 *
 * One transaction at a time: whoever writes holds the organisation's write lock. Readers see rows of an open
 * transaction only while its owner waits for something outside (a synchronous post), as no copy is kept.
 */
export class RowStore {
  readonly schema: Schema;
  readonly #tables = new Map<string, TableData>();
  #version: number;
  #undo: Map<string, RowChange> | undefined;

  constructor(schema: Schema) {
    this.schema = schema;
    this.#version = 1000;
    for (const definition of schema.tables)
      this.#tables.set(definition.name, {
        definition,
        rows: new Map(),
        sortedIds: undefined,
        referring: new Map(),
      });
  }

  get(table: string, id: string): Row | undefined {
    return this.#table(table).rows.get(id);
  }

  count(table: string): number {
    return this.#table(table).rows.size;
  }

  rows(table: string): IterableIterator<Row> {
    return this.#table(table).rows.values();
  }

  /** Ids of the table's rows in ascending order: the order of a query that names none. Do not change the array. */
  sortedIds(table: string): readonly string[] {
    const data = this.#table(table);
    data.sortedIds ??= [...data.rows.keys()].sort();
    return data.sortedIds;
  }

  /** Rows of `table` whose lookup or guid `column` holds `id`. The first call for a column builds its index. */
  referring(table: string, column: string, id: string): Row[] {
    const data = this.#table(table);
    let index = data.referring.get(column);
    if (index === undefined) {
      index = new Map();
      data.referring.set(column, index);
      for (const [rowId, row] of data.rows) addReference(index, row, column, rowId);
    }
    const rows: Row[] = [];
    for (const rowId of index.get(id) ?? []) {
      const row = data.rows.get(rowId);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  /**
   * Adds or replaces the row and gives it the next version number. Members that are null or undefined are left out.
   * @returns the row as stored
   */
  put(table: string, row: Row): Row {
    const data = this.#table(table);
    const id = row[data.definition.primaryKey];
    if (typeof id !== 'string') throw new Error(`A row of ${table} has no ${data.definition.primaryKey}.`);
    this.#version += 1;
    const kept: { [column: string]: Row[string] } = {};
    for (const [column, value] of Object.entries(row))
      if (value !== null && value !== undefined) kept[column] = value;
    kept.versionnumber = this.#version;
    this.#write(data, id, kept);
    return kept;
  }

  /**
   * Adds many new rows at once, for filling an organisation: they are kept as they are given, not copied.
   * @param rows hold their keys and no nulls
   */
  load(table: string, rows: Iterable<{ [column: string]: Row[string] }>): void {
    if (this.#undo !== undefined) throw new Error('A transaction is open.');
    const data = this.#table(table);
    data.sortedIds = undefined;
    data.referring.clear();
    for (const row of rows) {
      const id = row[data.definition.primaryKey];
      if (typeof id !== 'string') throw new Error(`A row of ${table} has no ${data.definition.primaryKey}.`);
      this.#version += 1;
      row.versionnumber = this.#version;
      data.rows.set(id, row);
    }
  }

  remove(table: string, id: string): void {
    this.#write(this.#table(table), id, undefined);
  }

  begin(): StoreTransaction {
    if (this.#undo !== undefined) throw new Error('A transaction is already open.');
    const undo = new Map<string, RowChange>();
    this.#undo = undo;
    const close = (): void => {
      if (this.#undo !== undo) throw new Error('The transaction is already closed.');
      this.#undo = undefined;
    };
    return {
      commit: () => {
        close();
        const changes = [...undo.values()].map(({ table, id }) => ({ table, id, row: this.get(table, id) }));
        return changes;
      },
      rollback: () => {
        close();
        for (const { table, id, row } of undo.values()) this.#replace(this.#table(table), id, row);
      },
    };
  }

  get inTransaction(): boolean {
    return this.#undo !== undefined;
  }

  /** The last version number given. */
  get version(): number {
    return this.#version;
  }

  /** Rows are shared with the store, not copied: they never change in place. */
  snapshot(): StoreState {
    const tables: { [table: string]: readonly Row[] } = {};
    for (const [name, data] of this.#tables) if (data.rows.size > 0) tables[name] = [...data.rows.values()];
    return { version: this.#version, tables };
  }

  /** Replaces everything by the state. Tables that the schema does not know are left out. */
  restore(state: StoreState): void {
    if (this.#undo !== undefined) throw new Error('A transaction is open.');
    this.#version = state.version;
    for (const [name, data] of this.#tables) {
      data.rows.clear();
      data.referring.clear();
      data.sortedIds = undefined;
      for (const row of state.tables[name] ?? []) {
        const id = row[data.definition.primaryKey];
        if (typeof id === 'string') data.rows.set(id, row);
      }
    }
  }

  #table(name: string): TableData {
    const data = this.#tables.get(name);
    if (data === undefined) throw new Error(`There is no table ${name}.`);
    return data;
  }

  #write(data: TableData, id: string, row: Row | undefined): void {
    const table = data.definition.name;
    if (this.#undo !== undefined) {
      const key = `${table}/${id}`;
      if (!this.#undo.has(key)) this.#undo.set(key, { table, id, row: data.rows.get(id) });
    }
    this.#replace(data, id, row);
  }

  #replace(data: TableData, id: string, row: Row | undefined): void {
    const before = data.rows.get(id);
    if (row === undefined) data.rows.delete(id);
    else data.rows.set(id, row);
    if (data.sortedIds !== undefined && (before === undefined) !== (row === undefined))
      changeSortedIds(data.sortedIds, id, row !== undefined);
    for (const [column, index] of data.referring) {
      if (before !== undefined) removeReference(index, before, column, id);
      if (row !== undefined) addReference(index, row, column, id);
    }
  }
}

function addReference(index: Map<string, Set<string>>, row: Row, column: string, rowId: string): void {
  const id = referredId(row, column);
  if (id === undefined) return;
  const ids = index.get(id);
  if (ids === undefined) index.set(id, new Set([rowId]));
  else ids.add(rowId);
}

function removeReference(index: Map<string, Set<string>>, row: Row, column: string, rowId: string): void {
  const id = referredId(row, column);
  if (id !== undefined) index.get(id)?.delete(rowId);
}

function referredId(row: Row, column: string): string | undefined {
  const value = row[column];
  if (isLookup(value)) return value.id;
  return typeof value === 'string' ? value : undefined;
}

/** Where the id is or belongs in the ordered ids. */
export function positionOf(ids: readonly string[], id: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? '') < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function changeSortedIds(ids: string[], id: string, present: boolean): void {
  const position = positionOf(ids, id);
  if (present) ids.splice(position, 0, id);
  else if (ids[position] === id) ids.splice(position, 1);
}
