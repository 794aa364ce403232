import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import type { MessageFilterId, MessageId, ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import {
  draftFromServiceEndpoint,
  type ServiceEndpointDraft,
} from '../../../../src/shared/domain/serviceEndpoint.ts';
import type { StepDraft } from '../../../../src/shared/domain/step.ts';
import { endpointStepSetting } from '../../../../src/shared/domain/stepProblem.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let test: TestCore;
/** The same organisation through another program: somebody else. */
let other: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
  other = await openTestCore(place.addresses);
});
afterAll(async () => {
  await test.close();
  await other.close();
  await place.close();
});
afterEach(() => place.webApi.faults.clear());

const key = 'pF3+secretKey01234567890abcdefghijABCDEFGHI=';

function draftOf(name: string, change: Partial<ServiceEndpointDraft> = {}): ServiceEndpointDraft {
  return {
    name,
    description: '',
    designationType: 'queue',
    namespaceAddress: place.namespaceAddress,
    path: 'crm-orders',
    authorization: { kind: 'sasKey', keyName: 'send' },
    messageFormat: 'json',
    userInformation: 'none',
    ...change,
  };
}

async function create(name: string): Promise<ServiceEndpointId> {
  const { id } = await test.core.call('serviceEndpoint.create', {
    connectionId: test.sandbox,
    draft: draftOf(name),
    secret: { kind: 'sasKey', key },
  });
  return id;
}

async function failureOf(promise: Promise<unknown>): Promise<FailureError['failure']> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw new Error(`A FailureError was expected, not ${String(error)}.`);
}

async function sent(operation: string): Promise<(string | null)[]> {
  const { entries } = await test.core.call('activity.list', { connectionId: test.sandbox });
  return entries.filter((entry) => entry.operation === operation).map(({ requestBody }) => requestBody);
}

