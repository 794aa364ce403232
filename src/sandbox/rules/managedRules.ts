import { DataverseFault } from '../dataverseFault.ts';
import type { Table } from '../schema/schema.ts';
import { managedIn, type Row, textIn } from '../store/row.ts';

/**
 * Columns of a managed row that a customer may change while it is customizable. Which ones Dataverse lets through
 * besides state and rank is not documented; these are what its own tools offer.
 */
const changeable = new Set([
  'statecode',
  'statuscode',
  'rank',
  'description',
  'asyncautodelete',
  'impersonatinguserid',
]);

/** Refuses changes to a managed row beyond those that a customer may make. */
export function checkManagedUpdate(table: Table, before: Row, changes: Row): void {
  if (before.ismanaged !== true || !table.column.has('ismanaged')) return;
  const customizable = managedIn(before, 'iscustomizable', false);
  const refused = Object.keys(changes).filter((column) => !customizable || !changeable.has(column));
  if (refused.length > 0) throw evaluationFailed(table, before, 'Update', '0x8004f026');
}

/** Refuses to delete a managed row: only uninstalling its solution does that. */
export function checkManagedDelete(table: Table, row: Row): void {
  if (row.ismanaged === true && table.column.has('ismanaged'))
    throw evaluationFailed(table, row, 'Delete', '0x8004f032');
}

function evaluationFailed(table: Table, row: Row, operation: string, code: string): DataverseFault {
  return new DataverseFault(
    400,
    code,
    `The evaluation of the current component(name=${table.schemaName}, id=${textIn(row, table.primaryKey) ?? ''}) in ` +
      `the current operation (${operation}) failed during managed property evaluation of condition: Managed Property ` +
      `Name: iscustomizableanddeletable; Component Name: ${table.schemaName}; Attribute Name: iscustomizable;`,
  );
}
