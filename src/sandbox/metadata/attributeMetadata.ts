import type { Column, ColumnOption, ColumnType } from '../schema/column.ts';
import type { Table } from '../schema/schema.ts';
import { label, managedProperty } from './label.ts';
import { metadataId } from './metadataId.ts';

/** A piece of metadata as JSON, all its properties. */
export type MetadataObject = { readonly [name: string]: unknown };

/** `AttributeType`, `AttributeTypeName` and the derived type of each kind of column. */
const typeNames: { readonly [type in ColumnType | 'Virtual']: readonly [string, string, string] } = {
  String: ['String', 'StringType', 'StringAttributeMetadata'],
  Memo: ['Memo', 'MemoType', 'MemoAttributeMetadata'],
  Integer: ['Integer', 'IntegerType', 'IntegerAttributeMetadata'],
  BigInt: ['BigInt', 'BigIntType', 'BigIntAttributeMetadata'],
  Double: ['Double', 'DoubleType', 'DoubleAttributeMetadata'],
  Decimal: ['Decimal', 'DecimalType', 'DecimalAttributeMetadata'],
  Money: ['Money', 'MoneyType', 'MoneyAttributeMetadata'],
  Boolean: ['Boolean', 'BooleanType', 'BooleanAttributeMetadata'],
  DateTime: ['DateTime', 'DateTimeType', 'DateTimeAttributeMetadata'],
  Picklist: ['Picklist', 'PicklistType', 'PicklistAttributeMetadata'],
  MultiSelectPicklist: ['Virtual', 'MultiSelectPicklistType', 'MultiSelectPicklistAttributeMetadata'],
  State: ['State', 'StateType', 'StateAttributeMetadata'],
  Status: ['Status', 'StatusType', 'StatusAttributeMetadata'],
  Uniqueidentifier: ['Uniqueidentifier', 'UniqueidentifierType', 'UniqueIdentifierAttributeMetadata'],
  Lookup: ['Lookup', 'LookupType', 'LookupAttributeMetadata'],
  Customer: ['Customer', 'CustomerType', 'LookupAttributeMetadata'],
  Owner: ['Owner', 'OwnerType', 'LookupAttributeMetadata'],
  EntityName: ['EntityName', 'EntityNameType', 'EntityNameAttributeMetadata'],
  ManagedProperty: ['ManagedProperty', 'ManagedPropertyType', 'ManagedPropertyAttributeMetadata'],
  File: ['Virtual', 'FileType', 'FileAttributeMetadata'],
  Image: ['Virtual', 'ImageType', 'ImageAttributeMetadata'],
  PartyList: ['PartyList', 'PartyListType', 'LookupAttributeMetadata'],
  Virtual: ['Virtual', 'VirtualType', 'AttributeMetadata'],
};

const optionTypes = new Set<ColumnType>(['Picklist', 'MultiSelectPicklist', 'State', 'Status', 'Boolean']);

/**
 * The attributes of a table: its columns, and beside each lookup and choice the read-only column with its name,
 * which says in `AttributeOf` what it belongs to.
 */
export function attributesOf(table: Table): MetadataObject[] {
  return table.columns.flatMap((column, index) => [
    attributeMetadata(table, column, index + 1),
    ...nameAttribute(table, column, index + 1),
  ]);
}

function attributeMetadata(table: Table, column: Column, number: number): MetadataObject {
  const [type, typeName, derived] = typeNames[column.type];
  const writable = column.access === 'readWrite' || column.access === 'writeOnly';
  return {
    '@odata.type': `#Microsoft.Dynamics.CRM.${derived}`,
    ...base(table, column.name, number, type, typeName, column.label),
    AttributeOf: null,
    IsPrimaryId: column.name === table.primaryKey,
    IsPrimaryName: column.name === table.primaryName,
    IsValidForCreate: writable || column.access === 'createOnly',
    IsValidForRead: column.access !== 'writeOnly' && column.access !== 'hidden',
    IsValidForUpdate: writable,
    IsLogical: false,
    RequiredLevel: managedProperty(column.required, 'canmodifyrequirementlevelsettings'),
    ...derivedProperties(column),
  };
}

function nameAttribute(table: Table, column: Column, number: number): MetadataObject[] {
  const isLookup = column.targets !== undefined;
  if (!isLookup && !optionTypes.has(column.type)) return [];
  const [type, typeName, derived] = typeNames[isLookup ? 'String' : 'Virtual'];
  return [
    {
      '@odata.type': `#Microsoft.Dynamics.CRM.${derived}`,
      ...base(table, `${column.name}name`, number, type, typeName, undefined),
      AttributeOf: column.name,
      IsPrimaryId: false,
      IsPrimaryName: false,
      IsValidForCreate: false,
      IsValidForRead: true,
      IsValidForUpdate: false,
      IsLogical: true,
      RequiredLevel: managedProperty('None', 'canmodifyrequirementlevelsettings'),
      ...(isLookup ? { MaxLength: 100, Format: 'Text' } : {}),
    },
  ];
}