describe('a service endpoint', () => {
  it('is refused with a sentence beside each field that breaks a rule, before anything is sent', async () => {
    const before = (await sent('serviceEndpoint.create')).length;
    const failure = await failureOf(
      test.core.call('serviceEndpoint.create', {
        connectionId: test.sandbox,
        draft: draftOf('', { path: '' }),
        secret: { kind: 'sasKey', key },
      }),
    );
    expect(failure).toMatchObject({
      code: 'invalid',
      fields: { name: expect.any(String), path: expect.any(String) },
    });
    expect(await sent('serviceEndpoint.create')).toHaveLength(before);
  });

  it('cannot have the name of another, and no key where a token is meant', async () => {
    await create('Taken');
    await test.core.call('registrations.load', { connectionId: test.sandbox });
    expect(await failureOf(create('Taken'))).toMatchObject({
      code: 'invalid',
      fields: { name: expect.any(String) },
    });
    const failure = await failureOf(
      test.core.call('serviceEndpoint.create', {
        connectionId: test.sandbox,
        draft: draftOf('Token', { authorization: { kind: 'sasToken' } }),
        secret: { kind: 'sasKey', key },
      }),
    );
    expect(failure).toMatchObject({ code: 'invalid', fields: { secret: expect.any(String) } });
  });

  it.each<['before' | 'after']>([['before'], ['after']])(
    'is created once, though the connection was cut %s the server had it',
    async (cutSocket) => {
      const name = `Cut ${cutSocket}`;
      place.webApi.faults.next({ match: /^POST .*serviceendpoints/, cutSocket });
      const id = await create(name);
      const { registrations } = await test.core.call('registrations.load', { connectionId: test.sandbox });
      expect(
        registrations.endpoints.filter((endpoint) => endpoint.name === name).map((one) => one.id),
      ).toEqual([id]);
    },
  );

  it('is created after 429 and 503', async () => {
    place.webApi.faults.next({ match: /^POST .*serviceendpoints/, status: 429, retryAfter: 1 });
    place.webApi.faults.next({ match: /^POST .*serviceendpoints/, status: 503, retryAfter: 1 });
    await create('Throttled');
    const { entries } = await test.core.call('activity.list', { connectionId: test.sandbox });
    expect(entries.filter(({ operation }) => operation === 'serviceEndpoint.create').at(-1)).toMatchObject({
      attempts: 3,
      status: 204,
      failure: null,
    });
  });

  it('is updated in what differs alone, and the key only when it is typed again', async () => {
    const id = await create('Changing');
    const connectionId = test.sandbox;
    const { endpoint, etag } = await test.core.call('serviceEndpoint.read', { connectionId, id });
    const draft = draftFromServiceEndpoint(endpoint);
    if (!draft) throw new Error('It can be edited.');
    await test.core.call('serviceEndpoint.update', { connectionId, id, draft, etag });
    const before = (await sent('serviceEndpoint.update')).length;
    expect(before).toBe(0);
    await test.core.call('serviceEndpoint.update', {
      connectionId,
      id,
      draft: { ...draft, description: 'New words.', messageFormat: 'textXml' },
      etag,
    });
    expect(JSON.parse((await sent('serviceEndpoint.update')).at(-1) ?? '')).toEqual({
      description: 'New words.',
      messageformat: 3,
    });
    const stored = place.organisation.store.get('serviceendpoint', id);
    expect(stored?.saskey).toBe(key);
    const next = await test.core.call('serviceEndpoint.read', { connectionId, id });
    await test.core.call('serviceEndpoint.update', {
      connectionId,
      id,
      draft: { ...draft, description: '', messageFormat: 'textXml' },
      secret: { kind: 'sasKey', key: `A${key.slice(1)}` },
      etag: next.etag,
    });
    const body = (await sent('serviceEndpoint.update')).at(-1) ?? '';
    expect(JSON.parse(body)).toEqual({ description: null, saskey: '[removed]' });
    expect(place.organisation.store.get('serviceendpoint', id)?.saskey).toBe(`A${key.slice(1)}`);
  });

  it('changed elsewhere is a conflict that says what is different; overwriting is the user’s choice', async () => {
    const id = await create('Contested');
    const connectionId = test.sandbox;
    const { endpoint, etag } = await test.core.call('serviceEndpoint.read', { connectionId, id });
    const draft = draftFromServiceEndpoint(endpoint);
    if (!draft) throw new Error('It can be edited.');
    const theirs = await other.core.call('serviceEndpoint.read', { connectionId, id });
    await other.core.call('serviceEndpoint.update', {
      connectionId,
      id,
      draft: { ...draft, path: 'elsewhere' },
      etag: theirs.etag,
    });
    const mine = { connectionId, id, draft: { ...draft, description: 'Mine.' }, etag };
    const failure = await failureOf(test.core.call('serviceEndpoint.update', mine));
    expect(failure.code).toBe('conflict');
    expect(failure.fields).toEqual({ path: 'Now “elsewhere”; it was “crm-orders” when you opened it.' });
    await test.core.call('serviceEndpoint.update', { ...mine, overwrite: true });
    const now = await test.core.call('serviceEndpoint.read', { connectionId, id });
    expect(now.endpoint).toMatchObject({ path: 'crm-orders', description: 'Mine.' });
  });

  it('changed elsewhere is a conflict also for a program that was started anew', async () => {
    const id = await create('Contested again');
    const connectionId = test.sandbox;
    const { etag } = await other.core.call('serviceEndpoint.read', { connectionId, id });
    await test.core.call('serviceEndpoint.update', {
      connectionId,
      id,
      draft: draftOf('Contested again', { userInformation: 'userId' }),
      etag,
    });
    const fresh = await openTestCore(place.addresses);
    try {
      const failure = await failureOf(
        fresh.core.call('serviceEndpoint.update', {
          connectionId,
          id,
          draft: draftOf('Contested again'),
          etag,
        }),
      );
      expect(failure).toMatchObject({ code: 'conflict', fields: { userInformation: 'Now User ID.' } });
    } finally {
      await fresh.close();
    }
  });

  it('that is gone is said to be gone', async () => {
    const id = await create('Going');
    const connectionId = test.sandbox;
    const { etag } = await test.core.call('serviceEndpoint.read', { connectionId, id });
    await other.core.call('registration.unregister', {
      connectionId,
      nodes: [{ kind: 'serviceEndpoint', id }],
    });
    expect(
      await failureOf(
        test.core.call('serviceEndpoint.update', {
          connectionId,
          id,
          draft: draftOf('Going', { path: 'x' }),
          etag,
        }),
      ),
    ).toMatchObject({ code: 'notFound' });
  });
});

