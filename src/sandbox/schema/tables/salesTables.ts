import {
  type Column,
  choice,
  customer,
  date,
  dateTime,
  decimal,
  double,
  guid,
  lookup,
  memo,
  money,
  stateAndStatus,
  text,
  whole,
  yesOrNo,
} from '../column.ts';
import {
  addressColumns,
  auditColumns,
  currencyColumns,
  importColumns,
  ownershipColumns,
} from '../commonColumns.ts';
import { defineTable } from '../table.ts';
import {
  allowOrNot,
  freightTerms,
  paymentTerms,
  preferredContactMethod,
  shippingMethod,
} from './customerChoices.ts';

const readOnly = { access: 'readOnly' } as const;

function businessRowColumns(): Column[] {
  return [...currencyColumns(), ...ownershipColumns(), ...importColumns(), ...auditColumns()];
}

const userOwned = { ownership: 'UserOwned', business: true } as const;

export const leadTable = defineTable(
  {
    name: 'lead',
    schemaName: 'Lead',
    set: 'leads',
    label: 'Lead',
    pluralLabel: 'Leads',
    objectTypeCode: 4,
    primaryName: 'fullname',
    ...userOwned,
  },
  [
    text('subject', 'Topic', 300, { required: 'ApplicationRequired' }),
    text('fullname', 'Name', 160, readOnly),
    text('firstname', 'First Name', 50, { required: 'Recommended' }),
    text('middlename', 'Middle Name', 50),
    text('lastname', 'Last Name', 50, { required: 'ApplicationRequired' }),
    text('salutation', 'Salutation', 100),
    text('companyname', 'Company Name', 100, { required: 'Recommended' }),
    text('jobtitle', 'Job Title', 100),
    text('emailaddress1', 'Email', 100),
    text('emailaddress2', 'Email Address 2', 100),
    text('emailaddress3', 'Email Address 3', 100),
    text('telephone1', 'Business Phone', 50),
    text('telephone2', 'Home Phone', 50),
    text('telephone3', 'Other Phone', 50),
    text('mobilephone', 'Mobile Phone', 20),
    text('fax', 'Fax', 50),
    text('websiteurl', 'Website', 200),
    text('sic', 'SIC Code', 20),
    memo('description', 'Description', 2000),
    memo('qualificationcomments', 'Qualification Comments', 2000),
    whole('numberofemployees', 'No. of Employees', { min: 0, max: 1_000_000 }),
    money('revenue', 'Annual Revenue', { min: 0, max: 100_000_000_000_000 }),
    money('budgetamount', 'Budget Amount', { min: 0, max: 1_000_000_000_000 }),
    money('estimatedamount', 'Est. Value', { min: 0, max: 1_000_000_000_000 }),
    double('estimatedvalue', 'Est. Value (deprecated)', { min: 0 }),
    date('estimatedclosedate', 'Est. Close Date'),
    choice('leadsourcecode', 'Lead Source', [
      [1, 'Advertisement'],
      [2, 'Employee Referral'],
      [3, 'External Referral'],
      [4, 'Partner'],
      [5, 'Public Relations'],
      [6, 'Seminar'],
      [7, 'Trade Show'],
      [8, 'Web'],
      [9, 'Word of Mouth'],
      [10, 'Other'],
    ]),
    choice(
      'leadqualitycode',
      'Rating',
      [
        [1, 'Hot'],
        [2, 'Warm'],
        [3, 'Cold'],
      ],
      { default: 2 },
    ),
    choice('purchasetimeframe', 'Purchase Timeframe', [
      [0, 'Immediate'],
      [1, 'This Quarter'],
      [2, 'Next Quarter'],
      [3, 'This Year'],
      [4, 'Unknown'],
    ]),
    choice('purchaseprocess', 'Purchase Process', [
      [0, 'Individual'],
      [1, 'Committee'],
      [2, 'Unknown'],
    ]),
    choice('budgetstatus', 'Budget', [
      [0, 'No Committed Budget'],
      [1, 'May Buy'],
      [2, 'Can Buy'],
      [3, 'Will Buy'],
    ]),
    choice('prioritycode', 'Priority', [[1, 'Default Value']], { default: 1 }),
    choice('preferredcontactmethodcode', 'Preferred Method of Contact', preferredContactMethod, {
      default: 1,
    }),
    yesOrNo('decisionmaker', 'Decision Maker?', { default: false }),
    yesOrNo('evaluatefit', 'Evaluate Fit', { default: false }),
    yesOrNo('donotemail', 'Do not allow Emails', { default: false }, allowOrNot),
    yesOrNo('donotphone', 'Do not allow Phone Calls', { default: false }, allowOrNot),
    yesOrNo('donotbulkemail', 'Do not allow Bulk Emails', { default: false }, allowOrNot),
    yesOrNo('donotfax', 'Do not allow Faxes', { default: false }, allowOrNot),
    yesOrNo('donotpostalmail', 'Do not allow Mails', { default: false }, allowOrNot),
    yesOrNo('followemail', 'Follow Email Activity', { default: true }),
    dateTime('schedulefollowup_prospect', 'Schedule Follow Up (Prospect)', { dateOnly: true }),
    dateTime('schedulefollowup_qualify', 'Schedule Follow Up (Qualify)', { dateOnly: true }),
    memo('address1_composite', 'Address 1', 1000, readOnly),
    ...addressColumns('address1', 'Address 1').filter(
      (column) => !column.name.endsWith('primarycontactname'),
    ),
    customer('customerid', 'Customer', {
      account: 'lead_customer_accounts',
      contact: 'lead_customer_contacts',
    }),
    lookup('parentaccountid', 'Parent Account for lead', 'account', { collection: 'lead_parent_account' }),
    lookup('parentcontactid', 'Parent Contact for lead', 'contact', { collection: 'lead_parent_contact' }),
    lookup('qualifyingopportunityid', 'Qualifying Opportunity', 'opportunity', {
      collection: 'lead_qualifying_opportunity',
    }),
    lookup('campaignid', 'Source Campaign', 'campaign'),
    ...stateAndStatus([
      [
        0,
        'Open',
        [
          [1, 'New'],
          [2, 'Contacted'],
        ],
      ],
      [1, 'Qualified', [[3, 'Qualified']]],
      [
        2,
        'Disqualified',
        [
          [4, 'Lost'],
          [5, 'Cannot Contact'],
          [6, 'No Longer Interested'],
          [7, 'Canceled'],
        ],
      ],
    ]),
    ...businessRowColumns(),
  ],
);

