import { expect, test } from 'vitest';
import {
  defaultNamespace,
  readBrokerState,
  startServiceBusBroker,
} from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';
import { connect, openQueue, randomKey, rejectionOf, startBroker } from './brokerFixture.ts';

/** What is written to disk and read again. */
function keep(state: unknown): ReturnType<typeof readBrokerState> {
  return readBrokerState(JSON.parse(JSON.stringify(state)));
}

test('messages are there again after a restart, as they were, without locks', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages([
    {
      body: { name: 'Contoso' },
      messageId: 'one',
      applicationProperties: { number: 7, big: 2 ** 40 },
      subject: 's',
    },
    { body: 'two', timeToLive: 3_600_000, partitionKey: 'p' },
    { body: 'three' },
    { body: 'four' },
  ]);
  const [one, two, three] = await receiver.receiveMessages(3);
  if (!one || !two || !three) return expect.fail();
  await receiver.abandonMessage(one, { tried: 1 });
  await receiver.deadLetterMessage(two, { deadLetterReason: 'why', deadLetterErrorDescription: 'how' });
  await receiver.deferMessage(three);
  await receiver.receiveMessages(1);
  broker.send('events', { body: '"event"' });
  const state = keep(broker.snapshot());

  const next = await startBroker({ namespace: state.namespace, state });
  expect(next.broker.counts('orders')).toEqual({ active: 3, deadLetters: 1 });
  expect(next.broker.counts('events/Subscriptions/audit').active).toBe(1);
  const again = openQueue(next.broker, 'orders');
  const [first, second] = await again.receiver.receiveMessages(2);
  expect(first).toMatchObject({
    body: { name: 'Contoso' },
    messageId: 'one',
    subject: 's',
    deliveryCount: 1,
    applicationProperties: { number: 7, big: 2 ** 40, tried: 1 },
  });
  expect(first?.enqueuedTimeUtc).toEqual(one.enqueuedTimeUtc);
  expect(second?.body).toBe('four');
  const deferred = await again.receiver.receiveDeferredMessages(three.sequenceNumber ?? expect.fail());
  expect(deferred[0]?.body).toBe('three');
  const [dead] = await again.deadLetters.receiveMessages(1);
  expect(dead).toMatchObject({
    body: 'two',
    deadLetterReason: 'why',
    timeToLive: 3_600_000,
    partitionKey: 'p',
    deadLetterSource: 'orders',
  });
  // Numbers go on where they were.
  await again.sender.sendMessages({ body: 'five' });
  const peeked = await again.receiver.peekMessages(10);
  expect(peeked.at(-1)?.sequenceNumber?.toNumber()).toBe(5);
});

test('an empty namespace keeps nothing but itself', async () => {
  const { broker } = await startBroker();
  expect(keep(broker.snapshot())).toEqual({ version: 1, namespace: broker.namespace, entities: [] });
});

test('what belongs to an entity that is gone is left out', async () => {
  const { broker } = await startBroker();
  broker.send('orders', { body: '1' });
  const state = keep(broker.snapshot());
  const namespace = { ...state.namespace, queues: [{ path: 'other' }] };
  const next = await startServiceBusBroker({ namespace, state });
  expect(next.snapshot().entities).toEqual([]);
  await next.close();
});

test('state that is no state is refused with a way out', () => {
  const namespace = defaultNamespace(randomKey);
  const entity = { path: 'crm-orders', nextSequenceNumber: 2, messages: [{ sequenceNumber: 1 }] };
  const policies = [{ name: 'x', key: 'k', rights: ['Everything'] }];
  const wrong = [
    undefined,
    [],
    { version: 2, namespace, entities: [] },
    { version: 1, entities: [] },
    { version: 1, namespace, entities: [entity] },
    { version: 1, namespace: { ...namespace, policies }, entities: [] },
    { version: 1, namespace: { ...namespace, queues: [{ path: '' }] }, entities: [] },
  ];
  for (const value of wrong)
    expect(() => readBrokerState(value)).toThrow(/can't be read: .*Reset the sandbox/);
});

test('damaged messages are refused at the start, not when somebody receives them', async () => {
  const { broker } = await startBroker();
  broker.send('orders', { body: '1' });
  const state = JSON.stringify(keep(broker.snapshot()));
  const damaged = readBrokerState(JSON.parse(state.replace(/"content":"[^"]*"/, '"content":"AFN3"')));
  const start = startServiceBusBroker({ namespace: damaged.namespace, state: damaged });
  expect((await rejectionOf(start)).message).toContain('a message of "orders" is damaged. Reset the sandbox');
});

test('the namespace from the start works with each of its policies', async () => {
  const namespace = defaultNamespace(randomKey);
  for (const { key } of namespace.policies) expect(key).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  const { broker } = await startBroker({ namespace });
  await connect(broker.connectionString('send')).createSender('crm-orders').sendMessages({ body: 1 });
  await connect(broker.connectionString('send')).createSender('crm-events').sendMessages({ body: 2 });
  const listener = connect(broker.connectionString('listen'));
  expect((await listener.createReceiver('crm-orders').receiveMessages(1))[0]?.body).toBe(1);
  for (const subscription of ['audit', 'fulfilment']) {
    expect((await listener.createReceiver('crm-events', subscription).receiveMessages(1))[0]?.body).toBe(2);
  }
});
