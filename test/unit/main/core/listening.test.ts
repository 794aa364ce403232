import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/main/systemClock.ts';
import type { MessageSummary } from '../../../../src/shared/contract/calls/listeners.ts';
import type { ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import type { ServiceEndpointDraft } from '../../../../src/shared/domain/serviceEndpoint.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

/** The joints between registering and messaging: keys typed once, used again, and forgotten in time. */

let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  // Brokers look at the clock of tokens: this one has to go right.
  test = await openTestCore(place.addresses, { clock: systemClock });
});
afterAll(async () => {
  await test.close();
  await place.close();
});

function keyOf(name: 'send' | 'listen' | 'manage'): string {
  return /SharedAccessKey=([^;]+)/.exec(place.addresses.connectionStrings[name])?.[1] ?? '';
}

function draftOf(name: string, keyName: string): ServiceEndpointDraft {
  return {
    name,
    description: '',
    designationType: 'queue',
    namespaceAddress: place.namespaceAddress,
    path: 'crm-orders',
    authorization: { kind: 'sasKey', keyName },
    messageFormat: 'json',
    userInformation: 'none',
  };
}

describe('a key that was typed once', () => {
  let id: ServiceEndpointId;

  it('is tried from here before it is saved', async () => {
    const report = await test.core.call('serviceEndpoint.checkFromHere', {
      connectionId: test.sandbox,
      target: {
        kind: 'draft',
        draft: draftOf('Draft', 'manage'),
        secret: { kind: 'sasKey', key: keyOf('manage') },
      },
    });
    expect(report.outcome).toBe('passed');
    expect(place.broker.counts('crm-orders').active).toBe(0);
  });

  it('opens the queue for listening after the endpoint was saved with it', async () => {
    const connectionId = test.sandbox;
    const created = await test.core.call('serviceEndpoint.create', {
      connectionId,
      draft: draftOf('Listened to', 'manage'),
      secret: { kind: 'sasKey', key: keyOf('manage') },
    });
    id = created.id;
    const key = async () =>
      (await test.core.call('listener.key', { connectionId, endpointId: id })).key?.canListen ?? null;
    await expect.poll(key, { timeout: 15_000 }).toBe(true);
    const { listenerId } = await test.core.call('listener.start', {
      connectionId,
      endpointId: id,
      source: { entityPath: 'crm-orders', subscription: null, deadLetter: false },
      mode: 'peek',
    });
    await test.core.call('serviceEndpoint.checkFromDataverse', { connectionId, id });
    const summaries = (): MessageSummary[] =>
      test.told
        .filter(({ name }) => name === 'listener.messages')
        .flatMap(({ value }) => (value as { messages: MessageSummary[] }).messages);
    await expect.poll(() => summaries().length, { timeout: 15_000 }).toBe(1);
    expect(summaries()[0]).toMatchObject({ format: 'json', problem: null });
    expect(place.broker.counts('crm-orders').active).toBe(1);
    await test.core.call('listener.stop', { listenerId });
  });

  it('is forgotten with its endpoint, and nobody listens there any more', async () => {
    const connectionId = test.sandbox;
    await startListening(id);
    await test.core.call('registration.unregister', {
      connectionId,
      nodes: [{ kind: 'serviceEndpoint', id }],
    });
    const key = async () => (await test.core.call('listener.key', { connectionId, endpointId: id })).key;
    await expect.poll(key).toBeNull();
    await expect.poll(listeners).toEqual([]);
  });

  it('does not keep a listener on an organisation that begins anew', async () => {
    const connectionId = test.sandbox;
    const created = await test.core.call('serviceEndpoint.create', {
      connectionId,
      draft: draftOf('Of the first day', 'manage'),
      secret: { kind: 'sasKey', key: keyOf('manage') },
    });
    await startListening(created.id);
    expect(await listeners()).toHaveLength(1);
    await test.core.call('sandbox.reset', {});
    await expect.poll(listeners).toEqual([]);
    const states = test.told.flatMap(({ name, value }) => (name === 'listener.state' ? [value] : []));
    expect(states.at(-1)).toMatchObject({ kind: 'stopped' });
  });
});

async function listeners(): Promise<unknown[]> {
  const { listeners: running } = await test.core.call('listener.list', { connectionId: test.sandbox });
  return running;
}

async function startListening(endpointId: ServiceEndpointId): Promise<void> {
  await test.core.call('listener.start', {
    connectionId: test.sandbox,
    endpointId,
    source: { entityPath: 'crm-orders', subscription: null, deadLetter: false },
    mode: 'peek',
  });
}
