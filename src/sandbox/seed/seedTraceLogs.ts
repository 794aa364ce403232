import { timestamp } from '../rules/platformColumns.ts';
import { textIn } from '../store/row.ts';
import { seedId } from './seedId.ts';
import type { SeedPlace } from './seedPlace.ts';
import { typeId } from './seedPlugins.ts';
import { stepId } from './seedSteps.ts';
import { type StepSeed, stepSeeds } from './stepSeeds.ts';

type Trace = readonly [type: string, message: string, table: string, minutesAgo: number, exception?: string];

const identity = 'Version={0}, Culture=neutral, PublicKeyToken={1}';
const credit = 'Contoso.Sales.Plugins.CreditCheck 1.4.0.0';
const numbering = 'Contoso.Sales.Plugins.AccountNumbering 2.0.0.0';
const contacts = 'Contoso.Sales.Plugins.ContactSynchronizer 1.4.0.0';
const escalation = 'Contoso.Service.Plugins.CaseEscalation 1.1.3.0';

const traces: readonly Trace[] = [
  [numbering, 'Create', 'account', 35],
  [numbering, 'Create', 'account', 118],
  [credit, 'Update', 'account', 52],
  [
    credit,
    'Update',
    'account',
    64,
    'Microsoft.Xrm.Sdk.InvalidPluginExecutionException: The credit service did not answer within 10 seconds.\r\n   at Contoso.Sales.Plugins.CreditCheck.Execute(IServiceProvider serviceProvider)',
  ],
  [credit, 'Update', 'account', 300],
  [contacts, 'Update', 'contact', 71],
  [contacts, 'Create', 'contact', 410],
  [
    contacts,
    'Update',
    'contact',
    512,
    'System.NullReferenceException: Object reference not set to an instance of an object.\r\n   at Contoso.Sales.Plugins.ContactSynchronizer.Execute(IServiceProvider serviceProvider)',
  ],
  [escalation, 'Update', 'incident', 640],
  [escalation, 'Close', 'incident', 902],
];

const minute = 60_000;

/** Traces of the last day: older ones are removed by Dataverse. */
export function seedTraceLogs(place: SeedPlace): void {
  logAll(place);
  traces.forEach(([type, messagename, primaryentity, minutesAgo, exception], index) => {
    const step = stepOf(type, messagename, primaryentity);
    const started = timestamp(place.now - minutesAgo * minute);
    const [typeName = '', version = ''] = type.split(' ');
    const assembly = typeName.split('.').slice(0, -1).join('.');
    const token =
      textIn(place.organisation.store.get('plugintype', typeId(type)) ?? {}, 'publickeytoken') ?? '';
    place.organisation.seed('plugintracelog', {
      plugintracelogid: seedId('plugintracelog', String(index)),
      typename: `${typeName}, ${assembly}, ${identity.replace('{0}', version).replace('{1}', token)}`,
      messagename,
      primaryentity,
      mode: step.asynchronous === true ? 1 : 0,
      operationtype: 1,
      depth: 1,
      correlationid: seedId('trace correlation', String(index)),
      requestid: seedId('trace request', String(index)),
      pluginstepid: stepId(step),
      messageblock: `Started for ${primaryentity}.\r\n${exception === undefined ? 'Done.' : 'Failed.'}`,
      exceptiondetails: exception ?? null,
      configuration: step.configuration ?? null,
      performanceconstructorduration: 1 + (index % 3),
      performanceexecutionduration: 20 + ((index * 53) % 400),
      performanceconstructorstarttime: started,
      performanceexecutionstarttime: started,
      issystemcreated: false,
      createdon: started,
    });
  });
}

/** The organisation logs every run, as those of developers do. */
function logAll({ organisation: { store, details } }: SeedPlace): void {
  const row = store.get('organization', details.organizationId);
  if (row !== undefined) store.put('organization', { ...row, plugintracelogsetting: 2 });
}

function stepOf(type: string, message: string, table: string): StepSeed {
  const step = stepSeeds.find(
    (seed) => 'type' in seed.on && seed.on.type === type && seed.message === message && seed.table === table,
  );
  if (step === undefined) throw new Error(`No step of ${type} is for ${message} of ${table}.`);
  return step;
}