export const opportunityTable = defineTable(
  {
    name: 'opportunity',
    schemaName: 'Opportunity',
    set: 'opportunities',
    label: 'Opportunity',
    pluralLabel: 'Opportunities',
    objectTypeCode: 3,
    primaryName: 'name',
    ...userOwned,
  },
  [
    text('name', 'Topic', 300, { required: 'ApplicationRequired' }),
    text('emailaddress', 'Email Address', 100),
    text('stepname', 'Pipeline Phase', 200),
    memo('description', 'Description', 2000),
    memo('currentsituation', 'Current Situation', 2000),
    memo('customerneed', 'Customer Need', 2000),
    memo('customerpainpoints', 'Customer Pain Points', 2000),
    memo('proposedsolution', 'Proposed Solution', 2000),
    memo('qualificationcomments', 'Qualification Comments', 2000),
    memo('quotecomments', 'Quote Comments', 2000),
    money('actualvalue', 'Actual Revenue'),
    money('budgetamount', 'Budget Amount', { min: 0, max: 1_000_000_000_000 }),
    money('estimatedvalue', 'Est. Revenue'),
    money('discountamount', 'Opportunity Discount Amount', { min: 0, max: 1_000_000_000_000 }),
    money('freightamount', 'Freight Amount', { min: 0, max: 1_000_000_000_000 }),
    money('totalamount', 'Total Amount'),
    money('totalamountlessfreight', 'Total Pre-Freight Amount'),
    money('totaldiscountamount', 'Total Discount Amount'),
    money('totallineitemamount', 'Total Detail Amount'),
    money('totallineitemdiscountamount', 'Total Line Item Discount Amount'),
    money('totaltax', 'Total Tax'),
    decimal('discountpercentage', 'Opportunity Discount (%)', { min: 0, max: 100 }),
    whole('closeprobability', 'Probability', { min: 0, max: 100 }),
    whole('timeline', 'Timeline'),
    date('actualclosedate', 'Actual Close Date'),
    date('estimatedclosedate', 'Est. Close Date'),
    date('finaldecisiondate', 'Final Decision Date'),
    choice(
      'opportunityratingcode',
      'Rating',
      [
        [1, 'Hot'],
        [2, 'Warm'],
        [3, 'Cold'],
      ],
      { default: 2 },
    ),
    choice('prioritycode', 'Priority', [[1, 'Default Value']], { default: 1 }),
    choice('salesstage', 'Sales Stage', [
      [0, 'Qualify'],
      [1, 'Develop'],
      [2, 'Propose'],
      [3, 'Close'],
    ]),
    choice('salesstagecode', 'Process Code', [[1, 'Default Value']], { default: 1 }),
    choice('purchasetimeframe', 'Purchase Timeframe', [
      [0, 'Immediate'],
      [1, 'This Quarter'],
      [2, 'Next Quarter'],
      [3, 'This Year'],
      [4, 'Unknown'],
    ]),
    choice('purchaseprocess', 'Purchase Process', [
      [0, 'Individual'],
      [1, 'Committee'],
      [2, 'Unknown'],
    ]),
    choice('budgetstatus', 'Budget', [
      [0, 'No Committed Budget'],
      [1, 'May Buy'],
      [2, 'Can Buy'],
      [3, 'Will Buy'],
    ]),
    choice('pricingerrorcode', 'Pricing Error', [[0, 'None']], { default: 0 }),
    yesOrNo('isrevenuesystemcalculated', 'Revenue', { default: false }, [
      { value: 0, label: 'User Provided' },
      { value: 1, label: 'System Calculated' },
    ]),
    yesOrNo('decisionmaker', 'Decision Maker?', { default: false }),
    yesOrNo('evaluatefit', 'Evaluate Fit', { default: false }),
    yesOrNo('identifycompetitors', 'Identify Competitors', { default: false }),
    yesOrNo('presentproposal', 'Presented Proposal', { default: false }),
    yesOrNo('participatesinworkflow', 'Participates in Workflow', { default: false }),
    customer('customerid', 'Potential Customer', {
      account: 'opportunity_customer_accounts',
      contact: 'opportunity_customer_contacts',
    }),
    lookup('parentaccountid', 'Account', 'account', { collection: 'opportunity_parent_account' }),
    lookup('parentcontactid', 'Contact', 'contact', { collection: 'opportunity_parent_contact' }),
    lookup('originatingleadid', 'Originating Lead', 'lead', { collection: 'opportunity_originating_lead' }),
    lookup('pricelevelid', 'Price List', 'pricelevel'),
    lookup('campaignid', 'Source Campaign', 'campaign'),
    ...stateAndStatus([
      [
        0,
        'Open',
        [
          [1, 'In Progress'],
          [2, 'On Hold'],
        ],
      ],
      [1, 'Won', [[3, 'Won']]],
      [
        2,
        'Lost',
        [
          [4, 'Canceled'],
          [5, 'Out-Sold'],
        ],
      ],
    ]),
    ...businessRowColumns(),
  ],
);

