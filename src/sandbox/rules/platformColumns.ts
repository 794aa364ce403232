import { randomUUID } from 'node:crypto';
import type { OrganisationDetails } from '../operations/organisationDetails.ts';
import type { Table } from '../schema/schema.ts';
import {
  type ColumnValue,
  isLookup,
  type LookupValue,
  lookupIn,
  numberIn,
  type Row,
  textIn,
} from '../store/row.ts';

/** What the platform needs to know to fill in its own columns. `now` is in milliseconds since 1970. */
export type PlatformContext = {
  readonly details: OrganisationDetails;
  readonly now: number;
  readonly userId: string;
  readonly initiatingUserId: string;
};

type Values = { [column: string]: ColumnValue | undefined };

/** `yyyy-MM-ddTHH:mm:ssZ` */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/**
 * Completes a row by what the platform sets itself: defaults, owner, audit columns, base currency amounts, names put
 * together from parts, flags of secrets.
 * @param before the stored row on update, undefined on create
 */
export function platformColumns(
  table: Table,
  row: Row,
  before: Row | undefined,
  context: PlatformContext,
): Row {
  const values: Values = { ...row };
  const now = timestamp(context.now);
  const user: LookupValue = { table: 'systemuser', id: context.userId };
  if (before === undefined) {
    setDefaults(table, values);
    setIfPresent(table, values, 'createdon', overriddenCreation(row) ?? now);
    setIfPresent(table, values, 'createdby', user);
    if (table.column.has('ownerid')) values.ownerid ??= user;
    setCreationColumns(table, values, context);
  }
  values.modifiedon = table.column.has('modifiedon') ? now : undefined;
  values.modifiedby = table.column.has('modifiedby') ? user : undefined;
  if (context.initiatingUserId !== context.userId) {
    const column = before === undefined ? 'createdonbehalfby' : 'modifiedonbehalfby';
    setIfPresent(table, values, column, { table: 'systemuser', id: context.initiatingUserId });
  }
  setOwningColumns(table, values, context);
  setBaseAmounts(table, values, context);
  setComposedColumns(table, values);
  for (const column of table.columns)
    if (column.flagOf !== undefined) values[column.name] = isSet(values[column.flagOf]);
  return values;
}

/** Imported rows keep the day on which they were first created. */
function overriddenCreation(row: Row): string | undefined {
  const day = textIn(row, 'overriddencreatedon');
  return day === undefined ? undefined : `${day.slice(0, 10)}T00:00:00Z`;
}

function isSet(value: ColumnValue | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

function setIfPresent(table: Table, values: Values, column: string, value: ColumnValue): void {
  if (table.column.has(column)) values[column] = value;
}

function setDefaults(table: Table, values: Values): void {
  for (const column of table.columns)
    if (column.default !== undefined && values[column.name] === undefined)
      values[column.name] = column.default;
}

function setCreationColumns(table: Table, values: Values, { details }: PlatformContext): void {
  for (const column of table.columns) {
    if (values[column.name] !== undefined) continue;
    if (column.name.endsWith('idunique')) values[column.name] = randomUUID();
    else if (column.name === 'organizationid' && table.name !== 'organization')
      values.organizationid =
        column.type === 'Lookup'
          ? { table: 'organization', id: details.organizationId }
          : details.organizationId;
    else if (column.name === 'solutionid' && column.type === 'Uniqueidentifier' && table.name !== 'solution')
      values.solutionid = details.activeSolutionId;
  }
}

function setOwningColumns(table: Table, values: Values, { details }: PlatformContext): void {
  if (!table.column.has('owninguser')) return;
  const owner = values.ownerid;
  if (!isLookup(owner)) return;
  values.owninguser = owner.table === 'systemuser' ? owner : null;
  values.owningteam = owner.table === 'team' ? owner : null;
  values.owningbusinessunit ??= { table: 'businessunit', id: details.businessUnitId };
}

/** The organisation has one currency, so that every base amount equals the amount. */
function setBaseAmounts(table: Table, values: Values, { details }: PlatformContext): void {
  let hasAmount = false;
  for (const column of table.columns) {
    if (column.type !== 'Money' || column.name.endsWith('_base')) continue;
    const amount = numberIn(values, column.name) ?? null;
    values[`${column.name}_base`] = amount;
    if (amount !== null) hasAmount = true;
  }
  if (hasAmount) values.transactioncurrencyid ??= { table: 'transactioncurrency', id: details.currencyId };
  if (lookupIn(values, 'transactioncurrencyid') !== undefined && table.column.has('exchangerate'))
    values.exchangerate ??= 1;
}

function setComposedColumns(table: Table, values: Values): void {
  if (table.column.has('fullname') && values.fullname !== 'SYSTEM')
    values.fullname = joined(values, ['firstname', 'middlename', 'lastname'], ' ');
  for (const address of ['address1', 'address2'])
    if (table.column.has(`${address}_composite`))
      values[`${address}_composite`] = composeAddress(values, address);
  if (table.name === 'contact') setContactParent(values);
}

function setContactParent(values: Values): void {
  const parent = values.parentcustomerid;
  const lookup = isLookup(parent) ? parent : undefined;
  values.accountid = lookup?.table === 'account' ? lookup : null;
  values.parentcontactid = lookup?.table === 'contact' ? lookup : null;
}

function composeAddress(values: Values, prefix: string): string | null {
  const city = joined(values, [`${prefix}_city`, `${prefix}_stateorprovince`, `${prefix}_postalcode`], ' ');
  const lines = [
    textIn(values, `${prefix}_line1`),
    textIn(values, `${prefix}_line2`),
    textIn(values, `${prefix}_line3`),
    city ?? undefined,
    textIn(values, `${prefix}_country`),
  ].filter((line) => line !== undefined && line !== '');
  return lines.length === 0 ? null : lines.join('\r\n');
}

function joined(values: Values, columns: readonly string[], separator: string): string | null {
  const parts = columns
    .map((column) => textIn(values, column))
    .filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? null : parts.join(separator);
}
