import {
  type Column,
  choice,
  dateTime,
  decimal,
  guid,
  lookup,
  managed,
  owner,
  text,
  whole,
  yesOrNo,
} from './column.ts';

const readOnly = { access: 'readOnly' } as const;
const noCascade = { onDelete: 'NoCascade' } as const;

/** Who created and changed the row, and when. Every table has these. */
export function auditColumns(): Column[] {
  return [
    dateTime('createdon', 'Created On', readOnly),
    dateTime('modifiedon', 'Modified On', readOnly),
    lookup('createdby', 'Created By', 'systemuser', noCascade, readOnly),
    lookup('modifiedby', 'Modified By', 'systemuser', noCascade, readOnly),
    lookup('createdonbehalfby', 'Created By (Delegate)', 'systemuser', noCascade, readOnly),
    lookup('modifiedonbehalfby', 'Modified By (Delegate)', 'systemuser', noCascade, readOnly),
  ];
}

/** Owner and the columns the platform derives from it. */
export function ownershipColumns(): Column[] {
  return [
    owner(),
    lookup('owningbusinessunit', 'Owning Business Unit', 'businessunit', noCascade, readOnly),
    lookup('owninguser', 'Owning User', 'systemuser', noCascade, readOnly),
    lookup('owningteam', 'Owning Team', 'team', noCascade, readOnly),
  ];
}

/** Columns of every table that can be imported into and shown in a time zone. */
export function importColumns(): Column[] {
  return [
    whole('importsequencenumber', 'Import Sequence Number', { access: 'createOnly' }),
    dateTime('overriddencreatedon', 'Record Created On', { access: 'createOnly', dateOnly: true }),
    whole('timezoneruleversionnumber', 'Time Zone Rule Version Number', { min: -1 }),
    whole('utcconversiontimezonecode', 'UTC Conversion Time Zone Code', { min: -1 }),
  ];
}

/** Currency of the row's money columns. */
export function currencyColumns(): Column[] {
  return [
    lookup('transactioncurrencyid', 'Currency', 'transactioncurrency', { onDelete: 'Restrict' }),
    decimal('exchangerate', 'Exchange Rate', { access: 'readOnly', precision: 12, min: 0 }),
  ];
}

/** What a user-owned business row with money columns ends with. */
export function businessRowColumns(): Column[] {
  return [...currencyColumns(), ...ownershipColumns(), ...importColumns(), ...auditColumns()];
}

/** Columns of every solution-aware registration table. `uniqueId` is the `…idunique` column. */
export function solutionColumns(uniqueId: string, customizable = true): Column[] {
  return [
    choice(
      'componentstate',
      'Component State',
      [
        [0, 'Published'],
        [1, 'Unpublished'],
        [2, 'Deleted'],
        [3, 'Deleted Unpublished'],
      ],
      { ...readOnly, default: 0 },
    ),
    dateTime('overwritetime', 'Record Overwrite Time', { ...readOnly, default: '1900-01-01T00:00:00Z' }),
    guid('solutionid', 'Solution', readOnly),
    guid('supportingsolutionid', 'Solution', { access: 'hidden' }),
    yesOrNo('ismanaged', 'State', { ...readOnly, default: false }, [
      { value: 0, label: 'Unmanaged' },
      { value: 1, label: 'Managed' },
    ]),
    guid(uniqueId, 'Unique Id', readOnly),
    text('introducedversion', 'Introduced Version', 48, { default: '1.0' }),
    ...(customizable ? [managed('iscustomizable', 'Customizable', true, 'iscustomizableanddeletable')] : []),
  ];
}

/** 0 = system, 1 = custom. */
export function customizationLevel(): Column {
  return whole('customizationlevel', 'Customization Level', { ...readOnly, default: 1, min: -255, max: 255 });
}

/** Postal address columns, `address1` or `address2` and so on. */
export function addressColumns(prefix: string, label: string): Column[] {
  return [
    text(`${prefix}_name`, `${label}: Name`, 200),
    text(`${prefix}_line1`, `${label}: Street 1`, 250),
    text(`${prefix}_line2`, `${label}: Street 2`, 250),
    text(`${prefix}_line3`, `${label}: Street 3`, 250),
    text(`${prefix}_city`, `${label}: City`, 80),
    text(`${prefix}_stateorprovince`, `${label}: State/Province`, 50),
    text(`${prefix}_postalcode`, `${label}: ZIP/Postal Code`, 20),
    text(`${prefix}_country`, `${label}: Country/Region`, 80),
    text(`${prefix}_county`, `${label}: County`, 50),
    text(`${prefix}_telephone1`, `${label}: Phone`, 50),
    text(`${prefix}_telephone2`, `${label}: Telephone 2`, 50),
    text(`${prefix}_fax`, `${label}: Fax`, 50),
    text(`${prefix}_postofficebox`, `${label}: Post Office Box`, 20),
    text(`${prefix}_primarycontactname`, `${label}: Primary Contact Name`, 100),
    text(`${prefix}_upszone`, `${label}: UPS Zone`, 4),
    whole(`${prefix}_utcoffset`, `${label}: UTC Offset`, { min: -1500, max: 1500 }),
    guid(`${prefix}_addressid`, `${label}: ID`),
  ];
}
