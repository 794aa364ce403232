import { badRequest, notSupportedHere } from '../dataverseFault.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/schema.ts';
import { isManagedProperty, lookupIn, type Row } from '../store/row.ts';
import { comparable, type Predicate } from './compileFilter.ts';
import type { FilterExpression } from './filterExpression.ts';
import { noSuchProperty, type QueryContext, valueKindOf } from './tableColumns.ts';

type Value = string | number | boolean;
type Expression = FilterExpression & { kind: 'queryFunction' };

const day = 24 * 60 * 60 * 1000;
const hour = 60 * 60 * 1000;

/** Query functions that Dataverse has and this organisation has not. */
const otherFunctions = new Set(
  (
    'Above AboveOrEqual ContainValues Contains DoesNotContainValues EqualBusinessId EqualRoleBusinessId ' +
    'EqualUserLanguage EqualUserOrUserHierarchy EqualUserOrUserHierarchyAndTeams EqualUserOrUserTeams ' +
    'EqualUserTeams InFiscalPeriod InFiscalPeriodAndYear InFiscalYear InOrAfterFiscalPeriodAndYear ' +
    'InOrBeforeFiscalPeriodAndYear Last7Days LastFiscalPeriod LastFiscalYear LastMonth LastWeek ' +
    'LastXFiscalPeriods LastXFiscalYears LastXMonths LastXWeeks LastXYears LastYear Next7Days NextFiscalPeriod ' +
    'NextFiscalYear NextMonth NextWeek NextXDays NextXFiscalPeriods NextXFiscalYears NextXHours NextXMonths ' +
    'NextXWeeks NextXYears NextYear NotEqualBusinessId NotOn NotUnder OlderThanXDays OlderThanXHours ' +
    'OlderThanXMinutes OlderThanXMonths OlderThanXWeeks OlderThanXYears ThisFiscalPeriod ThisFiscalYear ' +
    'ThisMonth ThisWeek ThisYear Under UnderOrEqual Tomorrow'
  ).split(' '),
);

/** Compiles `Microsoft.Dynamics.CRM.<Name>(PropertyName='…',…)`. Property names are logical names of columns. */
export function compileQueryFunction(
  table: Table,
  { name, parameters }: Expression,
  context: QueryContext,
): Predicate<Row> {
  const column = namedColumn(table, name, parameters);
  const read = (row: Row): Value | null => readComparable(row, column);
  switch (name) {
    case 'In':
    case 'NotIn': {
      const wanted = new Set(listed(name, parameters).map((value) => asValue(column, value)));
      return (row) => {
        const value = read(row);
        return value === null ? name === 'NotIn' : wanted.has(value) === (name === 'In');
      };
    }
    case 'Between':
    case 'NotBetween': {
      const [low, high] = listed(name, parameters).map((value) => asValue(column, value));
      if (low === undefined || high === undefined)
        throw badRequest(`The function '${name}' takes two values.`);
      return (row) => {
        const value = read(row);
        return value !== null && (value >= low && value <= high) === (name === 'Between');
      };
    }
    case 'EqualUserId':
      return (row) => read(row) === context.userId;
    case 'NotEqualUserId':
      return (row) => read(row) !== context.userId;
    case 'On':
    case 'OnOrAfter':
    case 'OnOrBefore': {
      const start = Math.floor(Date.parse(single(name, parameters)) / day) * day;
      if (Number.isNaN(start)) throw badRequest(`The function '${name}' takes a date.`);
      return inDates(
        read,
        name === 'OnOrBefore' ? -Infinity : start,
        name === 'OnOrAfter' ? Infinity : start + day,
      );
    }
    case 'Today':
    case 'Yesterday': {
      const start = Math.floor(context.now / day) * day - (name === 'Yesterday' ? day : 0);
      return inDates(read, start, start + day);
    }
    case 'LastXHours':
    case 'LastXDays': {
      const count = Number(single(name, parameters));
      if (!Number.isInteger(count) || count < 1)
        throw badRequest(`The function '${name}' takes a whole number.`);
      return inDates(read, context.now - count * (name === 'LastXHours' ? hour : day), context.now + 1);
    }
    default:
      if (otherFunctions.has(name)) throw notSupportedHere(`the query function '${name}'`);
      throw badRequest(`An unknown function with name 'Microsoft.Dynamics.CRM.${name}' was found.`);
  }
}

function inDates(read: (row: Row) => Value | null, from: number, until: number): Predicate<Row> {
  return (row) => {
    const value = read(row);
    return typeof value === 'number' && value >= from && value < until;
  };
}

function namedColumn(table: Table, name: string, parameters: Expression['parameters']): Column {
  const property = parameters.get('PropertyName');
  if (typeof property !== 'string')
    throw badRequest(`The function '${name}' needs the parameter PropertyName.`);
  const logicalName = /^_(.+)_value$/.exec(property)?.[1] ?? property;
  const column = table.column.get(logicalName);
  if (column === undefined || column.access === 'writeOnly' || column.access === 'hidden')
    throw noSuchProperty(table, property);
  return column;
}

function listed(name: string, parameters: Expression['parameters']): readonly string[] {
  const values = parameters.get('PropertyValues');
  if (values === undefined || typeof values === 'string' || values.length === 0)
    throw badRequest(`The function '${name}' needs the parameter PropertyValues, a list.`);
  return values;
}

function single(name: string, parameters: Expression['parameters']): string {
  const value = parameters.get('PropertyValue');
  if (typeof value !== 'string')
    throw badRequest(`The function '${name}' needs the parameter PropertyValue.`);
  return value;
}

function asValue(column: Column, text: string): Value {
  switch (valueKindOf(column)) {
    case 'number': {
      const value = Number(text);
      if (text.trim() === '' || Number.isNaN(value)) throw badRequest(`'${text}' is not a number.`);
      return value;
    }
    case 'boolean':
      return text === 'true' || text === '1';
    case 'date': {
      const value = Date.parse(text);
      if (Number.isNaN(value)) throw badRequest(`'${text}' is not a date.`);
      return value;
    }
    default:
      return text.toLowerCase();
  }
}

function readComparable(row: Row, column: Column): Value | null {
  const lookup = lookupIn(row, column.name);
  if (lookup !== undefined) return lookup.id;
  const value = row[column.name];
  if (value === undefined || value === null) return null;
  if (isManagedProperty(value)) return value.value;
  return typeof value === 'object' ? null : comparable(value, valueKindOf(column));
}