function base(
  table: Table,
  name: string,
  number: number,
  type: string,
  typeName: string,
  text: string | undefined,
): MetadataObject {
  return {
    MetadataId: metadataId(`attribute/${table.name}/${name}`),
    LogicalName: name,
    // Dataverse's own schema names are capitalised irregularly; ours only begin with a capital.
    SchemaName: name.charAt(0).toUpperCase() + name.slice(1),
    EntityLogicalName: table.name,
    ColumnNumber: number,
    AttributeType: type,
    AttributeTypeName: { Value: typeName },
    DisplayName: label(text),
    Description: label(undefined),
    IsCustomAttribute: false,
    IsManaged: true,
    IsCustomizable: managedProperty(true, 'iscustomizable'),
    IsValidForAdvancedFind: managedProperty(true, 'canmodifysearchsettings'),
    IsAuditEnabled: managedProperty(true, 'canmodifyauditsettings'),
    IsSecured: false,
    IsFilterable: false,
    IsSearchable: false,
    IsRetrievable: true,
    IntroducedVersion: '5.0.0.0',
    SourceType: 0,
  };
}

/** Names of the properties that every attribute has: the ones that `$select` takes without a cast. */
export function baseAttributeProperties(): readonly string[] {
  return baseProperties;
}

const baseProperties = [
  'MetadataId',
  'LogicalName',
  'SchemaName',
  'EntityLogicalName',
  'ColumnNumber',
  'AttributeType',
  'AttributeTypeName',
  'DisplayName',
  'Description',
  'IsCustomAttribute',
  'IsManaged',
  'IsCustomizable',
  'IsValidForAdvancedFind',
  'IsAuditEnabled',
  'IsSecured',
  'IsFilterable',
  'IsSearchable',
  'IsRetrievable',
  'IntroducedVersion',
  'SourceType',
  'AttributeOf',
  'IsPrimaryId',
  'IsPrimaryName',
  'IsValidForCreate',
  'IsValidForRead',
  'IsValidForUpdate',
  'IsLogical',
  'RequiredLevel',
];

function derivedProperties(column: Column): MetadataObject {
  switch (column.type) {
    case 'String':
      return { MaxLength: column.maxLength, Format: 'Text', FormatName: { Value: 'Text' } };
    case 'Memo':
      return { MaxLength: column.maxLength, Format: 'TextArea' };
    case 'Integer':
      return { MinValue: column.min, MaxValue: column.max, Format: 'None' };
    case 'Double':
    case 'Decimal':
    case 'Money':
      return { MinValue: column.min ?? null, MaxValue: column.max ?? null, Precision: column.precision };
    case 'DateTime':
      return {
        Format: column.dateOnly === true ? 'DateOnly' : 'DateAndTime',
        DateTimeBehavior: { Value: column.dateOnly === true ? 'DateOnly' : 'UserLocal' },
      };
    case 'Boolean':
      return { DefaultValue: column.default ?? false };
    case 'Picklist':
    case 'MultiSelectPicklist':
    case 'State':
    case 'Status':
      return { DefaultFormValue: column.default ?? -1 };
    case 'Lookup':
    case 'Customer':
    case 'Owner':
      return { Targets: column.targets?.map((target) => target.table) ?? [] };
    default:
      return {};
  }
}

/** `OptionSet` of a choice, reached by `$expand` on the cast attribute. */
export function optionSetOf(table: Table, column: Column): MetadataObject {
  const name = `${table.name}_${column.name}`;
  const common = {
    MetadataId: metadataId(`optionset/${name}`),
    Name: name,
    IsGlobal: false,
    IsCustomOptionSet: false,
    IsManaged: true,
    DisplayName: label(column.label),
  };
  const options = column.options ?? [];
  if (column.type !== 'Boolean')
    return {
      ...common,
      OptionSetType: column.type === 'State' || column.type === 'Status' ? column.type : 'Picklist',
      Options: options.map(optionMetadata),
    };
  const [falseOption, trueOption] = options;
  return {
    ...common,
    OptionSetType: 'Boolean',
    FalseOption: falseOption === undefined ? null : optionMetadata(falseOption),
    TrueOption: trueOption === undefined ? null : optionMetadata(trueOption),
  };
}

function optionMetadata(option: ColumnOption): MetadataObject {
  return {
    Value: option.value,
    Label: label(option.label),
    Description: label(undefined),
    Color: null,
    IsManaged: true,
    ...(option.state === undefined ? {} : { State: option.state }),
  };
}
