import {
  choice,
  dateTime,
  decimal,
  guid,
  lookup,
  memo,
  stateAndStatus,
  text,
  whole,
  yesOrNo,
} from '../column.ts';
import { addressColumns, auditColumns, currencyColumns, importColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const readOnly = { access: 'readOnly' } as const;
const required = { required: 'SystemRequired' } as const;
const later = { create: 'later', update: 'later', delete: 'later' } as const;

export const organizationTable = defineTable(
  {
    name: 'organization',
    schemaName: 'Organization',
    set: 'organizations',
    label: 'Organization',
    pluralLabel: 'Organizations',
    objectTypeCode: 1019,
    primaryName: 'name',
    ownership: 'None',
    create: 'refused',
    delete: 'refused',
  },
  [
    text('name', 'Organization Name', 160, { ...required, access: 'readOnly' }),
    choice(
      'plugintracelogsetting',
      'Plug-in Trace Log Setting',
      [
        [0, 'Off'],
        [1, 'Exception'],
        [2, 'All'],
      ],
      { default: 0 },
    ),
    whole('languagecode', 'Language', { ...readOnly, default: 1033 }),
    whole('localeid', 'Locale', { default: 1033 }),
    text('schemanameprefix', 'Customization Name Prefix', 8),
    text('schematype', 'Schema Type', 30, readOnly),
    whole('maxuploadfilesize', 'Max Upload File Size', { default: 5_242_880, min: 0, max: 131_072_000 }),
    whole('maxdepthforhierarchicalsecuritymodel', 'Max depth for hierarchy security', { default: 3 }),
    yesOrNo('isauditenabled', 'Is Auditing Enabled', { default: false }),
    yesOrNo('ispluginregistrationenabled', 'Is Plug-in Registration Enabled', { ...readOnly, default: true }),
    lookup('basecurrencyid', 'Currency', 'transactioncurrency', { onDelete: 'NoCascade' }, readOnly),
    lookup('systemuserid', 'System User', 'systemuser', { onDelete: 'NoCascade' }, readOnly),
    ...auditColumns(),
  ],
);

export const businessUnitTable = defineTable(
  {
    name: 'businessunit',
    schemaName: 'BusinessUnit',
    set: 'businessunits',
    label: 'Business Unit',
    pluralLabel: 'Business Units',
    objectTypeCode: 10,
    primaryName: 'name',
    ownership: 'BusinessOwned',
    ...later,
  },
  [
    text('name', 'Name', 160, { required: 'ApplicationRequired' }),
    memo('description', 'Description', 2000),
    text('divisionname', 'Division', 100),
    text('costcenter', 'Cost Center', 100),
    text('emailaddress', 'Email', 100),
    text('websiteurl', 'Website', 200),
    yesOrNo('isdisabled', 'Is Disabled', { ...readOnly, default: false }),
    lookup('parentbusinessunitid', 'Parent Business', 'businessunit', {
      collection: 'business_unit_parent_business_unit',
      onDelete: 'Restrict',
    }),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    ...auditColumns(),
  ],
);

export const teamTable = defineTable(
  {
    name: 'team',
    schemaName: 'Team',
    set: 'teams',
    label: 'Team',
    pluralLabel: 'Teams',
    objectTypeCode: 9,
    primaryName: 'name',
    ownership: 'BusinessOwned',
    ...later,
  },
  [
    text('name', 'Team Name', 160, { required: 'ApplicationRequired' }),
    memo('description', 'Description', 2000),
    choice(
      'teamtype',
      'Team Type',
      [
        [0, 'Owner'],
        [1, 'Access'],
        [2, 'Security Group'],
        [3, 'Office Group'],
      ],
      { default: 0 },
    ),
    yesOrNo('isdefault', 'Is Default', { ...readOnly, default: false }),
    lookup('administratorid', 'Administrator', 'systemuser', { collection: 'lk_teambase_administratorid' }),
    lookup('businessunitid', 'Business Unit', 'businessunit', {
      collection: 'business_unit_teams',
      onDelete: 'Restrict',
    }),
    ...auditColumns(),
  ],
);

export const transactionCurrencyTable = defineTable(
  {
    name: 'transactioncurrency',
    schemaName: 'TransactionCurrency',
    set: 'transactioncurrencies',
    label: 'Currency',
    pluralLabel: 'Currencies',
    objectTypeCode: 9105,
    primaryName: 'currencyname',
    ...later,
  },
  [
    text('currencyname', 'Currency Name', 100, required),
    text('currencysymbol', 'Currency Symbol', 13, required),
    text('isocurrencycode', 'Currency Code', 5, required),
    whole('currencyprecision', 'Currency Precision', { ...required, default: 2, min: 0, max: 4 }),
    decimal('exchangerate', 'Exchange Rate', { ...required, default: 1, precision: 10, min: 0 }),
    ...stateAndStatus([
      [0, 'Active', [[1, 'Active']]],
      [1, 'Inactive', [[2, 'Inactive']]],
    ]),
    ...auditColumns(),
  ],
);

export const systemUserTable = defineTable(
  {
    name: 'systemuser',
    schemaName: 'SystemUser',
    set: 'systemusers',
    label: 'User',
    pluralLabel: 'Users',
    objectTypeCode: 8,
    primaryName: 'fullname',
    ownership: 'BusinessOwned',
    ...later,
  },
  [
    text('fullname', 'Full Name', 200, readOnly),
    text('firstname', 'First Name', 256, required),
    text('lastname', 'Last Name', 256, required),
    text('middlename', 'Middle Name', 50),
    text('nickname', 'Nickname', 50),
    text('title', 'Title', 128),
    text('jobtitle', 'Job Title', 100),
    text('domainname', 'User Name', 1024, required),
    text('internalemailaddress', 'Primary Email', 100, required),
    text('personalemailaddress', 'Email 2', 100),
    text('mobilephone', 'Mobile Phone', 64),
    text('homephone', 'Home Phone', 50),
    text('employeeid', 'Employee', 100),
    yesOrNo('isdisabled', 'Status', { default: false }, [
      { value: 0, label: 'Enabled' },
      { value: 1, label: 'Disabled' },
    ]),
    text('disabledreason', 'Disabled Reason', 500, readOnly),
    guid('azureactivedirectoryobjectid', 'Azure AD Object ID', readOnly),
    guid('applicationid', 'Application ID'),
    choice(
      'accessmode',
      'Access Mode',
      [
        [0, 'Read-Write'],
        [1, 'Administrative'],
        [2, 'Read'],
        [3, 'Support User'],
        [4, 'Non-interactive'],
        [5, 'Delegated Admin'],
      ],
      { default: 0 },
    ),
    choice(
      'caltype',
      'License Type',
      [
        [0, 'Professional'],
        [1, 'Administrative'],
        [2, 'Basic'],
        [3, 'Device Professional'],
        [4, 'Device Basic'],
        [5, 'Essential'],
        [6, 'Device Essential'],
        [7, 'Enterprise'],
        [8, 'Device Enterprise'],
      ],
      { default: 0 },
    ),
    yesOrNo('setupuser', 'Restricted Access Mode', { default: false }),
    yesOrNo('isintegrationuser', 'Integration user mode', { default: false }),
    yesOrNo('islicensed', 'User Licensed', { ...readOnly, default: true }),
    text('windowsliveid', 'Windows Live ID', 1024),
    text('photourl', 'Photo URL', 200),
    text('preferredaddress', 'Preferred Address', 10),
    guid('organizationid', 'Organization', readOnly),
    lookup(
      'businessunitid',
      'Business Unit',
      'businessunit',
      { collection: 'business_unit_system_users', onDelete: 'Restrict' },
      required,
    ),
    lookup('parentsystemuserid', 'Manager', 'systemuser', { collection: 'user_parent_user' }),
    dateTime('latestupdatetime', 'Latest User Update Time', readOnly),
    ...addressColumns('address1', 'Address').filter(
      (column) => column.name !== 'address1_primarycontactname',
    ),
    ...currencyColumns(),
    ...importColumns(),
    ...auditColumns(),
  ],
);
