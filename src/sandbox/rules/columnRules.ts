import { DataverseFault, invalidArgument, objectDoesNotExist } from '../dataverseFault.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/schema.ts';
import { type ColumnValue, isLookup, isManagedProperty, numberIn, type Row } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';

type Values = { [column: string]: ColumnValue | undefined };

/**
 * The part of what a user sent that the platform takes. Columns that only the platform sets are left out without a
 * word, as Dataverse does; a column that is fixed after create must not change.
 */
export function acceptColumns(table: Table, sent: Row, before: Row | undefined): Row {
  const accepted: Values = {};
  for (const [name, value] of Object.entries(sent)) {
    const column = table.column.get(name);
    if (column === undefined || value === undefined) continue;
    if (column.access === 'readOnly' || column.access === 'hidden') continue;
    if (column.access === 'createOnly' && before !== undefined) {
      if (!sameValue(before[name] ?? null, value))
        throw invalidArgument(
          `The column '${name}' of '${table.name}' cannot be changed after the row was created.`,
        );
      continue;
    }
    accepted[name] = value;
  }
  return accepted;
}

function sameValue(left: ColumnValue, right: ColumnValue): boolean {
  if (isLookup(left) && isLookup(right)) return left.id === right.id && left.table === right.table;
  if (isManagedProperty(left) && isManagedProperty(right)) return left.value === right.value;
  return left === right;
}

/** Refuses values that do not fit their column: wrong type, too long, out of range, no such option. */
export function checkValues(table: Table, values: Row): void {
  for (const [name, value] of Object.entries(values)) {
    const column = table.column.get(name);
    if (column === undefined)
      throw new DataverseFault(
        400,
        '0x80041103',
        `'${table.name}' entity doesn't contain attribute with Name = '${name}'.`,
      );
    if (value !== null && value !== undefined) checkValue(table, column, value);
  }
}

function checkValue(table: Table, column: Column, value: ColumnValue): void {
  switch (column.type) {
    case 'String':
    case 'Memo':
    case 'EntityName':
      if (typeof value !== 'string') throw wrongType(table, column);
      if (column.maxLength !== undefined && value.length > column.maxLength) throw tooLong(table, column);
      return;
    case 'Integer':
    case 'BigInt':
    case 'Double':
    case 'Decimal':
    case 'Money':
      if (typeof value !== 'number') throw wrongType(table, column);
      if (value < (column.min ?? -Infinity) || value > (column.max ?? Infinity))
        throw outOfRange(table, column);
      return;
    case 'Boolean':
      if (typeof value !== 'boolean') throw wrongType(table, column);
      return;
    case 'Picklist':
      if (typeof value !== 'number') throw wrongType(table, column);
      if (!(column.options ?? []).some((option) => option.value === value))
        throw noSuchOption(table, column, value);
      return;
    case 'State':
    case 'Status':
      if (typeof value !== 'number') throw wrongType(table, column);
      return;
    case 'Lookup':
    case 'Customer':
    case 'Owner':
      if (!isLookup(value)) throw wrongType(table, column);
      return;
    case 'ManagedProperty':
      if (!isManagedProperty(value)) throw wrongType(table, column);
      return;
    case 'DateTime':
    case 'Uniqueidentifier':
    case 'MultiSelectPicklist':
      if (typeof value !== 'string') throw wrongType(table, column);
      return;
    case 'File':
    case 'Image':
    case 'PartyList':
      throw new DataverseFault(
        501,
        '0x80060888',
        `The sandbox organisation does not support writing the ${column.type} column '${column.name}'.`,
      );
  }
}

function wrongType(table: Table, column: Column): DataverseFault {
  return invalidArgument(`Incorrect attribute value type for '${column.name}' of '${table.name}'.`);
}

function tooLong(table: Table, column: Column): DataverseFault {
  return new DataverseFault(
    400,
    '0x80044331',
    `A validation error occurred.  The length of the '${column.name}' attribute of the '${table.name}' entity ` +
      `exceeded the maximum allowed length of '${column.maxLength}'.`,
  );
}

/** The code of a number out of range is not known to us for certain; the sentence says what is wrong. */
function outOfRange(table: Table, column: Column): DataverseFault {
  return invalidArgument(
    `A validation error occurred. The value of '${column.name}' on record of type '${table.name}' is outside the ` +
      `valid range. Accepted values: ${column.min ?? 'any'} to ${column.max ?? 'any'}.`,
  );
}

function noSuchOption(table: Table, column: Column, value: number): DataverseFault {
  const accepted = (column.options ?? []).map((option) => option.value).join(',');
  return new DataverseFault(
    400,
    '0x8004431a',
    `A validation error occurred. The value ${value} of '${column.name}' on record of type '${table.name}' is ` +
      `outside the valid range. Accepted Values: ${accepted}`,
  );
}

/** Refuses a create that lacks a system-required column. */
export function checkRequired(table: Table, row: Row, mayLack: readonly string[]): void {
  for (const column of table.columns) {
    if (column.required !== 'SystemRequired' || column.access === 'readOnly') continue;
    const value = row[column.name];
    if ((value === undefined || value === null || value === '') && !mayLack.includes(column.name))
      throw new DataverseFault(400, '0x80040200', `Required field '${column.name}' is missing.`);
  }
}

/** Refuses an update that clears a system-required column. */
export function checkRequiredKept(table: Table, changes: Row, mayLack: readonly string[]): void {
  for (const [name, value] of Object.entries(changes))
    if (value === null && table.column.get(name)?.required === 'SystemRequired' && !mayLack.includes(name))
      throw new DataverseFault(400, '0x80040200', `Required field '${name}' cannot be cleared.`);
}

/** Refuses references to rows that are not there. */
export function checkReferences(table: Table, values: Row, store: RowStore): void {
  for (const column of table.columns) {
    if (column.targets === undefined) continue;
    const value = values[column.name];
    if (!isLookup(value)) continue;
    if (!column.targets.some((target) => target.table === value.table))
      throw invalidArgument(`'${column.name}' of '${table.name}' cannot refer to a row of '${value.table}'.`);
    if (store.get(value.table, value.id) === undefined) throw objectDoesNotExist(value.table, value.id);
  }
}

/**
 * Completes and checks state and status: a state alone takes its default status; a pair, or a status alone, must
 * belong together.
 */
export function settleState(table: Table, before: Row | undefined, changes: Row): Row {
  const status = table.column.get('statuscode');
  if (status?.type !== 'Status' || (changes.statecode == null && changes.statuscode == null)) return changes;
  const state = numberIn(changes, 'statecode') ?? numberIn(before ?? {}, 'statecode') ?? 0;
  const options = status.options ?? [];
  const sentStatus = numberIn(changes, 'statuscode');
  if (sentStatus === undefined) {
    const stateChanged = numberIn(before ?? {}, 'statecode') !== state;
    const first = options.find((option) => option.state === state);
    if (first === undefined) throw invalidState(table, state, undefined);
    return stateChanged ? { ...changes, statecode: state, statuscode: first.value } : changes;
  }
  if (!options.some((option) => option.value === sentStatus && option.state === state))
    throw invalidState(table, state, sentStatus);
  return { ...changes, statecode: state };
}

function invalidState(table: Table, state: number, status: number | undefined): DataverseFault {
  return new DataverseFault(
    400,
    '0x80048408',
    status === undefined
      ? `${state} is not a valid state code on ${table.name}.`
      : `${status} is not a valid status code for state code ${state} on ${table.name}.`,
  );
}
