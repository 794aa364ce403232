import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import { RowId, ServiceEndpointId, type StepId, SystemJobId } from '../../../../src/shared/domain/ids.ts';
import type { Step } from '../../../../src/shared/domain/registration.ts';
import { endpointStepSetting } from '../../../../src/shared/domain/stepProblem.ts';
import type { SystemJob } from '../../../../src/shared/domain/systemJob.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let test: TestCore;
let model: Step;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
  const { registrations } = await test.core.call('registrations.load', { connectionId: test.sandbox });
  const queue = registrations.endpoints.find(
    ({ designationType, sasKeySet }) => designationType === 'queue' && sasKeySet,
  );
  const found = registrations.steps.find(({ handler, enabled }) => handler.id === queue?.id && enabled);
  if (!found) throw new Error('The seed has an enabled step on a queue.');
  model = found;
});
afterAll(async () => {
  await test.close();
  await place.close();
});
afterEach(() => place.webApi.faults.clear());

const signal = AbortSignal.timeout(60_000);

async function createStep(
  message: string,
  change: {
    filteringAttributes?: string[] | null;
    deleteJobWhenSuccessful?: boolean;
    anyTable?: boolean;
  } = {},
): Promise<StepId> {
  const { core, sandbox } = test;
  const connectionId = sandbox;
  const { messages } = await core.call('message.search', { connectionId, text: message });
  const messageId = messages.find(({ name }) => name === message)?.id;
  if (!messageId) throw new Error(`There is no ${message}.`);
  const { tables } = await core.call('table.search', { connectionId, messageId, text: 'account' });
  const filter = tables.find(({ logicalName }) => logicalName === 'account');
  const { id } = await core.call('step.create', {
    connectionId,
    draft: {
      handler: { kind: 'serviceEndpoint', id: ServiceEndpointId.parse(model.handler.id) },
      ...endpointStepSetting,
      name: `Run ${message}`,
      description: '',
      messageId,
      message,
      messageFilterId: change.anyTable ? null : (filter?.messageFilterId ?? null),
      table: change.anyTable ? null : 'account',
      filteringAttributes: change.filteringAttributes ?? null,
      runAsUserId: null,
      rank: 1,
      deleteJobWhenSuccessful: change.deleteJobWhenSuccessful ?? false,
      enabled: true,
    },
  });
  return id;
}

async function createAccount(name: string): Promise<RowId> {
  return RowId.parse(place.organisation.seed('account', { name }));
}

async function failureOf(promise: Promise<unknown>): Promise<FailureError['failure']> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw new Error(`A FailureError was expected, not ${String(error)}.`);
}

