import { expect, test } from 'vitest';
import { connect, openQueue, rejectionOf, startBroker } from './brokerFixture.ts';

test('a batch arrives as its messages, in order', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  const batch = await sender.createMessageBatch();
  expect(batch.maxSizeInBytes).toBe(262_144);
  let count = 0;
  while (batch.tryAddMessage({ body: { count }, messageId: `m-${count}`, applicationProperties: { count } }))
    count += 1;
  expect(count).toBeGreaterThan(1000);
  await sender.sendMessages(batch);
  expect(broker.counts('orders').active).toBe(count);
  const messages = await receiver.receiveMessages(3);
  expect(messages.map(({ messageId }) => messageId)).toEqual(['m-0', 'm-1', 'm-2']);
  expect(messages[2]).toMatchObject({ body: { count: 2 }, applicationProperties: { count: 2 } });
});

test('a topic gives each subscription its own copy', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('manage'));
  await client.createSender('events').sendMessages([{ body: 1 }, { body: 2 }]);
  const audit = client.createReceiver('events', 'audit');
  const [first, second] = await audit.receiveMessages(2);
  expect([first?.body, second?.body]).toEqual([1, 2]);
  if (first) await audit.completeMessage(first);
  if (second) await audit.abandonMessage(second, { seen: true });
  const fulfilment = await client.createReceiver('events', 'FULFILMENT').receiveMessages(2);
  expect(fulfilment.map(({ deliveryCount }) => deliveryCount)).toEqual([0, 0]);
  expect(fulfilment[1]?.applicationProperties?.seen).toBeUndefined();
  expect(broker.counts('events/Subscriptions/audit').active).toBe(1);
  expect(broker.counts('events/Subscriptions/fulfilment').active).toBe(2);
});

test('a message above 256 KB is refused and the next one is taken', async () => {
  const { broker } = await startBroker();
  const { sender } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: Buffer.alloc(255 * 1024) });
  const error = await rejectionOf(sender.sendMessages({ body: Buffer.alloc(400 * 1024) }));
  expect(error.code).toBe('MessageSizeExceeded');
  expect(error.message).toContain('exceeds the limit (262144 bytes)');
  await sender.sendMessages({ body: 'small' });
  expect(broker.counts('orders').active).toBe(2);
});

test('a full entity refuses more, whole batches included', async () => {
  const { broker } = await startBroker({ maxMessages: 3 });
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages([{ body: 1 }, { body: 2 }]);
  const error = await rejectionOf(sender.sendMessages([{ body: 3 }, { body: 4 }]));
  expect(error.code).toBe('QuotaExceeded');
  expect(error.message).toContain('The maximum entity size has been reached or exceeded');
  expect(broker.counts('orders').active).toBe(2);
  await sender.sendMessages({ body: 3 });
  // Dead letters take up room too.
  const [message] = await receiver.receiveMessages(1);
  if (message) await receiver.deadLetterMessage(message);
  expect((await rejectionOf(sender.sendMessages({ body: 4 }))).code).toBe('QuotaExceeded');
  const [other] = await receiver.receiveMessages(1);
  if (other) await receiver.completeMessage(other);
  await sender.sendMessages({ body: 4 });
});

test('an entity is full by bytes as well, and a topic by its fullest subscription', async () => {
  const { broker } = await startBroker({ maxBytes: 300 * 1024 });
  const client = connect(broker.connectionString('manage'));
  const sender = client.createSender('events');
  await sender.sendMessages({ body: Buffer.alloc(200 * 1024) });
  const receiver = client.createReceiver('events', 'audit', { receiveMode: 'receiveAndDelete' });
  await receiver.receiveMessages(1);
  const error = await rejectionOf(sender.sendMessages({ body: Buffer.alloc(200 * 1024) }));
  expect(error.code).toBe('QuotaExceeded');
  expect(broker.counts('events/Subscriptions/audit').active).toBe(0);
});

test('messages are sent to queues and topics only, and received from what holds them', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('manage'));
  const toSubscription = await rejectionOf(
    client.createSender('events/Subscriptions/audit').sendMessages({ body: 'x' }),
  );
  expect(toSubscription.message).toContain('queues and topics only');
  const toDeadLetters = await rejectionOf(
    client.createSender('orders/$DeadLetterQueue').sendMessages({ body: 'x' }),
  );
  expect(toDeadLetters.message).toContain('queues and topics only');
  const fromTopic = await rejectionOf(client.createReceiver('events').receiveMessages(1));
  expect(fromTopic.message).toContain('from its subscriptions');
});

test('a busy service says so', async () => {
  const { broker } = await startBroker();
  const { sender } = openQueue(broker, 'orders');
  broker.setFault({ kind: 'busy' });
  expect((await rejectionOf(sender.sendMessages({ body: 'x' }))).code).toBe('ServiceBusy');
  broker.setFault(undefined);
  await sender.sendMessages({ body: 'x' });
  expect(broker.counts('orders').active).toBe(1);
});

test('many senders at once lose nothing', async () => {
  const { broker } = await startBroker();
  const senders = Array.from({ length: 8 }, () => openQueue(broker, 'orders').sender);
  await Promise.all(
    senders.map(async (sender, index) => {
      await Promise.all(
        Array.from({ length: 100 }, (_, count) => sender.sendMessages({ body: [index, count] })),
      );
    }),
  );
  expect(broker.counts('orders').active).toBe(800);
});
