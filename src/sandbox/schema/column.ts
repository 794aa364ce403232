import type { ColumnValue } from '../store/row.ts';

/** Attribute types, named as `AttributeType` names them in the metadata. */
export type ColumnType =
  | 'String'
  | 'Memo'
  | 'Integer'
  | 'BigInt'
  | 'Double'
  | 'Decimal'
  | 'Money'
  | 'Boolean'
  | 'DateTime'
  | 'Picklist'
  | 'MultiSelectPicklist'
  | 'State'
  | 'Status'
  | 'Uniqueidentifier'
  | 'Lookup'
  | 'Customer'
  | 'Owner'
  | 'EntityName'
  | 'ManagedProperty'
  | 'File'
  | 'Image'
  | 'PartyList';

export type RequiredLevel = 'None' | 'Recommended' | 'ApplicationRequired' | 'SystemRequired';

/**
 * readWrite: create, update and read. createOnly: create and read. readOnly: only the platform sets it.
 * writeOnly: a secret, can be set and never read. hidden: the platform keeps it for itself.
 */
export type ColumnAccess = 'readWrite' | 'createOnly' | 'readOnly' | 'writeOnly' | 'hidden';

/** `state` is the state that a status belongs to (Status columns only). */
export type ColumnOption = { readonly value: number; readonly label: string; readonly state?: number };

/** What happens to the referring row when the row it refers to is deleted. */
export type DeleteBehaviour = 'RemoveLink' | 'Cascade' | 'Restrict' | 'NoCascade';

/**
 * One table that a lookup may refer to. `navigation` is the case-sensitive single-valued navigation property
 * on the referring table, `collection` the collection-valued one on the table referred to.
 */
export type LookupTarget = {
  readonly table: string;
  readonly navigation: string;
  readonly collection?: string;
  readonly onDelete?: DeleteBehaviour;
};

export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  readonly label: string;
  readonly access: ColumnAccess;
  readonly required: RequiredLevel;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly precision?: number;
  readonly dateOnly?: boolean;
  readonly options?: readonly ColumnOption[];
  readonly default?: ColumnValue;
  readonly targets?: readonly LookupTarget[];
  /** ManagedPropertyLogicalName of a managed property column. */
  readonly managedProperty?: string;
  /** For a boolean flag computed from a secret: the secret's column. */
  readonly flagOf?: string;
};

/** The traits of a column that have a usual value. */
export type ColumnTraits = Partial<
  Pick<
    Column,
    | 'access'
    | 'required'
    | 'default'
    | 'min'
    | 'max'
    | 'precision'
    | 'maxLength'
    | 'flagOf'
    | 'dateOnly'
    | 'managedProperty'
  >
>;

const usual = { access: 'readWrite', required: 'None' } as const;

/** A plain column of any type that needs nothing but a name and a label. */
function column(type: ColumnType, name: string, label: string, traits: ColumnTraits = {}): Column {
  return { ...usual, name, type, label, ...traits };
}

export function text(name: string, label: string, maxLength: number, traits?: ColumnTraits): Column {
  return column('String', name, label, { maxLength, ...traits });
}

export function memo(name: string, label: string, maxLength: number, traits?: ColumnTraits): Column {
  return column('Memo', name, label, { maxLength, ...traits });
}

export function whole(name: string, label: string, traits?: ColumnTraits): Column {
  return column('Integer', name, label, { min: -2_147_483_648, max: 2_147_483_647, ...traits });
}

export function bigInt(name: string, label: string, traits?: ColumnTraits): Column {
  return column('BigInt', name, label, traits);
}

export function double(name: string, label: string, traits?: ColumnTraits): Column {
  return column('Double', name, label, { precision: 5, ...traits });
}

export function decimal(name: string, label: string, traits?: ColumnTraits): Column {
  return column('Decimal', name, label, {
    precision: 2,
    min: -100_000_000_000,
    max: 100_000_000_000,
    ...traits,
  });
}

/** A money column and its twin in the base currency, which only the platform sets. */
export function money(name: string, label: string, traits?: ColumnTraits): Column[] {
  const range = { precision: 2, min: -922_337_203_685_477, max: 922_337_203_685_477 };
  return [
    column('Money', name, label, { ...range, ...traits }),
    column('Money', `${name}_base`, `${label} (Base)`, { ...range, precision: 4, access: 'readOnly' }),
  ];
}

const yesNo: readonly ColumnOption[] = [
  { value: 0, label: 'No' },
  { value: 1, label: 'Yes' },
];

