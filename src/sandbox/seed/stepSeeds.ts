import {
  acsQueue,
  chatWebhook,
  eventsTopic,
  ordersQueue,
  partnerQueue,
  pricingWebhook,
  telemetryHub,
  warehouseRelay,
} from './seedEndpoints.ts';

/** A step on a plug-in type (full class name and assembly version) or on an endpoint (its name). */
export type StepSeed = {
  readonly on: { readonly type: string } | { readonly endpoint: string };
  readonly message: string;
  /** `none`: the message's filter row without table; nothing: any table. */
  readonly table?: string;
  readonly stage: 10 | 20 | 40;
  readonly asynchronous?: true;
  readonly rank?: number;
  readonly columns?: string;
  readonly configuration?: string;
  readonly runAs?: string;
  readonly secure?: string;
  readonly disabled?: true;
  readonly autoDelete?: true;
  readonly managedIn?: string;
  readonly hidden?: true;
  readonly images?: readonly ImageSeed[];
};

/** Image type: 0 pre, 1 post, 2 both. */
export type ImageSeed = {
  readonly alias: string;
  readonly type: 0 | 1 | 2;
  readonly columns?: string;
  readonly property?: string;
};

const sales1 = (name: string) => ({ type: `Contoso.Sales.Plugins.${name} 1.4.0.0` });
const sales2 = (name: string) => ({ type: `Contoso.Sales.Plugins.${name} 2.0.0.0` });
const service = (name: string) => ({ type: `Contoso.Service.Plugins.${name} 1.1.3.0` });
const integration = (name: string) => ({ type: `Contoso.Integration.${name} 3.2.1.0` });
const fabrikam = (name: string) => ({ type: `Fabrikam.Addressing.${name} 1.0.7.0` });
const northwind = (name: string) => ({ type: `Northwind.DuplicateGuard.${name} 4.1.0.0` });
const endpoint = (name: string) => ({ endpoint: name });

const addresses = 'address1_city,address1_country,address1_line1,address1_line2,address1_postalcode';
const pre = (columns: string): ImageSeed => ({ alias: 'PreImage', type: 0, columns });
const post = (columns: string): ImageSeed => ({ alias: 'PostImage', type: 1, columns });

const pluginSteps: readonly StepSeed[] = [
  { on: sales1('AccountNumbering'), message: 'Create', table: 'account', stage: 20, disabled: true },
  {
    on: sales2('AccountNumbering'),
    message: 'Create',
    table: 'account',
    stage: 20,
    configuration: 'prefix=C-',
  },
  {
    on: sales1('CreditCheck'),
    message: 'Update',
    table: 'account',
    stage: 10,
    columns: 'creditlimit,creditonhold',
    secure: '<settings><setting name="service" value="https://credit.contoso.example/"/></settings>',
    images: [pre('creditlimit,creditonhold,name')],
  },
  {
    on: sales1('CreditCheck'),
    message: 'Create',
    table: 'salesorder',
    stage: 10,
    rank: 5,
    runAs: 'Claire',
  },
  {
    on: sales1('ContactSynchronizer'),
    message: 'Update',
    table: 'contact',
    stage: 40,
    asynchronous: true,
    autoDelete: true,
    columns: 'emailaddress1,firstname,lastname,telephone1',
    images: [pre('emailaddress1,fullname,telephone1'), post('emailaddress1,fullname,telephone1')],
  },
  { on: sales1('ContactSynchronizer'), message: 'Create', table: 'contact', stage: 40, asynchronous: true },
  {
    on: sales1('ContactSynchronizer'),
    message: 'Delete',
    table: 'contact',
    stage: 20,
    images: [pre('fullname')],
  },
  { on: sales1('OpportunityScoring'), message: 'Create', table: 'opportunity', stage: 40, disabled: true },
  {
    on: sales2('OpportunityScoring'),
    message: 'Update',
    table: 'opportunity',
    stage: 40,
    asynchronous: true,
    columns: 'closeprobability,estimatedclosedate,estimatedvalue',
    images: [{ alias: 'Opportunity', type: 2, columns: 'closeprobability,estimatedvalue,name' }],
  },
  { on: sales2('OpportunityScoring'), message: 'Win', table: 'opportunity', stage: 40, asynchronous: true },
  { on: sales2('OpportunityScoring'), message: 'Lose', table: 'opportunity', stage: 40, asynchronous: true },
  {
    on: sales1('QuoteApproval'),
    message: 'Update',
    table: 'quote',
    stage: 20,
    columns: 'discountpercentage',
  },
  { on: sales1('QuoteApproval'), message: 'Win', table: 'quote', stage: 10 },
  { on: sales1('QuoteApproval'), message: 'Revise', table: 'quote', stage: 40, disabled: true },
  { on: sales2('OrderTotals'), message: 'Create', table: 'salesorder', stage: 40, rank: 10 },
  {
    on: sales2('OrderTotals'),
    message: 'Update',
    table: 'salesorder',
    stage: 40,
    rank: 10,
    columns: 'discountamount,freightamount',
    images: [post('totalamount')],
  },
  { on: service('CaseRouting'), message: 'Create', table: 'incident', stage: 20 },
  {
    on: service('CaseRouting'),
    message: 'Assign',
    table: 'incident',
    stage: 40,
    images: [pre('ownerid,title')],
  },
  {
    on: service('CaseEscalation'),
    message: 'Update',
    table: 'incident',
    stage: 40,
    asynchronous: true,
    columns: 'prioritycode',
    images: [pre('prioritycode,title')],
  },
  { on: service('CaseEscalation'), message: 'Close', table: 'incident', stage: 40, asynchronous: true },
  {
    on: service('TaskReminder'),
    message: 'Create',
    table: 'task',
    stage: 40,
    asynchronous: true,
    runAs: 'Priya',
  },
  {
    on: service('TaskReminder'),
    message: 'Update',
    table: 'task',
    stage: 40,
    columns: 'scheduledend',
    disabled: true,
  },
  { on: integration('ErpOutbound'), message: 'Update', table: 'product', stage: 40, asynchronous: true },
  { on: integration('ErpOutbound'), message: 'Fulfill', table: 'salesorder', stage: 40, asynchronous: true },
  {
    on: integration('ErpInbound'),
    message: 'Create',
    table: 'invoice',
    stage: 10,
    configuration: 'mode=strict',
  },
  { on: integration('AddressVerifier'), message: 'Create', table: 'lead', stage: 20 },
  { on: integration('AddressVerifier'), message: 'Update', table: 'lead', stage: 20, columns: addresses },
  ...(['account', 'contact'] as const).flatMap((table): StepSeed[] => [
    {
      on: fabrikam('AddressNormalizer'),
      message: 'Create',
      table,
      stage: 20,
      managedIn: 'FabrikamAddressing',
    },
    {
      on: fabrikam('AddressNormalizer'),
      message: 'Update',
      table,
      stage: 20,
      columns: addresses,
      managedIn: 'FabrikamAddressing',
      images: [{ alias: 'Address', type: 0, columns: addresses }],
    },
  ]),
  {
    on: fabrikam('PostalCodeLookup'),
    message: 'Retrieve',
    table: 'account',
    stage: 40,
    managedIn: 'FabrikamAddressing',
    disabled: true,
  },
  {
    on: northwind('DuplicateGuard'),
    message: 'Create',
    stage: 10,
    managedIn: 'NorthwindDuplicateGuard',
    hidden: true,
  },
  {
    on: northwind('MergeAuditor'),
    message: 'Merge',
    table: 'account',
    stage: 40,
    managedIn: 'NorthwindDuplicateGuard',
  },
  {
    on: northwind('MergeAuditor'),
    message: 'Merge',
    table: 'contact',
    stage: 40,
    managedIn: 'NorthwindDuplicateGuard',
  },
  {
    on: northwind('MergeAuditor'),
    message: 'Associate',
    table: 'none',
    stage: 40,
    managedIn: 'NorthwindDuplicateGuard',
  },
];

