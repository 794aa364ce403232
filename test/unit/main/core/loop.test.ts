import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls } from '../../../../src/shared/contract/contract.ts';
import type { MessageId, ServiceEndpointId, StepId } from '../../../../src/shared/domain/ids.ts';
import type { ServiceEndpointDraft } from '../../../../src/shared/domain/serviceEndpoint.ts';
import type { StepDraft } from '../../../../src/shared/domain/step.ts';
import { endpointStepSetting } from '../../../../src/shared/domain/stepProblem.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

/** The closed loop through the core alone, over real sockets: register, check, step, trigger, follow, unregister. */

let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
});
afterAll(async () => {
  await test.close();
  await place.close();
});

const signal = AbortSignal.timeout(60_000);

function draftOf(name: string): ServiceEndpointDraft {
  return {
    name,
    description: 'Made by a test.',
    designationType: 'queue',
    namespaceAddress: place.namespaceAddress,
    path: 'crm-orders',
    authorization: { kind: 'sasKey', keyName: 'send' },
    messageFormat: 'json',
    userInformation: 'userId',
  };
}

function keyOf(name: 'send' | 'listen' | 'manage'): string {
  return /SharedAccessKey=([^;]+)/.exec(place.addresses.connectionStrings[name])?.[1] ?? '';
}

async function messageId(name: string): Promise<MessageId> {
  const { core, sandbox } = test;
  const { messages } = await core.call('message.search', { connectionId: sandbox, text: name });
  const found = messages.find((message) => message.name === name);
  if (!found) throw new Error(`There is no message ${name}.`);
  return found.id;
}

async function stepDraft(endpointId: ServiceEndpointId, message: string): Promise<StepDraft> {
  const { core, sandbox } = test;
  const id = await messageId(message);
  const { tables } = await core.call('table.search', {
    connectionId: sandbox,
    messageId: id,
    text: 'account',
  });
  const account = tables.find(({ logicalName }) => logicalName === 'account');
  if (!account) throw new Error('There is no account.');
  return {
    handler: { kind: 'serviceEndpoint', id: endpointId },
    ...endpointStepSetting,
    name: `Loop: ${message} of account`,
    description: '',
    messageId: id,
    message,
    messageFilterId: account.messageFilterId,
    table: 'account',
    secondaryTable: null,
    configuration: '',
    filteringAttributes: null,
    runAsUserId: null,
    rank: 1,
    deleteJobWhenSuccessful: false,
    enabled: true,
  };
}