export function yesOrNo(
  name: string,
  label: string,
  traits?: ColumnTraits,
  options: readonly ColumnOption[] = yesNo,
): Column {
  return { ...column('Boolean', name, label, traits), options };
}

export function dateTime(name: string, label: string, traits?: ColumnTraits): Column {
  return column('DateTime', name, label, traits);
}

export function date(name: string, label: string, traits?: ColumnTraits): Column {
  return column('DateTime', name, label, { dateOnly: true, ...traits });
}

export function guid(name: string, label: string, traits?: ColumnTraits): Column {
  return column('Uniqueidentifier', name, label, traits);
}

export function entityName(name: string, label: string, traits?: ColumnTraits): Column {
  return column('EntityName', name, label, traits);
}

export function file(name: string, label: string, traits?: ColumnTraits): Column {
  return column('File', name, label, { access: 'readOnly', ...traits });
}

export function image(name: string, label: string): Column {
  return column('Image', name, label, { access: 'readOnly' });
}

export function partyList(name: string, label: string): Column {
  return column('PartyList', name, label);
}

/** Options written as `[value, label]` pairs. */
export function choice(
  name: string,
  label: string,
  options: readonly (readonly [number, string])[],
  traits?: ColumnTraits,
): Column {
  return {
    ...column('Picklist', name, label, traits),
    options: options.map(([value, optionLabel]) => ({ value, label: optionLabel })),
  };
}

/**
 * The state and status columns of a table, states written as
 * `[value, label, [status, label][]]`; the first status of a state is its default.
 */
export function stateAndStatus(
  states: readonly (readonly [number, string, readonly (readonly [number, string])[]])[],
  access: ColumnAccess = 'readWrite',
): Column[] {
  const [first] = states;
  const state: Column = {
    ...column('State', 'statecode', 'Status', {
      access,
      required: 'SystemRequired',
      default: first?.[0] ?? 0,
    }),
    options: states.map(([value, label]) => ({ value, label })),
  };
  const status: Column = {
    ...column('Status', 'statuscode', 'Status Reason', { access, default: first?.[2][0]?.[0] ?? 1 }),
    options: states.flatMap(([stateValue, , statuses]) =>
      statuses.map(([value, label]) => ({ value, label, state: stateValue })),
    ),
  };
  return [state, status];
}

/** A lookup to one table; the navigation property has the column's own name unless said otherwise. */
export function lookup(
  name: string,
  label: string,
  table: string,
  target: Partial<Omit<LookupTarget, 'table'>> = {},
  traits?: ColumnTraits,
): Column {
  return {
    ...column('Lookup', name, label, traits),
    targets: [{ table, navigation: target.navigation ?? name, ...withoutNavigation(target) }],
  };
}

function withoutNavigation(
  target: Partial<Omit<LookupTarget, 'table'>>,
): Omit<LookupTarget, 'table' | 'navigation'> {
  const { navigation: _navigation, ...rest } = target;
  return rest;
}

/** A lookup to several tables. */
export function polymorphic(
  name: string,
  label: string,
  targets: readonly LookupTarget[],
  traits?: ColumnTraits,
): Column {
  return { ...column('Lookup', name, label, traits), targets };
}

/** A customer column: an account or a contact, with one navigation property for each. */
export function customer(
  name: string,
  label: string,
  collections: { readonly account?: string; readonly contact?: string } = {},
  traits?: ColumnTraits,
): Column {
  return {
    ...column('Customer', name, label, traits),
    targets: [
      {
        table: 'account',
        navigation: `${name}_account`,
        ...(collections.account === undefined ? {} : { collection: collections.account }),
      },
      {
        table: 'contact',
        navigation: `${name}_contact`,
        ...(collections.contact === undefined ? {} : { collection: collections.contact }),
      },
    ],
  };
}

export function owner(): Column {
  return {
    ...column('Owner', 'ownerid', 'Owner', { required: 'SystemRequired' }),
    targets: [
      { table: 'systemuser', navigation: 'ownerid', onDelete: 'NoCascade' },
      { table: 'team', navigation: 'ownerid', onDelete: 'NoCascade' },
    ],
  };
}

/** A managed property: `{Value, CanBeChanged, ManagedPropertyLogicalName}` on the wire. */
export function managed(name: string, label: string, value: boolean, managedProperty = name): Column {
  return {
    ...column('ManagedProperty', name, label, { required: 'SystemRequired', managedProperty }),
    default: { value, canBeChanged: true },
  };
}