/** What quotes, orders and invoices have in common. `prefix` begins the collection names on account and contact. */
function salesDocumentColumns(prefix: string): (Column | Column[])[] {
  return [
    text('name', 'Name', 300, { required: 'ApplicationRequired' }),
    memo('description', 'Description', 2000),
    text('emailaddress', 'Email Address', 100),
    money('discountamount', 'Discount Amount', { min: 0, max: 1_000_000_000_000 }),
    money('freightamount', 'Freight Amount', { min: 0, max: 1_000_000_000_000 }),
    money('totalamount', 'Total Amount'),
    money('totalamountlessfreight', 'Total Pre-Freight Amount'),
    money('totaldiscountamount', 'Total Discount Amount'),
    money('totallineitemamount', 'Total Detail Amount'),
    money('totallineitemdiscountamount', 'Total Line Item Discount Amount'),
    money('totaltax', 'Total Tax'),
    decimal('discountpercentage', 'Discount (%)', { min: 0, max: 100 }),
    choice('paymenttermscode', 'Payment Terms', paymentTerms),
    choice('shippingmethodcode', 'Shipping Method', shippingMethod),
    choice('pricingerrorcode', 'Pricing Error', [[0, 'None']], { default: 0 }),
    yesOrNo('willcall', 'Ship To', { default: false }, [
      { value: 0, label: 'Address' },
      { value: 1, label: 'Will Call' },
    ]),
    ...['billto', 'shipto'].flatMap((address) => documentAddress(address)),
    guid('processid', 'Process'),
    guid('stageid', '(Deprecated) Stage Id'),
    customer(
      'customerid',
      'Potential Customer',
      { account: `${prefix}_customer_accounts`, contact: `${prefix}_customer_contacts` },
      { required: 'SystemRequired' },
    ),
    lookup('opportunityid', 'Opportunity', 'opportunity', { collection: `opportunity_${prefix}s` }),
    lookup('pricelevelid', 'Price List', 'pricelevel'),
  ];
}

function documentAddress(prefix: string): Column[] {
  const label = prefix === 'billto' ? 'Bill To' : 'Ship To';
  return [
    text(`${prefix}_name`, `${label} Name`, 200),
    text(`${prefix}_line1`, `${label} Street 1`, 4000),
    text(`${prefix}_line2`, `${label} Street 2`, 4000),
    text(`${prefix}_line3`, `${label} Street 3`, 4000),
    text(`${prefix}_city`, `${label} City`, 80),
    text(`${prefix}_stateorprovince`, `${label} State/Province`, 50),
    text(`${prefix}_postalcode`, `${label} ZIP/Postal Code`, 20),
    text(`${prefix}_country`, `${label} Country/Region`, 80),
    text(`${prefix}_telephone`, `${label} Phone`, 50),
    text(`${prefix}_fax`, `${label} Fax`, 50),
    memo(`${prefix}_composite`, `${label} Address`, 1000, readOnly),
  ];
}

