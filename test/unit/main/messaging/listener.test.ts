import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerMessage } from '../../../../src/main/messaging/brokerMessage.ts';
import {
  type Listener,
  type ListenerReport,
  startListener,
} from '../../../../src/main/messaging/listener.ts';
import { openEntityReader, readFaultFrom } from '../../../../src/main/messaging/openEntityReader.ts';
import type { ServiceBusBroker } from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';
import type { ListenerSource } from '../../../../src/shared/contract/calls/listeners.ts';
import { eventually, startBroker } from './brokerForTests.ts';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
});

async function startOwnBroker(): Promise<ServiceBusBroker> {
  const broker = await startBroker();
  running.push({ stop: () => broker.close() });
  return broker;
}

const queue: ListenerSource = { entityPath: 'crm-orders', subscription: null, deadLetter: false };

function listen(
  broker: ServiceBusBroker,
  options: {
    source?: ListenerSource;
    mode?: 'peek' | 'receive';
    fromBeginning?: boolean;
    policy?: string;
  } = {},
): { listener: Listener; bodies: () => string[]; reports: ListenerReport[]; messages: BrokerMessage[] } {
  const messages: BrokerMessage[] = [];
  const reports: ListenerReport[] = [];
  const { source = queue, mode = 'peek', fromBeginning = true, policy = 'listen' } = options;
  const listener = startListener({
    mode,
    fromBeginning,
    open: () =>
      openEntityReader({
        connectionString: broker.connectionString(policy),
        source,
        mode,
        webSockets: false,
      }),
    faultFrom: readFaultFrom,
    wait: (milliseconds, signal) => sleep(Math.min(milliseconds, 50), undefined, { signal }),
    onReport: (report) => reports.push(report),
    onMessages: (lot) => messages.push(...lot),
  });
  running.push(listener);
  return {
    listener,
    messages,
    reports,
    bodies: () => messages.map(({ body }) => Buffer.from(body).toString()),
  };
}

const kinds = (reports: ListenerReport[]): string[] => reports.map(({ kind }) => kind);

describe('a listener that peeks', () => {
  it('shows what is there and what comes, in order, and leaves everything', async () => {
    const broker = await startOwnBroker();
    broker.send('crm-orders', {
      body: 'one',
      contentType: 'text/plain',
      applicationProperties: { colour: 'blue' },
    });
    const { bodies, messages, reports } = listen(broker);
    await eventually(() => bodies().length === 1, 'the first message');
    broker.send('crm-orders', { body: 'two' });
    broker.send('crm-orders', { body: 'three' });
    await eventually(() => bodies().length === 3, 'all three');
    expect(bodies()).toEqual(['one', 'two', 'three']);
    expect(messages[0]?.properties().application).toEqual([{ key: 'colour', value: 'blue' }]);
    expect(messages[0]?.contentType).toBe('text/plain');
    expect(broker.counts('crm-orders').active).toBe(3);
    expect(kinds(reports)).toEqual(['connecting', 'listening']);
  });

  it('passes over what was there, when asked to', async () => {
    const broker = await startOwnBroker();
    for (let index = 0; index < 300; index += 1) broker.send('crm-orders', { body: `old ${index}` });
    const { bodies, reports } = listen(broker, { fromBeginning: false });
    await eventually(() => kinds(reports).includes('listening'), 'listening');
    const sent = new Set<string>();
    // A message sent before the listener reached the end counts as old: so one is sent until one is shown.
    await eventually(() => {
      if (bodies().length > 0) return true;
      const body = `new ${sent.size}`;
      sent.add(body);
      broker.send('crm-orders', { body });
      return false;
    }, 'a new message');
    expect(bodies().every((body) => sent.has(body))).toBe(true);
  });

  it('comes back after the connection was cut, says so, and shows nothing twice', async () => {
    const broker = await startOwnBroker();
    broker.send('crm-orders', { body: 'before' });
    const { bodies, reports } = listen(broker);
    await eventually(() => bodies().length === 1, 'the first message');
    broker.cutConnections();
    await eventually(() => kinds(reports).includes('reconnecting'), 'reconnecting');
    broker.send('crm-orders', { body: 'after' });
    await eventually(() => bodies().length === 2, 'the second message');
    expect(bodies()).toEqual(['before', 'after']);
    expect(kinds(reports).at(-1)).toBe('listening');
  });

  it('reads a subscription and a dead-letter queue', async () => {
    const broker = await startOwnBroker();
    broker.send('crm-events', { body: 'event' });
    const source = { entityPath: 'crm-events', subscription: 'audit', deadLetter: false };
    const live = listen(broker, { source });
    await eventually(() => live.bodies().length === 1, 'the event');
    const dead = listen(broker, { source: { ...source, deadLetter: true } });
    await eventually(() => kinds(dead.reports).includes('listening'), 'listening to dead letters');
    expect(dead.bodies()).toEqual([]);
  });

  it('pauses and goes on where it was', async () => {
    const broker = await startOwnBroker();
    broker.send('crm-orders', { body: 'one' });
    const { listener, bodies, reports } = listen(broker);
    await eventually(() => bodies().length === 1, 'the first message');
    listener.pause();
    broker.send('crm-orders', { body: 'two' });
    expect(kinds(reports).at(-1)).toBe('paused');
    listener.resume();
    await eventually(() => bodies().length === 2, 'the second message');
    expect(bodies()).toEqual(['one', 'two']);
  });

  it.each([
    ['a policy that cannot listen', { policy: 'send' }, 'denied'],
    ['a queue that is not there', { source: { ...queue, entityPath: 'nowhere' } }, 'noEntity'],
  ] as const)('gives up at %s, for trying again would not help', async (_, options, fault) => {
    const broker = await startOwnBroker();
    const { reports } = listen(broker, options);
    const failed = await eventually(() => reports.find(({ kind }) => kind === 'failed'), 'the failure');
    expect(failed.kind === 'failed' && failed.fault.kind).toBe(fault);
  });
});

describe('a listener that receives', () => {
  it('takes messages out once it has them', async () => {
    const broker = await startOwnBroker();
    for (let index = 0; index < 20; index += 1) broker.send('crm-orders', { body: `${index}` });
    const { bodies } = listen(broker, { mode: 'receive' });
    await eventually(() => bodies().length === 20, 'all messages');
    await eventually(() => broker.counts('crm-orders').active === 0, 'an empty queue');
    expect(bodies().sort()).toEqual(Array.from({ length: 20 }, (_, index) => `${index}`).sort());
  });

  it('lets nothing be lost when the connection is cut', async () => {
    const broker = await startOwnBroker();
    const { bodies, reports } = listen(broker, { mode: 'receive' });
    await eventually(() => kinds(reports).includes('listening'), 'listening', 15_000);
    broker.send('crm-orders', { body: 'one' });
    await eventually(() => bodies().includes('one'), 'the first');
    broker.cutConnections();
    broker.send('crm-orders', { body: 'two' });
    await eventually(() => bodies().includes('two'), 'the second', 15_000);
    await eventually(() => broker.counts('crm-orders').active === 0, 'an empty queue');
  });
});
