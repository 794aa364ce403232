import { randomUUID } from 'node:crypto';
import { DataverseFault, invalidArgument, objectDoesNotExist } from '../dataverseFault.ts';
import { lookupIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { componentTypeOf, isRootComponent, tableOfComponentType } from './componentTypes.ts';
import { type Component, requirementsOf } from './dependencies.ts';

/** The unmanaged solution that components are to join or to leave. */
export function targetSolution(store: RowStore, uniqueName: string): Row {
  for (const solution of store.rows('solution')) {
    if (textIn(solution, 'uniquename')?.toLowerCase() !== uniqueName.toLowerCase()) continue;
    if (solution.ismanaged === true)
      throw invalidArgument(
        `The solution '${uniqueName}' is managed; components can neither be added to it nor removed from it.`,
      );
    return solution;
  }
  throw new DataverseFault(
    404,
    '0x80040217',
    `Entity 'solution' With uniquename = ${uniqueName} Does Not Exist`,
  );
}

/** The component that a request names by its type and id; it has to be there and to join solutions on its own. */
export function namedComponent(store: RowStore, type: number, id: string): Component {
  const name = tableOfComponentType(type);
  const table = name === undefined ? undefined : store.schema.byName(name);
  if (table === undefined) throw invalidArgument(`${type} is not the type of a solution component.`);
  if (store.get(table.name, id) === undefined) throw objectDoesNotExist(table.name, id);
  return { table, id };
}

/** Refuses what no solution takes by itself. */
export function checkCanJoin(store: RowStore, { table, id }: Component): void {
  if (!isRootComponent(table.name))
    throw invalidArgument(
      `A component of type '${table.label}' cannot be added to a solution on its own: it comes with its parent.`,
    );
  if (isInPackage(store, { table, id }))
    throw new DataverseFault(
      405,
      '0x80040800',
      'A plug-in assembly that is part of a plug-in package cannot be added to a solution. Add the plug-in package, ' +
        'and export that.',
    );
}

/** Assemblies of a package come with the package. */
function isInPackage(store: RowStore, { table, id }: Component): boolean {
  if (table.name !== 'pluginassembly') return false;
  const row = store.get(table.name, id);
  return row !== undefined && lookupIn(row, 'packageid') !== undefined;
}

/** The row that has the component in the solution. */
export function membershipOf(store: RowStore, solution: Row, id: string): Row | undefined {
  const solutionId = textIn(solution, 'solutionid');
  return store
    .referring('solutioncomponent', 'objectid', id)
    .find((component) => lookupIn(component, 'solutionid')?.id === solutionId);
}

/** The row that puts a component into a solution. */
export function newMembership(solution: Row, { table, id }: Component, behaviour = 0): Row {
  return {
    solutioncomponentid: randomUUID(),
    componenttype: componentTypeOf(table.name) ?? null,
    objectid: id,
    rootcomponentbehavior: behaviour,
    ismetadata: false,
    solutionid: { table: 'solution', id: textIn(solution, 'solutionid') ?? '' },
  };
}

/**
 * What the header `MSCRM.SolutionUniqueName` does when a row is written: the row that puts it into the solution.
 * Undefined when it is there already, or when rows of its table do not join solutions.
 */
export function membershipByHeader(
  store: RowStore,
  component: Component,
  uniqueName: string,
): Row | undefined {
  const solution = targetSolution(store, uniqueName);
  if (!isRootComponent(component.table.name) || isInPackage(store, component)) return undefined;
  if (membershipOf(store, solution, component.id) !== undefined) return undefined;
  return newMembership(solution, component);
}

/** What a component cannot do without, and that joins solutions by itself. Managed components come with their own. */
export function requiredRoots(store: RowStore, component: Component): Component[] {
  const seen = new Map<string, Component>();
  const open = requirementsOf(store, component);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next.id)) continue;
    seen.set(next.id, next);
    open.push(...requirementsOf(store, next));
  }
  return [...seen.values()].filter((required) => {
    const row = store.get(required.table.name, required.id);
    if (row === undefined || row.ismanaged === true || !isRootComponent(required.table.name)) return false;
    return !isInPackage(store, required);
  });
}

/** Ids of the rows that have the component in solutions. */
export function solutionComponentsOf(store: RowStore, table: string, id: string): string[] {
  if (componentTypeOf(table) === undefined) return [];
  return store
    .referring('solutioncomponent', 'objectid', id)
    .map((component) => textIn(component, 'solutioncomponentid') ?? '');
}
