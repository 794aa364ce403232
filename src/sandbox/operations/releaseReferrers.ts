import { DataverseFault } from '../dataverseFault.ts';
import { componentTypeOf } from '../rules/componentTypes.ts';
import { inUse, stepsOnOwnMessage } from '../rules/dependencies.ts';
import { processesUsing } from '../rules/processesUsing.ts';
import type { Table } from '../schema/schema.ts';
import { lookupIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';

/**
 * Before a row goes: refuses when rows depend on it, removes the rows that belong to it, unlinks the others.
 * @param removeAlong removes one row that belongs to the row
 */
export async function releaseReferrers(
  store: RowStore,
  table: Table,
  id: string,
  removeAlong: (table: Table, id: string) => Promise<void>,
): Promise<void> {
  refuseWhenInUse(store, table, id);
  for (const referrer of table.referrers) {
    const behaviour = referrer.target.onDelete ?? 'RemoveLink';
    if (behaviour === 'Restrict' || behaviour === 'NoCascade') continue;
    for (const row of referring(store, table, referrer.table, referrer.column.name, id)) {
      const rowId = textIn(row, referrer.table.primaryKey) ?? '';
      if (behaviour === 'Cascade') await removeAlong(referrer.table, rowId);
      else {
        // Read again: a cascade may have changed or removed it.
        const current = store.get(referrer.table.name, rowId);
        if (current !== undefined)
          store.put(referrer.table.name, { ...current, [referrer.column.name]: null });
      }
    }
  }
}

/** A polymorphic column's index mixes tables, though ids hardly ever collide: keep to the one asked for. */
function referring(store: RowStore, referred: Table, table: Table, column: string, id: string): Row[] {
  return store
    .referring(table.name, column, id)
    .filter((row) => lookupIn(row, column)?.table === referred.name);
}

function refuseWhenInUse(store: RowStore, table: Table, id: string): void {
  const users = new Set<string>();
  for (const referrer of table.referrers) {
    if (referrer.target.onDelete !== 'Restrict') continue;
    for (const row of referring(store, table, referrer.table, referrer.column.name, id))
      users.add(`${referrer.table.name}/${textIn(row, referrer.table.primaryKey) ?? ''}`);
  }
  for (const step of stepsOnOwnMessage(store, { table, id })) users.add(`${step.table.name}/${step.id}`);
  for (const {
    table: { name },
    id: processId,
  } of processesUsing(store, { table, id }))
    users.add(`${name}/${processId}`);
  if (users.size === 0) return;
  if (componentTypeOf(table.name) !== undefined) throw inUse({ table, id }, users.size);
  throw new DataverseFault(
    405,
    '0x80040227',
    'The object you tried to delete is associated with another object and cannot be deleted.',
  );
}
