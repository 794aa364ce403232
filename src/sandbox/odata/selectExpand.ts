import { badRequest, notSupportedHere } from '../dataverseFault.ts';
import type { Navigation, Table } from '../schema/schema.ts';
import type { Row } from '../store/row.ts';
import { compileFilter, type Predicate } from './compileFilter.ts';
import { parseFilter } from './filterParser.ts';
import { type Order, parseOrderBy } from './orderBy.ts';
import { parseTop } from './queryOptions.ts';
import { splitOutside } from './splitOutside.ts';
import { lookupOfValueName, noSuchProperty, type QueryContext, readableColumn } from './tableColumns.ts';
import { tableScope } from './tableScope.ts';

/** One navigation property to expand, with the options in its parentheses. */
export type Expansion = {
  readonly navigation: Navigation;
  /** The table whose columns are shown; of a polymorphic lookup the row's own table is found per row. */
  readonly shape: Shape;
  readonly filter: Predicate<Row> | undefined;
  readonly orderBy: readonly Order[];
  readonly top: number | undefined;
  /** The options as a query, for the link that reads the collection on its own. */
  readonly query: string;
};

/** What of a row is shown. */
export type Shape = {
  readonly table: Table;
  /** Columns by logical name, in the order asked for; undefined shows all. */
  readonly columns: readonly string[] | undefined;
  readonly expansions: readonly Expansion[];
  /** The list that goes into the context address, `(name,_ownerid_value)`, or nothing. */
  readonly context: string;
};

/** At most this many navigation properties can be expanded in one query. */
const mostExpansions = 15;

/** Parses `$select` and `$expand` of a table. Unknown names are a 400 that names them. */
export function parseShape(
  table: Table,
  select: string | undefined,
  expand: string | undefined,
  context: QueryContext,
): Shape {
  const count = { left: mostExpansions };
  return shapeOf(table, select, expand, context, 0, count);
}

function shapeOf(
  table: Table,
  select: string | undefined,
  expand: string | undefined,
  context: QueryContext,
  depth: number,
  count: { left: number },
): Shape {
  const columns = select === undefined ? undefined : parseSelect(table, select);
  const expansions =
    expand === undefined
      ? []
      : splitOutside(expand, ',').map((item) => parseExpansion(table, item, context, depth, count));
  const names = [
    ...(columns ?? []).map((name) => shownName(table, name)),
    ...expansions.map(({ navigation, shape }) => `${navigation.name}${shape.context || '()'}`),
  ];
  return { table, columns, expansions, context: names.length === 0 ? '' : `(${names.join(',')})` };
}

/** A lookup column is shown as `_<name>_value`. */
function shownName(table: Table, column: string): string {
  return table.column.get(column)?.targets === undefined ? column : `_${column}_value`;
}

function parseSelect(table: Table, select: string): string[] | undefined {
  const columns: string[] = [];
  for (const name of select.split(',').map((piece) => piece.trim())) {
    if (name === '*') return undefined;
    if (name === '') throw badRequest('$select holds an empty name.');
    if (name.includes('/')) throw notSupportedHere(`the path '${name}' in $select`);
    const column = selectedColumn(table, name);
    if (column !== '' && !columns.includes(column)) columns.push(column);
  }
  return columns;
}

/** The column behind a selected name. A secret is named '' : it is never shown, and asking for it is no error. */
function selectedColumn(table: Table, name: string): string {
  const column = readableColumn(table, name) ?? lookupOfValueName(table, name);
  if (column !== undefined) return column.name;
  if (table.column.get(name)?.access === 'writeOnly') return '';
  const navigation = table.navigation.get(name);
  if (navigation?.kind === 'single') return navigation.column.name;
  throw noSuchProperty(table, name);
}

function parseExpansion(
  table: Table,
  item: string,
  context: QueryContext,
  depth: number,
  count: { left: number },
): Expansion {
  const match = /^([\w$*]+)(?:\/(\$ref|\$count))?\s*(?:\((.*)\))?$/s.exec(item);
  if (match === null) throw badRequest(`Syntax error in $expand near '${item.slice(0, 100)}'.`);
  const [, name = '', suffix, inner] = match;
  if (name === '*' || suffix !== undefined)
    throw notSupportedHere(`'${name}${suffix === undefined ? '' : `/${suffix}`}' in $expand`);
  count.left -= 1;
  if (count.left < 0) throw badRequest(`$expand may name at most ${mostExpansions} navigation properties.`);
  const navigation = table.navigation.get(name);
  if (navigation === undefined) throw noSuchProperty(table, name);
  const related = relatedTable(navigation, context);
  if (navigation.kind === 'manyToMany' && depth > 0)
    throw badRequest(
      `The many-to-many navigation property '${name}' cannot be expanded inside another $expand.`,
    );
  const options = parseExpandOptions(inner ?? '');
  const collection = navigation.kind !== 'single';
  refuseOptions(options, collection, depth);
  const filter = options.get('$filter');
  return {
    navigation,
    shape: shapeOf(related, options.get('$select'), options.get('$expand'), context, depth + 1, count),
    filter:
      filter === undefined ? undefined : compileFilter(parseFilter(filter), tableScope(related, context)),
    orderBy: parseOrderBy(related, options.get('$orderby')),
    top: options.has('$top') ? parseTop(options.get('$top') ?? '') : undefined,
    query: [...options].map(([option, value]) => `${option}=${encodeURIComponent(value)}`).join('&'),
  };
}

function relatedTable(navigation: Navigation, context: QueryContext): Table {
  if (navigation.kind !== 'single') return navigation.table;
  const [target] = navigation.targets;
  const table = target === undefined ? undefined : context.store.schema.byName(target.table);
  if (table === undefined) throw notSupportedHere(`the table that '${navigation.name}' leads to`);
  return table;
}

const expandOptions = ['$select', '$expand', '$filter', '$orderby', '$top'];

function parseExpandOptions(inner: string): Map<string, string> {
  const options = new Map<string, string>();
  if (inner.trim() === '') return options;
  for (const option of splitOutside(inner, ';')) {
    const at = option.indexOf('=');
    const name = (at < 0 ? option : option.slice(0, at)).trim();
    if (!expandOptions.includes(name)) throw notSupportedHere(`the option '${name}' in $expand`);
    if (at < 0 || options.has(name)) throw badRequest(`The option '${name}' in $expand is not well formed.`);
    options.set(name, option.slice(at + 1).trim());
  }
  return options;
}

/** A nested expand takes `$select` and `$filter` only, a single row neither filter, order nor top. */
function refuseOptions(options: ReadonlyMap<string, string>, collection: boolean, depth: number): void {
  for (const name of options.keys()) {
    const nested = depth > 0 && (name === '$orderby' || name === '$top');
    const single = !collection && (name === '$filter' || name === '$orderby' || name === '$top');
    if (nested || single)
      throw badRequest(
        nested
          ? `The option '${name}' is not supported in a nested $expand.`
          : `The option '${name}' is not supported in the $expand of a single-valued navigation property.`,
      );
  }
}