describe('a test run', () => {
  it('updates what the step waits for, and shows each change of the job', async () => {
    const connectionId = test.sandbox;
    const stepId = await createStep('Update', { filteringAttributes: ['telephone1', 'numberofemployees'] });
    const plan = await test.core.call('testRun.plan', { connectionId, stepId });
    expect(plan.operation).toBe('update');
    const suggested = plan.columns.filter(({ suggestion }) => suggestion !== null);
    expect(suggested.map(({ logicalName }) => logicalName).sort()).toEqual([
      'numberofemployees',
      'telephone1',
    ]);
    expect(plan.columns.slice(0, 2)).toEqual(suggested);
    expect(plan.warnings).toEqual([]);
    const rowId = await createAccount('To be updated');
    const seen: (SystemJob['status'] | null)[] = [];
    const run = await test.core.call('testRun.start', {
      connectionId,
      stepId,
      operation: 'update',
      rowId,
      values: { telephone1: '555-0100', numberofemployees: '12', description: null },
    });
    const { job } = await test.core.call(
      'testRun.follow',
      { connectionId, run },
      { signal, onProgress: (value) => seen.push(value.job?.status ?? null) },
    );
    expect(job).toMatchObject({ status: 'succeeded', correlationId: run.correlationId, stepId });
    expect(seen.at(-1)).toBe('succeeded');
    expect(place.organisation.store.get('account', rowId)).toMatchObject({
      telephone1: '555-0100',
      numberofemployees: 12,
    });
  });

  it('deletes the chosen row, and says that it is really gone', async () => {
    const connectionId = test.sandbox;
    const stepId = await createStep('Delete');
    const plan = await test.core.call('testRun.plan', { connectionId, stepId });
    expect(plan).toMatchObject({ operation: 'delete', columns: [] });
    expect(plan.warnings.join()).toContain('really deleted');
    expect(
      await failureOf(
        test.core.call('testRun.start', { connectionId, stepId, operation: 'delete', values: {} }),
      ),
    ).toMatchObject({ code: 'invalid', fields: { rowId: 'Choose the row to delete.' } });
    const rowId = await createAccount('To be deleted');
    const run = await test.core.call('testRun.start', {
      connectionId,
      stepId,
      operation: 'delete',
      rowId,
      values: {},
    });
    const { job } = await test.core.call('testRun.follow', { connectionId, run }, { signal });
    expect(job?.status).toBe('succeeded');
    expect(place.organisation.store.get('account', rowId)).toBeUndefined();
  });

  it('refuses values that do not fit, beside their columns, and changes nothing', async () => {
    const connectionId = test.sandbox;
    const stepId = await createStep('Create');
    const failure = await failureOf(
      test.core.call('testRun.start', {
        connectionId,
        stepId,
        operation: 'create',
        values: { name: 'x'.repeat(500), numberofemployees: 'many', no_such_column: 1 },
      }),
    );
    expect(Object.keys(failure.fields ?? {}).sort()).toEqual([
      'values.name',
      'values.no_such_column',
      'values.numberofemployees',
    ]);
    const { rows } = await test.core.call('row.search', { connectionId, table: 'account', text: 'xxxx' });
    expect(rows).toEqual([]);
  });

  it('refuses an update of nothing, an operation that is not the step’s, and messages that it cannot trigger', async () => {
    const connectionId = test.sandbox;
    const stepId = await createStep('Update');
    const rowId = await createAccount('Untouched');
    expect(
      await failureOf(
        test.core.call('testRun.start', {
          connectionId,
          stepId,
          operation: 'update',
          rowId,
          values: { name: null },
        }),
      ),
    ).toMatchObject({ code: 'invalid' });
    expect(
      await failureOf(
        test.core.call('testRun.start', { connectionId, stepId, operation: 'delete', rowId, values: {} }),
      ),
    ).toMatchObject({ code: 'conflict' });
    const assign = await createStep('Assign');
    expect(await failureOf(test.core.call('testRun.plan', { connectionId, stepId: assign }))).toMatchObject({
      code: 'unsupported',
      sentence: expect.stringContaining('Assign'),
    });
  });

  it('creates the row once, though the connection was cut after the server had it', async () => {
    const connectionId = test.sandbox;
    const stepId = await createStep('Create', { anyTable: true });
    const plan = await test.core.call('testRun.plan', { connectionId, stepId });
    expect(plan.warnings.join()).toContain('any table');
    place.webApi.faults.next({ match: /^POST .*accounts/, cutSocket: 'after' });
    const run = await test.core.call('testRun.start', {
      connectionId,
      stepId,
      operation: 'create',
      values: { name: 'Created once' },
    });
    const { rows } = await test.core.call('row.search', {
      connectionId,
      table: 'account',
      text: 'Created once',
    });
    expect(rows.map(({ id }) => id)).toEqual([run.rowId]);
  });

  it('never sends an update twice that may have been carried out', async () => {
    const connectionId = test.sandbox;
    const stepId = await createStep('Update');
    const rowId = await createAccount('Updated once');
    place.webApi.faults.next({ match: /^PATCH .*accounts/, cutSocket: 'after' });
    const failure = await failureOf(
      test.core.call('testRun.start', {
        connectionId,
        stepId,
        operation: 'update',
        rowId,
        values: { telephone1: '1' },
      }),
    );
    expect(failure.sentence).toContain('not certain whether the change was made');
  });

  it('ends for a job that deletes itself', async () => {
    const connectionId = test.sandbox;
    const stepId = await createStep('Create', { deleteJobWhenSuccessful: true });
    const run = await test.core.call('testRun.start', {
      connectionId,
      stepId,
      operation: 'create',
      values: { name: 'Its job vanishes' },
    });
    const { job } = await test.core.call('testRun.follow', { connectionId, run }, { signal });
    // Whether it was seen before it was gone is a matter of milliseconds; that the watch ends is not.
    expect(job === null || job.status === 'succeeded').toBe(true);
  });

  it('stops following when it is cancelled', async () => {
    const connectionId = test.sandbox;
    const stepId = await createStep('Update');
    const run = {
      correlationId: '99999999-9999-4999-8999-999999999999',
      stepId,
      rowId: await createAccount('Never changed'),
      table: 'account',
      operation: 'update' as const,
      startedAt: new Date().toISOString(),
    };
    const abort = new AbortController();
    let told = 0;
    const following = test.core.call(
      'testRun.follow',
      { connectionId, run },
      {
        signal: abort.signal,
        onProgress: ({ job }) => {
          expect(job).toBeNull();
          told += 1;
          if (told === 3) abort.abort();
        },
      },
    );
    expect(await failureOf(following)).toMatchObject({ code: 'cancelled' });
  });
});

describe('system jobs', () => {
  it('are listed newest first, of a step, an endpoint or the organisation', async () => {
    const connectionId = test.sandbox;
    const { jobs, more } = await test.core.call('systemJob.list', {
      connectionId,
      owner: { kind: 'organization' },
      top: 3,
    });
    expect(jobs).toHaveLength(3);
    expect(more).toBe(true);
    const times = jobs.map(({ createdOn }) => createdOn);
    expect(times).toEqual([...times].sort().reverse());
    const owner = jobs[0]?.stepId;
    if (!owner) throw new Error('A job of a step was expected.');
    const ofStep = await test.core.call('systemJob.list', {
      connectionId,
      owner: { kind: 'step', id: owner },
    });
    expect(ofStep.jobs.every(({ stepId }) => stepId === owner)).toBe(true);
    expect(ofStep.more).toBe(false);
  });

  it('that wait are tried again or cancelled; ended ones are left as they are', async () => {
    const connectionId = test.sandbox;
    const { jobs } = await test.core.call('systemJob.list', {
      connectionId,
      owner: { kind: 'organization' },
      top: 500,
    });
    const succeeded = jobs.find(({ status }) => status === 'succeeded');
    if (!succeeded) throw new Error('A job has succeeded.');
    const waiting = SystemJobId.parse(
      place.organisation.seed('asyncoperation', {
        name: 'A waiting one',
        operationtype: 1,
        statecode: 1,
        statuscode: 10,
        postponeuntil: '2099-01-01T00:00:00Z',
      }),
    );
    const ids = [succeeded.id, waiting];
    const nothing = await failureOf(test.core.call('systemJob.retry', { connectionId, ids: [succeeded.id] }));
    expect(nothing).toMatchObject({ code: 'invalid', advice: expect.any(String) });
    expect(await test.core.call('systemJob.cancel', { connectionId, ids })).toEqual({ changed: 1 });
    expect(place.organisation.store.get('asyncoperation', waiting)).toMatchObject({
      statecode: 3,
      statuscode: 32,
    });
    expect(test.told.some(({ name }) => name === 'systemJobs.changed')).toBe(true);
  });
});
