import { randomUUID } from 'node:crypto';
import { DataverseFault, invalidArgument } from '../dataverseFault.ts';
import { type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';

/** Codes of the tables whose rows are solution components. Steps bring their images, assemblies their types. */
const componentTypes: { readonly [table: string]: number } = {
  plugintype: 90,
  pluginassembly: 91,
  sdkmessageprocessingstep: 92,
  sdkmessageprocessingstepimage: 93,
  serviceendpoint: 95,
};

/** Tables that join a solution on their own; the others travel with their parents. */
const rootComponents = new Set(['pluginassembly', 'sdkmessageprocessingstep', 'serviceendpoint']);

export function componentTypeOf(table: string): number | undefined {
  return componentTypes[table];
}

/** Finds the unmanaged solution that a new row is to join. */
function targetSolution(store: RowStore, uniqueName: string): Row {
  for (const solution of store.rows('solution')) {
    if (textIn(solution, 'uniquename')?.toLowerCase() !== uniqueName.toLowerCase()) continue;
    if (solution.ismanaged === true)
      throw invalidArgument(`The solution '${uniqueName}' is managed; components cannot be added to it.`);
    return solution;
  }
  throw new DataverseFault(
    404,
    '0x80040217',
    `Entity 'solution' With uniquename = ${uniqueName} Does Not Exist`,
  );
}

/** The row that puts a new component into the solution, or undefined when the table has no part in solutions. */
export function solutionComponentFor(
  store: RowStore,
  table: string,
  id: string,
  uniqueName: string,
): Row | undefined {
  const solution = targetSolution(store, uniqueName);
  const componenttype = componentTypes[table];
  const solutionid = textIn(solution, 'solutionid');
  if (componenttype === undefined || !rootComponents.has(table) || solutionid === undefined) return undefined;
  return {
    solutioncomponentid: randomUUID(),
    componenttype,
    objectid: id,
    rootcomponentbehavior: 0,
    ismetadata: false,
    solutionid: { table: 'solution', id: solutionid },
  };
}

/** Ids of the rows that hold the component in solutions. */
export function solutionComponentsOf(store: RowStore, table: string, id: string): string[] {
  if (componentTypes[table] === undefined) return [];
  const ids: string[] = [];
  for (const component of store.rows('solutioncomponent'))
    if (component.objectid === id) ids.push(textIn(component, 'solutioncomponentid') ?? '');
  return ids;
}