describe('a step', () => {
  async function choose(message: string, table: string): Promise<{ id: MessageId; filter: MessageFilterId }> {
    const connectionId = test.sandbox;
    const { messages } = await test.core.call('message.search', { connectionId, text: message });
    const id = messages.find(({ name }) => name === message)?.id;
    if (!id) throw new Error(`There is no ${message}.`);
    const { tables } = await test.core.call('table.search', { connectionId, messageId: id, text: table });
    const filter = tables.find(({ logicalName }) => logicalName === table)?.messageFilterId;
    if (!filter) throw new Error(`There is no ${message} of ${table}.`);
    return { id, filter };
  }

  async function draft(change: Partial<StepDraft> = {}): Promise<StepDraft> {
    const { id, filter } = await choose('Update', 'account');
    return {
      handler: { kind: 'serviceEndpoint', id: await create(`For a step ${Math.random()}`) },
      ...endpointStepSetting,
      name: 'A step',
      description: '',
      messageId: id,
      message: 'Update',
      messageFilterId: filter,
      table: 'account',
      secondaryTable: null,
      configuration: '',
      filteringAttributes: ['name', 'telephone1'],
      runAsUserId: null,
      rank: 7,
      deleteJobWhenSuccessful: true,
      enabled: false,
      ...change,
    };
  }

  it('is created with all that was chosen, disabled where that was chosen', async () => {
    const connectionId = test.sandbox;
    const { users } = await test.core.call('user.search', { connectionId, text: 'Hanna' });
    expect(users).toMatchObject([{ fullName: 'Hanna Lindqvist', disabled: false }]);
    const wanted = await draft({ runAsUserId: users[0]?.id ?? null });
    const { id } = await test.core.call('step.create', { connectionId, draft: wanted });
    const { step } = await test.core.call('step.read', { connectionId, id });
    expect(step).toMatchObject({
      name: 'A step',
      filteringAttributes: ['name', 'telephone1'],
      rank: 7,
      deleteJobWhenSuccessful: true,
      enabled: false,
      runAsUserId: wanted.runAsUserId,
      runAsUserName: 'Hanna Lindqvist',
    });
  });

  it('is refused on a table that the message does not allow, though the page had let it pass', async () => {
    const wanted = await draft();
    const { filter } = await choose('Create', 'contact');
    const failure = await failureOf(
      test.core.call('step.create', {
        connectionId: test.sandbox,
        draft: { ...wanted, messageFilterId: filter, table: 'contact' },
      }),
    );
    expect(failure).toMatchObject({ code: 'invalid', fields: { table: expect.any(String) } });
  });

  it('is updated in what differs alone, also from a table to any table and from a user to the caller', async () => {
    const connectionId = test.sandbox;
    const { users } = await test.core.call('user.search', { connectionId, text: 'Hanna' });
    const wanted = await draft({ runAsUserId: users[0]?.id ?? null });
    const { id } = await test.core.call('step.create', { connectionId, draft: wanted });
    const { etag } = await test.core.call('step.read', { connectionId, id });
    await test.core.call('step.update', {
      connectionId,
      id,
      draft: {
        ...wanted,
        messageFilterId: null,
        table: null,
        filteringAttributes: null,
        runAsUserId: null,
        enabled: true,
      },
      etag,
    });
    expect(JSON.parse((await sent('step.update')).at(-1) ?? '')).toEqual({
      filteringattributes: null,
      statecode: 0,
      statuscode: 1,
      'sdkmessagefilterid@odata.bind': null,
      'impersonatinguserid@odata.bind': null,
    });
    const { step } = await test.core.call('step.read', { connectionId, id });
    expect(step).toMatchObject({
      table: null,
      filteringAttributes: null,
      runAsUserId: null,
      enabled: true,
      rank: 7,
    });
  });

  it('changed elsewhere is a conflict that says what is different', async () => {
    const connectionId = test.sandbox;
    const wanted = await draft();
    const { id } = await test.core.call('step.create', { connectionId, draft: wanted });
    const { etag } = await test.core.call('step.read', { connectionId, id });
    await other.core.call('step.setState', { connectionId, ids: [id], enabled: true });
    const failure = await failureOf(
      test.core.call('step.update', { connectionId, id, draft: { ...wanted, rank: 8 }, etag }),
    );
    expect(failure).toMatchObject({
      code: 'conflict',
      fields: { enabled: 'Now enabled; it was disabled when you opened it.' },
    });
  });

  it('is enabled with others together or not at all', async () => {
    const connectionId = test.sandbox;
    const { id } = await test.core.call('step.create', { connectionId, draft: await draft() });
    const gone = '99999999-9999-9999-9999-999999999999';
    const { StepId } = await import('../../../../src/shared/domain/ids.ts');
    const failure = await failureOf(
      test.core.call('step.setState', { connectionId, ids: [id, StepId.parse(gone)], enabled: true }),
    );
    expect(failure.code).toBe('notFound');
    expect((await test.core.call('step.read', { connectionId, id })).step.enabled).toBe(false);
    place.webApi.faults.next({ match: /\$batch/, cutSocket: 'after' });
    expect(await test.core.call('step.setState', { connectionId, ids: [id, id], enabled: true })).toEqual({
      changed: 1,
    });
    expect((await test.core.call('step.read', { connectionId, id })).step.enabled).toBe(true);
  });
});

