import { badRequest, notSupportedHere } from '../dataverseFault.ts';
import type { Column } from '../schema/column.ts';
import type {
  CollectionNavigation,
  ManyToManyNavigation,
  SingleNavigation,
  Table,
} from '../schema/schema.ts';
import { isLookup, isManagedProperty, lookupIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { compileFilter, type FilterScope, type Operand, type Predicate } from './compileFilter.ts';
import { compileQueryFunction } from './queryFunctions.ts';
import {
  kinds,
  lookupOfValueName,
  noSuchProperty,
  type QueryContext,
  readableColumn,
} from './tableColumns.ts';

/** Names in a filter on the table. `variable` is the prefix that paths carry inside a lambda. */
export function tableScope(table: Table, context: QueryContext, variable?: string): FilterScope<Row> {
  function inner(segments: readonly string[]): readonly string[] {
    if (variable === undefined) return segments;
    const [first, ...rest] = segments;
    if (first !== variable || rest.length === 0)
      throw badRequest(`Inside the lambda, properties begin with '${variable}/'.`);
    return rest;
  }
  return {
    resolve: (segments) => resolvePath(table, inner(segments), context),
    queryFunction: (expression) => compileQueryFunction(table, expression, context),
    lambda: (expression) => compileLambda(table, inner(expression.path), expression, context),
  };
}

function compileLambda(
  table: Table,
  path: readonly string[],
  { quantifier, variable, body }: Parameters<FilterScope<Row>['lambda']>[0],
  context: QueryContext,
): Predicate<Row> {
  const [name, ...rest] = path;
  if (name === undefined || rest.length > 0) throw notSupportedHere('a path before any or all in $filter');
  const navigation = table.navigation.get(name);
  if (navigation === undefined) throw noSuchProperty(table, name);
  if (navigation.kind === 'single') throw badRequest(`The property '${name}' is not a collection.`);
  const predicate =
    body === undefined ? () => true : compileFilter(body, tableScope(navigation.table, context, variable));
  return (row) => {
    const rows = rowsOfCollection(context.store, table, navigation, row);
    return quantifier === 'any' ? rows.some(predicate) : rows.every(predicate);
  };
}

/** The rows that a collection-valued navigation property leads to. */
export function rowsOfCollection(
  store: RowStore,
  table: Table,
  navigation: CollectionNavigation | ManyToManyNavigation,
  row: Row,
): Row[] {
  const id = textIn(row, table.primaryKey) ?? '';
  if (navigation.kind === 'manyToMany') return rowsTiedTo(store, navigation, id);
  const column = navigation.column.name;
  return store
    .referring(navigation.table.name, column, id)
    .filter((child) => lookupIn(child, column)?.table === table.name);
}

function rowsTiedTo(
  store: RowStore,
  { table, intersect, own, other }: ManyToManyNavigation,
  id: string,
): Row[] {
  return store
    .referring(intersect.name, own.name, id)
    .map((tie) => store.get(table.name, textIn(tie, other.name) ?? ''))
    .filter((row) => row !== undefined);
}

/** The row that a single-valued navigation property leads to. */
export function rowOfNavigation(
  store: RowStore,
  navigation: SingleNavigation,
  row: Row,
): { readonly table: string; readonly row: Row } | undefined {
  const value = lookupIn(row, navigation.column.name);
  if (value === undefined || !navigation.targets.some((target) => target.table === value.table))
    return undefined;
  const related = store.get(value.table, value.id);
  return related === undefined ? undefined : { table: value.table, row: related };
}

function resolvePath(table: Table, segments: readonly string[], context: QueryContext): Operand<Row> {
  const [name, ...rest] = segments;
  if (name === undefined) throw badRequest('A property name is missing in $filter.');
  const lookup = lookupOfValueName(table, name);
  if (lookup !== undefined) {
    if (rest.length > 0) throw noSuchProperty(table, segments.join('/'));
    return { valueKind: 'guid', edmType: 'Edm.Guid', read: (row) => lookupIn(row, lookup.name)?.id ?? null };
  }
  const column = readableColumn(table, name);
  if (column !== undefined) return resolveColumn(table, column, rest);
  const navigation = table.navigation.get(name);
  if (navigation === undefined) throw noSuchProperty(table, name);
  if (navigation.kind !== 'single')
    throw badRequest(`The collection '${name}' can be filtered by any and all only.`);
  if (rest.length === 0)
    throw badRequest(
      `'${name}' is a navigation property; compare '_${navigation.column.name}_value' instead.`,
    );
  return resolveRelated(navigation, rest, context);
}

function resolveColumn(table: Table, column: Column, rest: readonly string[]): Operand<Row> {
  if (column.type === 'ManagedProperty') return resolveManaged(table, column, rest);
  if (rest.length > 0) throw noSuchProperty(table, `${column.name}/${rest.join('/')}`);
  const [valueKind, edmType] = kinds[column.type];
  return {
    valueKind,
    edmType,
    read: (row) => {
      const value = row[column.name];
      return value === undefined || isLookup(value) || isManagedProperty(value) ? null : value;
    },
  };
}

function resolveManaged(table: Table, column: Column, rest: readonly string[]): Operand<Row> {
  const [member, ...more] = rest;
  if (more.length > 0) throw noSuchProperty(table, `${column.name}/${rest.join('/')}`);
  if (member === undefined)
    throw badRequest(
      'A PrimitiveValue was found where an object of type Microsoft.Dynamics.CRM.BooleanManagedProperty was ' +
        `expected: compare '${column.name}/Value'.`,
    );
  if (member === 'ManagedPropertyLogicalName')
    return { valueKind: 'string', edmType: 'Edm.String', read: () => column.managedProperty ?? column.name };
  if (member !== 'Value' && member !== 'CanBeChanged')
    throw noSuchProperty(table, `${column.name}/${member}`);
  return {
    valueKind: 'boolean',
    edmType: 'Edm.Boolean',
    read: (row) => {
      const value = row[column.name];
      if (!isManagedProperty(value)) return null;
      return member === 'Value' ? value.value : value.canBeChanged;
    },
  };
}

function resolveRelated(
  navigation: SingleNavigation,
  rest: readonly string[],
  context: QueryContext,
): Operand<Row> {
  const [target] = navigation.targets;
  const related = target === undefined ? undefined : context.store.schema.byName(target.table);
  if (related === undefined) throw notSupportedHere(`the table that '${navigation.name}' leads to`);
  // The key needs no row at all, so that it can be compared even when the row is of another target table.
  if (rest.length === 1 && rest[0] === related.primaryKey)
    return {
      valueKind: 'guid',
      edmType: 'Edm.Guid',
      read: (row) => lookupIn(row, navigation.column.name)?.id ?? null,
    };
  const operand = resolvePath(related, rest, context);
  return {
    valueKind: operand.valueKind,
    edmType: operand.edmType,
    read: (row) => {
      const found = rowOfNavigation(context.store, navigation, row);
      return found?.table === related.name ? operand.read(found.row) : null;
    },
  };
}
