import { DataverseFault } from '../dataverseFault.ts';
import type { Table } from '../schema/schema.ts';
import { lookupIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { componentTypeOf, isRootComponent } from './componentTypes.ts';
import { processesUsing } from './processesUsing.ts';

export type Component = { readonly table: Table; readonly id: string };

/**
 * That one component needs another. `internal`: the dependent is a part of what it needs and goes with it; `published`:
 * it stands on its own.
 */
export type Dependency = {
  readonly dependent: Component;
  readonly required: Component;
  readonly kind: 'internal' | 'published';
};

/** Components that need this one directly. */
export function dependentsOf(store: RowStore, required: Component): Dependency[] {
  const found = new Map<string, Dependency>();
  for (const referrer of required.table.referrers) {
    const behaviour = referrer.target.onDelete;
    if (behaviour !== 'Cascade' && behaviour !== 'Restrict') continue;
    if (componentTypeOf(referrer.table.name) === undefined) continue;
    for (const row of store.referring(referrer.table.name, referrer.column.name, required.id))
      if (lookupIn(row, referrer.column.name)?.table === required.table.name)
        add(componentOf(referrer.table, row));
  }
  for (const step of stepsOnOwnMessage(store, required)) add(step);
  for (const process of processesUsing(store, required)) add(process);
  return [...found.values()];

  function add(dependent: Component): void {
    found.set(dependent.id, { dependent, required, kind: kindOf(dependent, required) });
  }
}

/** What would have to go, or be changed, before the component: dependents of it and of all its parts. */
export function dependenciesForDelete(store: RowStore, component: Component): Dependency[] {
  const parts = new Map([[component.id, component]]);
  const published: Dependency[] = [];
  for (const part of parts.values())
    for (const dependency of dependentsOf(store, part)) {
      if (dependency.kind === 'internal') parts.set(dependency.dependent.id, dependency.dependent);
      else published.push(dependency);
    }
  return published.filter(({ dependent }) => !parts.has(dependent.id));
}

/** Components that this one needs directly. */
export function requirementsOf(store: RowStore, { table, id }: Component): Component[] {
  const row = store.get(table.name, id);
  const found = new Map<string, Component>();
  for (const column of row === undefined ? [] : table.columns) {
    const value = lookupIn(row ?? {}, column.name);
    const target = column.targets?.find((candidate) => candidate.table === value?.table);
    const required = store.schema.byName(target?.table ?? '');
    if (value === undefined || required === undefined || componentTypeOf(required.name) === undefined)
      continue;
    if (target?.onDelete === 'Cascade' || target?.onDelete === 'Restrict')
      found.set(value.id, { table: required, id: value.id });
  }
  return [...found.values()];
}

/** The component that this one belongs to or works through: a step's handler, an image's step, a type's assembly. */
export function parentOf(store: RowStore, component: Component): string | undefined {
  return requirementsOf(store, component)[0]?.id;
}

/** 0x8004f01f: something still needs the component. */
export function inUse(component: Component, users: number): DataverseFault {
  return new DataverseFault(
    400,
    '0x8004f01f',
    `The ${component.table.label}(${component.id}) component cannot be deleted because it is referenced by ${users} ` +
      'other components. For a list of referenced components, use the RetrieveDependenciesForDeleteRequest.',
  );
}

/** Steps run on the message that the platform made for a custom API, and need the API for it. */
export function stepsOnOwnMessage(store: RowStore, { table, id }: Component): Component[] {
  if (table.name !== 'customapi') return [];
  const api = store.get(table.name, id);
  const message = api === undefined ? undefined : lookupIn(api, 'sdkmessageid');
  const steps = store.schema.byName('sdkmessageprocessingstep');
  if (message === undefined || steps === undefined) return [];
  return store.referring(steps.name, 'sdkmessageid', message.id).map((row) => componentOf(steps, row));
}

function kindOf(dependent: Component, required: Component): Dependency['kind'] {
  if (!isRootComponent(dependent.table.name)) return 'internal';
  // Parts of a package and of a custom API are components of their own, and yet go with it.
  return partsOf[required.table.name]?.includes(dependent.table.name) === true ? 'internal' : 'published';
}

const partsOf: { readonly [table: string]: readonly string[] } = {
  pluginpackage: ['pluginassembly'],
  customapi: ['customapirequestparameter', 'customapiresponseproperty'],
};

function componentOf(table: Table, row: Row): Component {
  return { table, id: textIn(row, table.primaryKey) ?? '' };
}
