import {
  type Column,
  choice,
  dateTime,
  guid,
  lookup,
  memo,
  partyList,
  polymorphic,
  stateAndStatus,
  text,
  whole,
  yesOrNo,
} from '../column.ts';
import { auditColumns, currencyColumns, importColumns, ownershipColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const readOnly = { access: 'readOnly' } as const;

/** Tables that an activity can regard, with the schema name that their collection property begins with. */
const regardingTables: readonly (readonly [string, string])[] = [
  ['account', 'Account'],
  ['contact', 'Contact'],
  ['lead', 'Lead'],
  ['opportunity', 'Opportunity'],
  ['quote', 'Quote'],
  ['salesorder', 'SalesOrder'],
  ['invoice', 'Invoice'],
  ['incident', 'Incident'],
];

/** Navigation properties carry the activity's name: `regardingobjectid_account_task` here, `Account_Tasks` there. */
function regarding(activity: string, plural: string): Column {
  return polymorphic(
    'regardingobjectid',
    'Regarding',
    regardingTables.map(([table, schemaName]) => ({
      table,
      navigation: `regardingobjectid_${table}_${activity}`,
      collection: `${schemaName}_${plural}`,
    })),
  );
}

function activityColumns(activity: string, plural: string): Column[] {
  return [
    text('subject', 'Subject', 200, { required: 'ApplicationRequired' }),
    text('activitytypecode', 'Activity Type', 100, { ...readOnly, default: activity }),
    memo('activityadditionalparams', 'Additional Parameters', 8192),
    dateTime('scheduledstart', 'Start Date'),
    dateTime('scheduledend', 'Due Date'),
    dateTime('actualstart', 'Actual Start'),
    dateTime('actualend', 'Actual End'),
    whole('scheduleddurationminutes', 'Scheduled Duration', { ...readOnly, min: 0 }),
    whole('actualdurationminutes', 'Duration', { min: 0 }),
    yesOrNo('isbilled', 'Is Billed', { default: false }),
    yesOrNo('isworkflowcreated', 'Is Workflow Created', { default: false }),
    yesOrNo('isregularactivity', 'Is Regular Activity', { ...readOnly, default: true }),
    choice(
      'prioritycode',
      'Priority',
      [
        [0, 'Low'],
        [1, 'Normal'],
        [2, 'High'],
      ],
      { default: 1 },
    ),
    text('category', 'Category', 250),
    text('subcategory', 'Sub-Category', 250),
    dateTime('sortdate', 'Sort Date'),
    dateTime('lastonholdtime', 'Last On Hold Time'),
    whole('onholdtime', 'On Hold Time (Minutes)', readOnly),
    guid('processid', 'Process'),
    guid('stageid', '(Deprecated) Process Stage'),
    text('traversedpath', '(Deprecated) Traversed Path', 1250),
    lookup('slaid', 'SLA', 'sla', { navigation: `sla_${activity}_sla` }),
    regarding(activity, plural),
    ...currencyColumns(),
    ...ownershipColumns(),
    ...importColumns(),
    ...auditColumns(),
  ];
}

const activity = {
  primaryKey: 'activityid',
  primaryName: 'subject',
  ownership: 'UserOwned',
  business: true,
  activity: true,
} as const;

export const taskTable = defineTable(
  {
    name: 'task',
    schemaName: 'Task',
    set: 'tasks',
    label: 'Task',
    pluralLabel: 'Tasks',
    objectTypeCode: 4212,
    ...activity,
  },
  [
    memo('description', 'Description', 2000),
    whole('percentcomplete', 'Percent Complete', { min: 0, max: 100 }),
    text('crmtaskassigneduniqueid', 'Assigned Task Unique Id', 36, { access: 'hidden' }),
    ...stateAndStatus([
      [
        0,
        'Open',
        [
          [2, 'Not Started'],
          [3, 'In Progress'],
          [4, 'Waiting on someone else'],
          [7, 'Deferred'],
        ],
      ],
      [1, 'Completed', [[5, 'Completed']]],
      [2, 'Canceled', [[6, 'Canceled']]],
    ]),
    ...activityColumns('task', 'Tasks'),
  ],
);

export const emailTable = defineTable(
  {
    name: 'email',
    schemaName: 'Email',
    set: 'emails',
    label: 'Email',
    pluralLabel: 'Email Messages',
    objectTypeCode: 4202,
    ...activity,
  },
  [
    memo('description', 'Description', 1_073_741_823),
    partyList('from', 'From'),
    partyList('to', 'To'),
    partyList('cc', 'Cc'),
    partyList('bcc', 'Bcc'),
    text('sender', 'From', 250),
    text('torecipients', 'To Recipients', 500),
    text('submittedby', 'Submitted By', 250),
    text('trackingtoken', 'Tracking Token', 50),
    text('messageid', 'Message ID', 320, { access: 'createOnly' }),
    text('mimetype', 'Mime Type', 256),
    text('inreplyto', 'In Reply To Message', 320, readOnly),
    yesOrNo('directioncode', 'Direction', { default: true }, [
      { value: 0, label: 'Incoming' },
      { value: 1, label: 'Outgoing' },
    ]),
    yesOrNo('compressed', 'Compression', { ...readOnly, default: false }),
    yesOrNo('deliveryreceiptrequested', 'Delivery Receipt Requested', { default: false }),
    yesOrNo('readreceiptrequested', 'Read Receipt Requested', { default: false }),
    yesOrNo('followemailuserpreference', 'Following', { default: false }),
    whole('attachmentcount', 'Attachment Count', { ...readOnly, default: 0 }),
    whole('attachmentopencount', 'Attachment Open Count', { min: 0, default: 0 }),
    whole('opencount', 'Open Count', { ...readOnly, default: 0 }),
    whole('replycount', 'Reply Count', { ...readOnly, default: 0 }),
    whole('deliveryattempts', 'No. of Delivery Attempts', { min: 0, max: 1_000_000_000 }),
    choice('deliveryprioritycode', 'Delivery Priority', [
      [0, 'Low'],
      [1, 'Normal'],
      [2, 'High'],
    ]),
    dateTime('senton', 'Date Sent', readOnly),
    dateTime('delayedemailsendtime', 'Send Later'),
    dateTime('lastopenedtime', 'Last Opened Time'),
    dateTime('postponeemailprocessinguntil', 'Delay email processing until', readOnly),
    lookup('parentactivityid', 'Parent Activity Id', 'email', { collection: 'email_email_parentactivityid' }),
    lookup('templateid', 'ID of template used.', 'template'),
    polymorphic(
      'emailsender',
      'Sender',
      [
        { table: 'account', navigation: 'emailsender_account', collection: 'Account_Email_EmailSender' },
        { table: 'contact', navigation: 'emailsender_contact', collection: 'Contact_Email_EmailSender' },
        { table: 'lead', navigation: 'emailsender_lead', collection: 'Lead_Email_EmailSender' },
        {
          table: 'systemuser',
          navigation: 'emailsender_systemuser',
          collection: 'SystemUser_Email_EmailSender',
        },
      ],
      readOnly,
    ),
    ...stateAndStatus([
      [
        0,
        'Open',
        [
          [1, 'Draft'],
          [8, 'Failed'],
        ],
      ],
      [
        1,
        'Completed',
        [
          [2, 'Completed'],
          [3, 'Sent'],
          [4, 'Received'],
          [6, 'Pending Send'],
          [7, 'Sending'],
        ],
      ],
      [2, 'Canceled', [[5, 'Canceled']]],
    ]),
    ...activityColumns('email', 'Emails'),
  ],
);

export const phoneCallTable = defineTable(
  {
    name: 'phonecall',
    schemaName: 'PhoneCall',
    set: 'phonecalls',
    label: 'Phone Call',
    pluralLabel: 'Phone Calls',
    objectTypeCode: 4210,
    ...activity,
  },
  [
    memo('description', 'Description', 2000),
    text('phonenumber', 'Phone Number', 200),
    yesOrNo('directioncode', 'Direction', { default: true }, [
      { value: 0, label: 'Incoming' },
      { value: 1, label: 'Outgoing' },
    ]),
    yesOrNo('leftvoicemail', 'Left Voice Mail', { default: false }),
    partyList('from', 'Call From'),
    partyList('to', 'Call To'),
    ...stateAndStatus([
      [0, 'Open', [[1, 'Open']]],
      [
        1,
        'Completed',
        [
          [2, 'Made'],
          [4, 'Received'],
        ],
      ],
      [2, 'Canceled', [[3, 'Canceled']]],
    ]),
    ...activityColumns('phonecall', 'Phonecalls'),
  ],
);

export const appointmentTable = defineTable(
  {
    name: 'appointment',
    schemaName: 'Appointment',
    set: 'appointments',
    label: 'Appointment',
    pluralLabel: 'Appointments',
    objectTypeCode: 4201,
    ...activity,
  },
  [
    memo('description', 'Description', 1_073_741_823),
    text('location', 'Location', 200),
    text('globalobjectid', 'Outlook Appointment', 300),
    partyList('requiredattendees', 'Required Attendees'),
    partyList('optionalattendees', 'Optional Attendees'),
    partyList('organizer', 'Organizer'),
    yesOrNo('isalldayevent', 'All Day Event', { default: false }),
    yesOrNo('isonlinemeeting', 'Teams Meeting', { default: false }),
    yesOrNo('isdraft', 'Is Draft', { default: false }),
    yesOrNo('isunsafe', 'Is Private', { ...readOnly, default: false }),
    memo('onlinemeetingjoinurl', 'Online Meeting Join Url', 2000),
    whole('outlookownerapptid', 'Outlook Appointment Owner', { min: 0 }),
    guid('seriesid', 'Series Id', readOnly),
    choice(
      'instancetypecode',
      'Appointment Type',
      [
        [0, 'Not Recurring'],
        [1, 'Recurring Master'],
        [2, 'Recurring Instance'],
        [3, 'Recurring Exception'],
        [4, 'Recurring Future Exception'],
      ],
      { ...readOnly, default: 0 },
    ),
    ...stateAndStatus([
      [
        0,
        'Open',
        [
          [1, 'Free'],
          [2, 'Tentative'],
        ],
      ],
      [1, 'Completed', [[3, 'Completed']]],
      [2, 'Canceled', [[4, 'Canceled']]],
      [
        3,
        'Scheduled',
        [
          [5, 'Busy'],
          [6, 'Out of Office'],
        ],
      ],
    ]),
    ...activityColumns('appointment', 'Appointments'),
  ],
);

export const letterTable = defineTable(
  {
    name: 'letter',
    schemaName: 'Letter',
    set: 'letters',
    label: 'Letter',
    pluralLabel: 'Letters',
    objectTypeCode: 4207,
    ...activity,
  },
  [
    memo('description', 'Description', 2000),
    text('address', 'Address', 200),
    yesOrNo('directioncode', 'Direction', { default: true }, [
      { value: 0, label: 'Incoming' },
      { value: 1, label: 'Outgoing' },
    ]),
    partyList('from', 'Sender'),
    partyList('to', 'Recipient'),
    ...stateAndStatus([
      [
        0,
        'Open',
        [
          [1, 'Open'],
          [2, 'Draft'],
        ],
      ],
      [
        1,
        'Completed',
        [
          [3, 'Received'],
          [4, 'Sent'],
        ],
      ],
      [2, 'Canceled', [[5, 'Canceled']]],
    ]),
    ...activityColumns('letter', 'Letters'),
  ],
);

export const faxTable = defineTable(
  {
    name: 'fax',
    schemaName: 'Fax',
    set: 'faxes',
    label: 'Fax',
    pluralLabel: 'Faxes',
    objectTypeCode: 4204,
    ...activity,
  },
  [
    memo('description', 'Description', 2000),
    text('billingcode', 'Billing Code', 50),
    text('coverpagename', 'Cover Page Name', 100),
    text('faxnumber', 'Fax Number', 200),
    text('tsid', 'Transmitting Station ID', 20),
    whole('numberofpages', 'No. of Pages Delivered', { min: 0, max: 1_000_000_000 }),
    yesOrNo('directioncode', 'Direction', { default: true }, [
      { value: 0, label: 'Incoming' },
      { value: 1, label: 'Outgoing' },
    ]),
    partyList('from', 'Sender'),
    partyList('to', 'Recipient'),
    ...stateAndStatus([
      [0, 'Open', [[1, 'Open']]],
      [
        1,
        'Completed',
        [
          [2, 'Completed'],
          [3, 'Sent'],
          [4, 'Received'],
        ],
      ],
      [2, 'Canceled', [[5, 'Canceled']]],
    ]),
    ...activityColumns('fax', 'Faxes'),
  ],
);
