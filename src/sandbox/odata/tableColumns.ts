import { badRequest } from '../dataverseFault.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/schema.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { ValueKind } from './compileFilter.ts';

/** What a filter on a table needs besides the table: the rows, who asks and what time it is. */
export type QueryContext = {
  readonly store: RowStore;
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** The error for a name that the table does not have. */
export function noSuchProperty(table: Table, name: string): Error {
  return badRequest(
    `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${table.name}'.`,
  );
}

/** `_primarycontactid_value` → the lookup column `primarycontactid`. */
export function lookupOfValueName(table: Table, name: string): Column | undefined {
  if (!name.startsWith('_') || !name.endsWith('_value')) return undefined;
  const column = table.column.get(name.slice(1, -'_value'.length));
  return column?.targets === undefined ? undefined : column;
}

/** A column that appears under its own name and may be read: not a lookup, not a secret. */
export function readableColumn(table: Table, name: string): Column | undefined {
  const column = table.column.get(name);
  if (column === undefined || column.targets !== undefined || column.type === 'PartyList') return undefined;
  return column.access === 'writeOnly' || column.access === 'hidden' ? undefined : column;
}

/** What a column of each type is compared as, and its name in the metadata of the Web API. */
export const kinds: { readonly [type in Column['type']]: readonly [ValueKind, string] } = {
  String: ['string', 'Edm.String'],
  Memo: ['string', 'Edm.String'],
  EntityName: ['string', 'Edm.String'],
  MultiSelectPicklist: ['string', 'Edm.String'],
  Integer: ['number', 'Edm.Int32'],
  BigInt: ['number', 'Edm.Int64'],
  Double: ['number', 'Edm.Double'],
  Decimal: ['number', 'Edm.Decimal'],
  Money: ['number', 'Edm.Decimal'],
  Picklist: ['number', 'Edm.Int32'],
  State: ['number', 'Edm.Int32'],
  Status: ['number', 'Edm.Int32'],
  Boolean: ['boolean', 'Edm.Boolean'],
  DateTime: ['date', 'Edm.DateTimeOffset'],
  Uniqueidentifier: ['guid', 'Edm.Guid'],
  Lookup: ['guid', 'Edm.Guid'],
  Customer: ['guid', 'Edm.Guid'],
  Owner: ['guid', 'Edm.Guid'],
  ManagedProperty: ['boolean', 'Microsoft.Dynamics.CRM.BooleanManagedProperty'],
  File: ['guid', 'Edm.Guid'],
  Image: ['string', 'Edm.Binary'],
  PartyList: ['string', 'Edm.String'],
};

/** What a column of this type is compared as. */
export function valueKindOf(column: Column): ValueKind {
  return kinds[column.type][0];
}
