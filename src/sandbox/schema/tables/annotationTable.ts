import { memo, polymorphic, text, whole, yesOrNo } from '../column.ts';
import { auditColumns, importColumns, ownershipColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const regardingTables: readonly (readonly [string, string])[] = [
  ['account', 'Account'],
  ['contact', 'Contact'],
  ['task', 'Task'],
  ['email', 'Email'],
  ['phonecall', 'PhoneCall'],
  ['appointment', 'Appointment'],
  ['lead', 'Lead'],
  ['opportunity', 'Opportunity'],
  ['quote', 'Quote'],
  ['salesorder', 'SalesOrder'],
  ['invoice', 'Invoice'],
  ['incident', 'Incident'],
  ['product', 'Product'],
];

export const annotationTable = defineTable(
  {
    name: 'annotation',
    schemaName: 'Annotation',
    set: 'annotations',
    label: 'Note',
    pluralLabel: 'Notes',
    objectTypeCode: 5,
    primaryName: 'subject',
    ownership: 'UserOwned',
    business: true,
  },
  [
    text('subject', 'Title', 500),
    memo('notetext', 'Description', 100_000),
    text('filename', 'File Name', 255),
    whole('filesize', 'File Size (Bytes)', { access: 'readOnly', min: 0 }),
    text('mimetype', 'Mime Type', 256),
    text('documentbody', 'Document', 1_073_741_823),
    text('langid', 'Language ID', 2),
    text('stepid', 'Step Id', 32),
    yesOrNo('isdocument', 'Is Document', { default: false }),
    polymorphic(
      'objectid',
      'Regarding',
      regardingTables.map(([table, schemaName]) => ({
        table,
        navigation: `objectid_${table}`,
        collection: `${schemaName}_Annotation`,
        onDelete: 'Cascade',
      })),
    ),
    ...ownershipColumns(),
    ...importColumns(),
    ...auditColumns(),
  ],
);
