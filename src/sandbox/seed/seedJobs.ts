import type { OperationCall } from '../operations/operationPipeline.ts';
import { buildContext, type OperationFacts } from '../pipeline/buildContext.ts';
import type { RemoteContext } from '../pipeline/contextValue.ts';
import { signedCode } from '../pipeline/postOutcome.ts';
import { timestamp } from '../rules/platformColumns.ts';
import type { Row } from '../store/row.ts';
import { accountId, accountName, contactId, taskId } from './seedCustomers.ts';
import { eventsTopic, ordersQueue, partnerQueue, telemetryHub, warehouseRelay } from './seedEndpoints.ts';
import { seedId } from './seedId.ts';
import type { SeedPlace } from './seedPlace.ts';
import { stepId, stepName } from './seedSteps.ts';
import { type StepSeed, stepSeeds } from './stepSeeds.ts';

type Outcome = 'succeeded' | 'failed' | 'waiting' | 'canceled';

type JobSeed = {
  readonly handler: string;
  readonly message: string;
  readonly table: string;
  readonly outcome: Outcome;
  readonly hoursAgo: number;
  readonly friendly?: string;
  readonly detail?: string;
  readonly code?: string;
};

const unauthorized =
  'The token provider was unable to provide a security token. The remote server returned an error: (401) Unauthorized.';

const jobs: readonly JobSeed[] = [
  ...[2, 5, 9, 23, 27, 31, 46, 52, 70, 95].map(
    (hoursAgo): JobSeed => ({
      handler: ordersQueue,
      message: 'Update',
      table: 'account',
      outcome: 'succeeded',
      hoursAgo,
    }),
  ),
  ...[3, 8, 26, 33, 49, 76, 101].map(
    (hoursAgo): JobSeed => ({
      handler: eventsTopic,
      message: 'Create',
      table: 'task',
      outcome: 'succeeded',
      hoursAgo,
    }),
  ),
  { handler: eventsTopic, message: 'Delete', table: 'contact', outcome: 'succeeded', hoursAgo: 58 },
  {
    handler: eventsTopic,
    message: 'Create',
    table: 'task',
    outcome: 'failed',
    hoursAgo: 97,
    friendly: 'There is no queue or topic at sb://contoso-crm.servicebus.windows.net/crm-event.',
    detail: 'The messaging entity could not be found.',
  },
  {
    handler: ordersQueue,
    message: 'Update',
    table: 'account',
    outcome: 'failed',
    hoursAgo: 74,
    friendly: unauthorized,
    detail: 'ExpiredToken: The token is expired.',
  },
  ...[6, 29, 53].map(
    (hoursAgo): JobSeed => ({
      handler: warehouseRelay,
      message: 'Fulfill',
      table: 'salesorder',
      outcome: 'failed',
      hoursAgo,
      friendly: 'No listener is connected to the relay warehouse/orders.',
      detail: 'The endpoint was not found: there are no listeners connected for it.',
    }),
  ),
  {
    handler: telemetryHub,
    message: 'Create',
    table: 'incident',
    outcome: 'failed',
    hoursAgo: 44,
    friendly:
      'The payload is too large to be posted, even without parent context, input parameters and images.',
    detail: 'It has 271360 bytes.',
    code: '0x80050208',
  },
  { handler: telemetryHub, message: 'Create', table: 'incident', outcome: 'canceled', hoursAgo: 43 },
  ...[1, 4].map(
    (hoursAgo): JobSeed => ({
      handler: partnerQueue,
      message: 'Update',
      table: 'contact',
      outcome: 'waiting',
      hoursAgo,
      friendly: unauthorized,
      detail: 'The service endpoint has no shared access key or token.',
    }),
  ),
];

const hour = 3_600_000;
const attemptsSoFar = 5;

/**
 * System jobs of the last days. The waiting ones are real: once their endpoint has its key, a retry posts them.
 * @returns what the waiting ones have to post
 */
