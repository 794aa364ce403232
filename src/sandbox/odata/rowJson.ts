import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/schema.ts';
import { type ColumnValue, isLookup, isManagedProperty, numberIn, type Row } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { formattedValue } from './formattedValue.ts';
import { queryRows } from './queryRows.ts';
import type { Expansion, Shape } from './selectExpand.ts';
import { lookupOfValueName, readableColumn } from './tableColumns.ts';
import { rowOfNavigation, rowsOfCollection } from './tableScope.ts';

export type Json = null | string | number | boolean | Json[] | { [name: string]: Json };

/** How rows are written: whether an annotation was asked for, and the address of the service. */
export type RowJsonContext = {
  readonly store: RowStore;
  /** Ends with a slash. */
  readonly root: string;
  wants(annotation: string): boolean;
  /** Called with each table whose rows are shown through an expand; throws when the user may not read it. */
  allowTable(table: Table): void;
};

/** Expanded collections are cut here. */
const longestCollection = 5000;

export function etagOf(row: Row): string {
  return `W/"${numberIn(row, 'versionnumber') ?? 0}"`;
}

/** The row as the Web API writes it. The key and the etag are always there, secrets never. */
export function rowJson(row: Row, shape: Shape, context: RowJsonContext): { [name: string]: Json } {
  const { table } = shape;
  const json: { [name: string]: Json } = { '@odata.etag': etagOf(row) };
  for (const column of shownColumns(table, shape.columns)) writeColumn(json, table, column, row, context);
  for (const expansion of shape.expansions) writeExpansion(json, table, expansion, row, context);
  return json;
}

const allColumns = new WeakMap<Table, readonly Column[]>();

function shownColumns(table: Table, names: readonly string[] | undefined): readonly Column[] {
  if (names !== undefined) {
    const columns = names.flatMap((name) => table.column.get(name) ?? []);
    const key = table.column.get(table.primaryKey);
    return key === undefined || columns.includes(key) ? columns : [...columns, key];
  }
  let columns = allColumns.get(table);
  if (columns === undefined) {
    columns = table.columns.filter(
      (column) =>
        readableColumn(table, column.name) !== undefined ||
        lookupOfValueName(table, `_${column.name}_value`) !== undefined,
    );
    allColumns.set(table, columns);
  }
  return columns;
}

/** Names of a column's members in JSON, put together once: pages have thousands of rows. */
type MemberNames = {
  readonly value: string;
  readonly formatted: string;
  readonly table: string;
  readonly navigation: string;
};

const memberNames = new WeakMap<Column, MemberNames>();

function memberNamesOf(column: Column): MemberNames {
  let names = memberNames.get(column);
  if (names === undefined) {
    const value = column.targets === undefined ? column.name : `_${column.name}_value`;
    names = {
      value,
      formatted: `${value}@${formattedValueName}`,
      table: `${value}@${lookupTableName}`,
      navigation: `${value}@${navigationName}`,
    };
    memberNames.set(column, names);
  }
  return names;
}

function writeColumn(
  json: { [name: string]: Json },
  table: Table,
  column: Column,
  row: Row,
  context: RowJsonContext,
): void {
  const value = row[column.name] ?? null;
  const names = memberNamesOf(column);
  if (value !== null) writeAnnotations(json, table, column, names, value, context);
  json[names.value] = valueJson(column, value);
}

/** The bare value of a column, as it stands in a row. */
export function valueJson(column: Column, value: ColumnValue): Json {
  if (isLookup(value)) return value.id;
  if (isManagedProperty(value))
    return {
      Value: value.value,
      CanBeChanged: value.canBeChanged,
      ManagedPropertyLogicalName: column.managedProperty ?? column.name,
    };
  return value;
}

const formattedValueName = 'OData.Community.Display.V1.FormattedValue';
const navigationName = 'Microsoft.Dynamics.CRM.associatednavigationproperty';
const lookupTableName = 'Microsoft.Dynamics.CRM.lookuplogicalname';

function writeAnnotations(
  json: { [name: string]: Json },
  table: Table,
  column: Column,
  names: MemberNames,
  value: ColumnValue,
  context: RowJsonContext,
): void {
  if (isLookup(value)) {
    if (context.wants(navigationName)) {
      const target = column.targets?.find((candidate) => candidate.table === value.table);
      if (target !== undefined && table.navigation.has(target.navigation))
        json[names.navigation] = target.navigation;
    }
    if (context.wants(lookupTableName)) json[names.table] = value.table;
  }
  if (!context.wants(formattedValueName)) return;
  const formatted = formattedValue(column, value, context.store);
  if (formatted !== undefined) json[names.formatted] = formatted;
}

function writeExpansion(
  json: { [name: string]: Json },
  table: Table,
  expansion: Expansion,
  row: Row,
  context: RowJsonContext,
): void {
  const { navigation, shape } = expansion;
  if (navigation.kind === 'single') {
    const related = rowOfNavigation(context.store, navigation, row);
    context.allowTable(shape.table);
    if (related === undefined) {
      json[navigation.name] = null;
      return;
    }
    // A row of another target than the shape's table shows the columns that both tables have.
    const relatedTable = context.store.schema.byName(related.table) ?? shape.table;
    const relatedShape = relatedTable === shape.table ? shape : reshape(shape, relatedTable);
    const shown = rowJson(related.row, relatedShape, context);
    json[navigation.name] = withPrincipal(relatedTable, related.row, shown);
    return;
  }
  context.allowTable(navigation.table);
  const page = queryRows({
    store: context.store,
    table: navigation.table,
    candidates: rowsOfCollection(context.store, table, navigation, row),
    filter: expansion.filter,
    orderBy: expansion.orderBy,
    after: undefined,
    limit: expansion.top ?? longestCollection,
    count: false,
  });
  const id = String(row[table.primaryKey] ?? '');
  json[navigation.name] = page.rows.map((child) => rowJson(child, shape, context));
  json[`${navigation.name}@odata.nextLink`] =
    `${context.root}${table.set}(${id})/${navigation.name}${expansion.query === '' ? '' : `?${expansion.query}`}`;
}

/** Expanding a user or team shows its key a second time, as the key of the principal that it is. */
function withPrincipal(table: Table, row: Row, json: { [name: string]: Json }): { [name: string]: Json } {
  if (table.name !== 'systemuser' && table.name !== 'team') return json;
  return { ...json, ownerid: String(row[table.primaryKey] ?? '') };
}

function reshape(shape: Shape, table: Table): Shape {
  return {
    ...shape,
    table,
    columns: shape.columns?.filter((name) => table.column.has(name)),
    expansions: [],
  };
}