describe('the loop', () => {
  let endpointId: ServiceEndpointId;
  let stepId: StepId;

  it('loads the organisation in at most eight requests', async () => {
    const { core, sandbox } = test;
    const progress: number[] = [];
    const { registrations } = await core.call(
      'registrations.load',
      { connectionId: sandbox },
      { onProgress: ({ done }) => progress.push(done) },
    );
    expect(registrations.report.requests).toBeLessThanOrEqual(8);
    expect(registrations.organization).toMatchObject({
      friendlyName: 'Contoso Sandbox',
      userName: 'Nancy Davolio',
    });
    expect(registrations.assemblies.length).toBeGreaterThan(0);
    expect(registrations.types.length).toBeGreaterThan(0);
    expect(registrations.endpoints.length).toBeGreaterThan(0);
    expect(progress.at(-1)).toBe(7);
    expect(calls['registrations.load'].output.safeParse({ registrations }).error).toBeUndefined();
  });

  it('registers an endpoint', async () => {
    const { core, sandbox } = test;
    const created = await core.call('serviceEndpoint.create', {
      connectionId: sandbox,
      draft: draftOf('Loop queue'),
      secret: { kind: 'sasKey', key: keyOf('send') },
    });
    endpointId = created.id;
    const { endpoint } = await core.call('serviceEndpoint.read', { connectionId: sandbox, id: endpointId });
    expect(endpoint).toMatchObject({
      name: 'Loop queue',
      designationType: 'queue',
      messageFormat: 'json',
      userInformation: 'userId',
      sasKeyName: 'send',
      sasKeySet: true,
    });
  });

  it('checks it from Dataverse', async () => {
    const { core, sandbox } = test;
    const lines: string[] = [];
    const report = await core.call(
      'serviceEndpoint.checkFromDataverse',
      { connectionId: sandbox, id: endpointId },
      { signal, onProgress: (value) => lines.push(value.lines.map(({ state }) => state).join()) },
    );
    expect(report.lines.map(({ sentence, details }) => [sentence, details])).toMatchObject([
      [expect.stringContaining('test message'), undefined],
      ['Its system job has succeeded: the message was posted.', undefined],
    ]);
    expect(report.outcome).toBe('passed');
    expect(lines[0]).toBe('running');
    expect(place.broker.counts('crm-orders').active).toBe(1);
  });

  it('puts a step on it', async () => {
    const { core, sandbox } = test;
    const draft = await stepDraft(endpointId, 'Create');
    const { id } = await core.call('step.create', { connectionId: sandbox, draft });
    stepId = id;
    const { step } = await core.call('step.read', { connectionId: sandbox, id });
    expect(step).toMatchObject({
      handler: { kind: 'serviceEndpoint', id: endpointId },
      message: 'Create',
      table: 'account',
      stage: 'postOperation',
      mode: 'asynchronous',
      deployment: 'server',
      enabled: true,
    });
  });

  it('triggers it and follows the job to its end', async () => {
    const { core, sandbox } = test;
    const plan = await core.call('testRun.plan', { connectionId: sandbox, stepId });
    expect(plan).toMatchObject({ operation: 'create', table: 'account', primaryNameColumn: 'name' });
    expect(plan.columns[0]).toMatchObject({ logicalName: 'name', editor: 'text', maxLength: 160 });
    expect(plan.columns[0]?.suggestion).toMatch(/^Test run /);
    const choice = plan.columns.find(({ editor }) => editor === 'choice');
    expect(choice?.options?.[0]).toMatchObject({ value: expect.any(Number), label: expect.any(String) });
    const values = Object.fromEntries(
      plan.columns.map(({ logicalName, suggestion }) => [logicalName, suggestion]),
    );
    const run = await core.call('testRun.start', {
      connectionId: sandbox,
      stepId,
      operation: plan.operation,
      values,
    });
    const { job } = await core.call('testRun.follow', { connectionId: sandbox, run }, { signal });
    expect(job).toMatchObject({ status: 'succeeded', stepId, correlationId: run.correlationId });
    const { jobs } = await core.call('systemJob.list', {
      connectionId: sandbox,
      owner: { kind: 'serviceEndpoint', id: endpointId },
    });
    expect(jobs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(jobs[0]?.id).toBe(job?.id);
    const { rows } = await core.call('row.search', {
      connectionId: sandbox,
      table: 'account',
      text: 'Test run',
    });
    expect(rows.map(({ id }) => id)).toContain(run.rowId);
    expect(place.broker.counts('crm-orders').active).toBe(2);
  });

  it('disables and enables it', async () => {
    const { core, sandbox } = test;
    await core.call('step.setState', { connectionId: sandbox, ids: [stepId], enabled: false });
    expect((await core.call('step.read', { connectionId: sandbox, id: stepId })).step.enabled).toBe(false);
    const plan = await core.call('testRun.plan', { connectionId: sandbox, stepId });
    expect(plan.warnings.join()).toContain('disabled');
    await core.call('step.setState', { connectionId: sandbox, ids: [stepId], enabled: true });
    expect((await core.call('step.read', { connectionId: sandbox, id: stepId })).step.enabled).toBe(true);
  });

  it('says that a wrong key does not open the queue', async () => {
    const { core, sandbox } = test;
    const connectionId = sandbox;
    const { etag } = await core.call('serviceEndpoint.read', { connectionId, id: endpointId });
    await core.call('serviceEndpoint.update', {
      connectionId,
      id: endpointId,
      draft: draftOf('Loop queue'),
      secret: { kind: 'sasKey', key: keyOf('listen') },
      etag,
    });
    const report = await core.call(
      'serviceEndpoint.checkFromDataverse',
      { connectionId, id: endpointId },
      { signal },
    );
    expect(report.outcome).toBe('failed');
    expect(report.sentence).toContain('does not accept the endpoint’s key');
    expect(report.lines[1]?.details).toContain('401');
    expect(report.jobId).toBeDefined();
    const ids = report.jobId ? [report.jobId] : [];
    expect(await core.call('systemJob.cancel', { connectionId, ids })).toEqual({ changed: 1 });
    await expect(core.call('systemJob.retry', { connectionId, ids })).rejects.toMatchObject({
      failure: { code: 'invalid' },
    });
  });

  it('unregisters the endpoint with its steps, and keeps a copy', async () => {
    const { core, sandbox } = test;
    const connectionId = sandbox;
    const nodes = [{ kind: 'serviceEndpoint' as const, id: endpointId }];
    const preview = await core.call('registration.previewUnregister', { connectionId, nodes });
    expect(preview.steps.map(({ id }) => id)).toEqual([stepId]);
    expect(preview.obstacles).toEqual([]);
    const { text } = await core.call('registration.export', { connectionId, nodes });
    expect(JSON.parse(text)).toMatchObject({
      serviceEndpoints: [{ name: 'Loop queue', saskeyname: 'send' }],
      steps: [{ name: 'Loop: Create of account' }],
    });
    expect(text).not.toContain(keyOf('send'));
    const result = await core.call('registration.unregister', { connectionId, nodes });
    expect(result.deleted).toBe(2);
    await expect(core.call('serviceEndpoint.read', { connectionId, id: endpointId })).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
  });
});
