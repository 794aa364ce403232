import type { RemoteContext } from '../pipeline/contextValue.ts';
import type { Row } from '../store/row.ts';
import type { StoreState } from '../store/rowStore.ts';

/** The organisation between two starts. Holds the secrets of its endpoints. */
export type SandboxState = {
  readonly version: 1;
  readonly store: StoreState;
  /** What unfinished system jobs have to post, by job id. */
  readonly contexts: Readonly<Record<string, RemoteContext>>;
};

/** Checks the outline; the rows are our own, written by the store. @throws {Error} naming what is wrong. */
export function parseState(value: unknown): SandboxState {
  if (!isRecord(value) || value.version !== 1) throw new Error('it has another version');
  const { store, contexts } = value;
  if (!isRecord(store) || typeof store.version !== 'number' || !isRecord(store.tables))
    throw new Error('it holds no tables');
  const tables: { [table: string]: readonly Row[] } = {};
  for (const [table, rows] of Object.entries(store.tables)) {
    if (!isRows(rows)) throw new Error(`the table ${table} is not a list of rows`);
    tables[table] = rows;
  }
  if ((tables.organization ?? []).length !== 1) throw new Error('it holds no organization');
  if (!isContexts(contexts)) throw new Error('the jobs’ contexts are incomplete');
  return { version: 1, store: { version: store.version, tables }, contexts };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRows(value: unknown): value is readonly Row[] {
  return (
    Array.isArray(value) && value.every((row) => isRecord(row) && Object.values(row).every(isColumnValue))
  );
}

function isColumnValue(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (!isRecord(value)) return false;
  return typeof value.id === 'string'
    ? typeof value.table === 'string'
    : typeof value.value === 'boolean' && typeof value.canBeChanged === 'boolean';
}

function isContexts(value: unknown): value is Readonly<Record<string, RemoteContext>> {
  return (
    isRecord(value) &&
    Object.values(value).every(
      (context) =>
        isRecord(context) &&
        typeof context.messageName === 'string' &&
        Array.isArray(context.inputParameters),
    )
  );
}
