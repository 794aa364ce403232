import {
  type Column,
  choice,
  customer,
  date,
  dateTime,
  decimal,
  guid,
  lookup,
  memo,
  money,
  stateAndStatus,
  text,
  whole,
  yesOrNo,
} from '../column.ts';
import { businessRowColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';
import { freightTerms, paymentTerms, shippingMethod } from './customerChoices.ts';

const readOnly = { access: 'readOnly' } as const;

const userOwned = { ownership: 'UserOwned', business: true } as const;

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