export function seedJobs(place: SeedPlace): Record<string, RemoteContext> {
  const contexts: Record<string, RemoteContext> = {};
  jobs.forEach((job, index) => {
    const step = stepOf(job);
    const id = seedId('asyncoperation', String(index));
    const created = place.now - job.hoursAgo * hour - index * 41_000;
    const call: OperationCall = {
      userId: place.organisation.details.administratorId,
      initiatingUserId: place.organisation.details.administratorId,
      correlationId: seedId('correlation', String(index)),
      requestId: seedId('request', String(index)),
      depth: 1,
    };
    const regarding = regardingOf(job.table, index);
    place.organisation.seed('asyncoperation', {
      asyncoperationid: id,
      name: stepName(step),
      operationtype: 1,
      messagename: job.message,
      primaryentitytype: job.table,
      correlationid: call.correlationId,
      requestid: call.requestId,
      depth: 1,
      retrycount: 0,
      owningextensionid: { table: 'sdkmessageprocessingstep', id: stepId(step) },
      regardingobjectid: { table: job.table, id: regarding },
      createdon: timestamp(created),
      modifiedon: timestamp(created + 2000),
      startedon: timestamp(created + 1000),
      ...endingOf(job, created, index, place.now),
    });
    if (job.outcome === 'waiting') {
      const context = waitingContext(place, job, step, id, regarding, call, created);
      if (context !== undefined) contexts[id] = context;
    }
  });
  return contexts;
}

function stepOf(job: JobSeed): StepSeed {
  const step = stepSeeds.find(
    ({ on, message, table }) =>
      'endpoint' in on && on.endpoint === job.handler && message === job.message && table === job.table,
  );
  if (step === undefined) throw new Error(`No step of ${job.handler} is for ${job.message} of ${job.table}.`);
  return step;
}

function regardingOf(table: string, index: number): string {
  if (table === 'account') return accountId(accountName(index * 4));
  if (table === 'contact') return contactId(index * 3);
  if (table === 'task') return taskId(index);
  return seedId(table, String(index));
}

function endingOf(job: JobSeed, created: number, index: number, now: number): Row {
  const seconds = 0.12 + (index % 7) * 0.031;
  const completedon = timestamp(created + 2000);
  switch (job.outcome) {
    case 'succeeded':
      return { statecode: 3, statuscode: 30, completedon, executiontimespan: seconds, errorcode: 0 };
    case 'canceled':
      return { statecode: 3, statuscode: 32, completedon, executiontimespan: seconds };
    case 'failed': {
      const retrycount = job.code === undefined ? 8 : 0;
      return {
        statecode: 3,
        statuscode: 31,
        completedon: timestamp(created + 9 * 60_000),
        executiontimespan: seconds,
        retrycount,
        ...textsOf(job, retrycount + 1),
      };
    }
    case 'waiting':
      return {
        statecode: 1,
        statuscode: 10,
        retrycount: attemptsSoFar,
        postponeuntil: timestamp(now + 6 * hour),
        ...textsOf(job, attemptsSoFar),
      };
  }
}

function textsOf({ friendly = '', detail = '', code = '0x80040224' }: JobSeed, attempts: number): Row {
  return {
    errorcode: signedCode(code),
    friendlymessage: friendly,
    message: `Attempt ${attempts} failed (${code}). ${friendly}\r\n${detail}`,
  };
}

function waitingContext(
  { organisation }: SeedPlace,
  job: JobSeed,
  seed: StepSeed,
  jobId: string,
  rowId: string,
  call: OperationCall,
  createdOn: number,
): RemoteContext | undefined {
  const { store, details } = organisation;
  const row = store.get(job.table, rowId);
  const table = store.schema.byName(job.table);
  const step = store.get('sdkmessageprocessingstep', stepId(seed));
  if (row === undefined || table === undefined || step === undefined || job.message !== 'Update')
    return undefined;
  const operation: OperationFacts = {
    message: 'Update',
    table: job.table,
    id: rowId,
    target: {
      address1_city: row.address1_city ?? 'Ghent',
      address1_country: row.address1_country ?? 'Belgium',
    },
    preRow: row,
    postRow: row,
    call,
    createdOn,
    operationsInTransaction: 1,
    sharedVariables: new Map(),
  };
  return buildContext(
    operation,
    { kind: 'endpoint', id: stepId(seed), row: step, stage: 40, asynchronous: true, endpoint: {} },
    jobId,
    { store, table, details, serverOffsetMinutes: -420 },
  );
}
