import type { Table } from '../schema/schema.ts';
import { lookupIn, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { Component } from './dependencies.ts';

const activated = 1;

/** Activated processes with a step that runs this workflow activity. Their XAML names it by class and assembly. */
export function processesUsing(store: RowStore, { table, id }: Component): Component[] {
  const processes = store.schema.byName('workflow');
  const type = table.name === 'plugintype' ? store.get(table.name, id) : undefined;
  if (processes === undefined || type?.isworkflowactivity !== true) return [];
  const assembly = store.get('pluginassembly', lookupIn(type, 'pluginassemblyid')?.id ?? '');
  const name = `${textIn(type, 'typename')}, ${textIn(assembly ?? {}, 'name')}, Version=${textIn(assembly ?? {}, 'version')}`;
  return [...store.rows('workflow')]
    .filter((row) => row.statecode === activated && textIn(row, 'xaml')?.includes(name) === true)
    .map((row) => componentOf(processes, textIn(row, 'workflowid') ?? ''));
}

function componentOf(table: Table, id: string): Component {
  return { table, id };
}