describe('unregistering', () => {
  it('succeeds though the answer was lost, and repeats nothing', async () => {
    const id = await create('Lost answer');
    const connectionId = test.sandbox;
    place.webApi.faults.next({ match: /^POST .*\$batch/, cutSocket: 'after' });
    const result = await test.core.call('registration.unregister', {
      connectionId,
      nodes: [{ kind: 'serviceEndpoint', id }],
    });
    expect(result.deleted).toBe(1);
    expect(await failureOf(test.core.call('serviceEndpoint.read', { connectionId, id }))).toMatchObject({
      code: 'notFound',
    });
  });

  it('takes the secure configuration of a step with it, and keeps its rows in a file of this computer', async () => {
    const connectionId = test.sandbox;
    const { store } = place.organisation;
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const secured = registrations.steps.find((step) => step.hasSecureConfiguration && !step.managed);
    if (!secured) throw new Error('The seed has a step with a secure configuration.');
    const before = store.count('sdkmessageprocessingstepsecureconfig');
    const { keptCopy } = await test.core.call('registration.unregister', {
      connectionId,
      nodes: [{ kind: 'step', id: secured.id }],
    });
    expect(JSON.parse(await readFile(keptCopy, 'utf8'))).toMatchObject({
      steps: [{ sdkmessageprocessingstepid: secured.id, name: secured.name }],
    });
    await expect.poll(() => store.count('sdkmessageprocessingstepsecureconfig')).toBe(before - 1);
  });

  it('refuses what a managed solution brought', async () => {
    const connectionId = test.sandbox;
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const managed = registrations.steps.find((step) => step.managed);
    if (!managed) throw new Error('The seed has a managed step.');
    const nodes = [{ kind: 'step' as const, id: managed.id }];
    const { obstacles } = await test.core.call('registration.previewUnregister', { connectionId, nodes });
    expect(obstacles[0]?.sentence).toContain(`The step ${managed.name} belongs to a managed solution.`);
    expect(await failureOf(test.core.call('registration.unregister', { connectionId, nodes }))).toMatchObject(
      {
        code: 'inUse',
      },
    );
    const after = await test.core.call('registrations.load', { connectionId });
    expect(after.registrations.steps.some(({ id }) => id === managed.id)).toBe(true);
  });
});