/**
 * None of the enabled ones is for the creation of accounts: a first step registered on that is alone. Those that
 * cannot succeed (a relay, places elsewhere) leave failed jobs, as in real life.
 */
const endpointSteps: readonly StepSeed[] = [
  {
    on: endpoint(ordersQueue),
    message: 'Update',
    table: 'account',
    stage: 40,
    asynchronous: true,
    columns: 'creditlimit,creditonhold',
    images: [pre('creditlimit,creditonhold,name'), post('creditlimit,creditonhold,name')],
  },
  {
    on: endpoint(ordersQueue),
    message: 'Create',
    table: 'account',
    stage: 40,
    asynchronous: true,
    disabled: true,
  },
  {
    on: endpoint(ordersQueue),
    message: 'Create',
    table: 'salesorder',
    stage: 40,
    asynchronous: true,
    autoDelete: true,
  },
  { on: endpoint(eventsTopic), message: 'Create', table: 'task', stage: 40, asynchronous: true },
  {
    on: endpoint(eventsTopic),
    message: 'Delete',
    table: 'contact',
    stage: 40,
    asynchronous: true,
    images: [{ alias: 'Deleted', type: 0, columns: 'emailaddress1,fullname,parentcustomerid' }],
  },
  { on: endpoint(telemetryHub), message: 'Create', table: 'incident', stage: 40, asynchronous: true },
  {
    on: endpoint(telemetryHub),
    message: 'Update',
    table: 'incident',
    stage: 40,
    asynchronous: true,
    disabled: true,
  },
  { on: endpoint(warehouseRelay), message: 'Fulfill', table: 'salesorder', stage: 40, asynchronous: true },
  {
    on: endpoint(partnerQueue),
    message: 'Update',
    table: 'contact',
    stage: 40,
    asynchronous: true,
    columns: addresses,
  },
  { on: endpoint(acsQueue), message: 'Update', table: 'invoice', stage: 40, asynchronous: true },
  {
    on: endpoint(acsQueue),
    message: 'Create',
    table: 'invoice',
    stage: 40,
    asynchronous: true,
  },
  {
    on: endpoint(chatWebhook),
    message: 'Win',
    table: 'opportunity',
    stage: 40,
    asynchronous: true,
    autoDelete: true,
  },
  {
    on: endpoint(pricingWebhook),
    message: 'Update',
    table: 'quote',
    stage: 40,
    disabled: true,
    columns: 'pricelevelid',
  },
];

export const stepSeeds: readonly StepSeed[] = [...pluginSteps, ...endpointSteps];