export const quoteTable = defineTable(
  {
    name: 'quote',
    schemaName: 'Quote',
    set: 'quotes',
    label: 'Quote',
    pluralLabel: 'Quotes',
    objectTypeCode: 1084,
    primaryName: 'name',
    ...userOwned,
  },
  [
    text('quotenumber', 'Quote ID', 100, { access: 'createOnly' }),
    whole('revisionnumber', 'Revision ID', { ...readOnly, default: 0, min: 0 }),
    text('uniquedscid', 'Unique Dsc ID', 36, { access: 'hidden' }),
    date('effectivefrom', 'Effective From'),
    date('effectiveto', 'Effective To'),
    date('expireson', 'Due By'),
    date('requestdeliveryby', 'Requested Delivery Date'),
    date('closedon', 'Closed On'),
    choice('freighttermscode', 'Freight Terms', freightTerms),
    ...salesDocumentColumns('quote'),
    ...stateAndStatus([
      [0, 'Draft', [[1, 'In Progress']]],
      [
        1,
        'Active',
        [
          [2, 'In Progress'],
          [3, 'Open'],
        ],
      ],
      [2, 'Won', [[4, 'Won']]],
      [
        3,
        'Closed',
        [
          [5, 'Lost'],
          [6, 'Canceled'],
          [7, 'Revised'],
        ],
      ],
    ]),
    ...businessRowColumns(),
  ],
);

export const salesOrderTable = defineTable(
  {
    name: 'salesorder',
    schemaName: 'SalesOrder',
    set: 'salesorders',
    label: 'Order',
    pluralLabel: 'Orders',
    objectTypeCode: 1088,
    primaryName: 'name',
    ...userOwned,
  },
  [
    text('ordernumber', 'Order ID', 100, { access: 'createOnly' }),
    date('datefulfilled', 'Date Fulfilled'),
    date('requestdeliveryby', 'Requested Delivery Date'),
    dateTime('submitdate', 'Date Submitted', { dateOnly: true }),
    whole('submitstatus', 'Submitted Status'),
    memo('submitstatusdescription', 'Submitted Status Description', 2000),
    yesOrNo('ispricelocked', 'Prices Locked', { ...readOnly, default: false }),
    dateTime('lastbackofficesubmit', 'Last Submitted to Back Office', { dateOnly: true }),
    choice('freighttermscode', 'Freight Terms', freightTerms),
    choice('prioritycode', 'Priority', [[1, 'Default Value']], { default: 1 }),
    lookup('quoteid', 'Quote', 'quote', { collection: 'quote_orders' }),
    ...salesDocumentColumns('order'),
    ...stateAndStatus([
      [
        0,
        'Active',
        [
          [1, 'New'],
          [2, 'Pending'],
        ],
      ],
      [1, 'Submitted', [[3, 'In Progress']]],
      [2, 'Canceled', [[4, 'No Money']]],
      [
        3,
        'Fulfilled',
        [
          [100001, 'Complete'],
          [100002, 'Partial'],
        ],
      ],
      [4, 'Invoiced', [[100003, 'Invoiced']]],
    ]),
    ...businessRowColumns(),
  ],
);

export const invoiceTable = defineTable(
  {
    name: 'invoice',
    schemaName: 'Invoice',
    set: 'invoices',
    label: 'Invoice',
    pluralLabel: 'Invoices',
    objectTypeCode: 1090,
    primaryName: 'name',
    ...userOwned,
  },
  [
    text('invoicenumber', 'Invoice ID', 100, { access: 'createOnly' }),
    date('datedelivered', 'Date Delivered'),
    date('duedate', 'Due Date'),
    yesOrNo('ispricelocked', 'Prices Locked', { ...readOnly, default: false }),
    dateTime('lastbackofficesubmit', 'Last Submitted to Back Office', { dateOnly: true }),
    choice('prioritycode', 'Priority', [[1, 'Default Value']], { default: 1 }),
    lookup('salesorderid', 'Order', 'salesorder', { collection: 'order_invoices' }),
    ...salesDocumentColumns('invoice'),
    ...stateAndStatus([
      [
        0,
        'Active',
        [
          [1, 'New'],
          [2, 'Partially Shipped'],
          [4, 'Billed'],
          [5, 'Booked (applies to services)'],
          [6, 'Installed (applies to services)'],
        ],
      ],
      [1, 'Closed (deprecated)', [[3, 'Canceled (deprecated)']]],
      [
        2,
        'Paid',
        [
          [100001, 'Complete'],
          [100002, 'Partial'],
        ],
      ],
      [3, 'Canceled', [[100003, 'Canceled']]],
    ]),
    ...businessRowColumns(),
  ],
);
