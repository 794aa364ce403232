import type { PeekMessagesOptions } from '@azure/service-bus';
import { expect, test } from 'vitest';
import { connect, openQueue, rejectionOf, startBroker } from './brokerFixture.ts';

test('peeking shows messages and leaves them as they are', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages(['a', 'b', 'c'].map((body) => ({ body })));
  const [locked] = await receiver.receiveMessages(1);
  const peeked = await receiver.peekMessages(10);
  expect(peeked.map(({ body }) => body)).toEqual(['a', 'b', 'c']);
  expect(peeked.map(({ lockToken }) => lockToken)).toEqual([undefined, undefined, undefined]);
  expect(await receiver.peekMessages(10)).toEqual([]);
  if (locked) await receiver.completeMessage(locked);
  expect(broker.counts('orders').active).toBe(2);
});

test('peeking goes on from a sequence number', async () => {
  const { broker } = await startBroker();
  for (let index = 1; index <= 250; index += 1) broker.send('orders', { body: String(index) });
  const { receiver } = openQueue(broker, 'orders');
  const [first] = await receiver.peekMessages(1);
  const from = async (start: number, count: number) => {
    const fromSequenceNumber = first?.sequenceNumber?.add(start - 1);
    const messages = await receiver.peekMessages(count, { fromSequenceNumber });
    return messages.map(({ sequenceNumber }) => sequenceNumber?.toNumber());
  };
  expect(await from(248, 10)).toEqual([248, 249, 250]);
  expect(await from(1, 2)).toEqual([1, 2]);
  expect(await from(251, 2)).toEqual([]);
  const all: (number | undefined)[] = [];
  for (let next = await from(1, 100); next.length > 0; next = await from((next.at(-1) ?? 0) + 1, 100)) {
    all.push(...next);
  }
  expect(all).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
});

test('one answer to a peek stays of a size that can be sent; nothing is skipped', async () => {
  const { broker } = await startBroker();
  for (let index = 0; index < 20; index += 1)
    broker.send('orders', { body: Buffer.alloc(190 * 1024, index) });
  const { receiver } = openQueue(broker, 'orders');
  const seen: number[] = [];
  for (let page = await receiver.peekMessages(20); page.length > 0; page = await receiver.peekMessages(20)) {
    expect(page.length).toBeLessThan(10);
    seen.push(...page.map(({ sequenceNumber }) => sequenceNumber?.toNumber() ?? 0));
  }
  expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('bodies can be left out', async () => {
  const { broker } = await startBroker();
  broker.send('orders', { body: '"long"', messageId: 'm' });
  const { receiver } = openQueue(broker, 'orders');
  // The client has this option, but not in its types.
  const options: PeekMessagesOptions & { omitMessageBody: boolean } = { omitMessageBody: true };
  const [message] = await receiver.peekMessages(1, options);
  expect(message?.messageId).toBe('m');
  expect(message?.body).not.toBe('long');
});

test('dead letters and subscriptions are peeked as queues are', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('listen'));
  broker.send('events', { body: '"event"' });
  const [event] = await client.createReceiver('events', 'audit').peekMessages(1);
  expect(event?.body).toBe('event');
  const receiver = client.createReceiver('events', 'audit');
  const [received] = await receiver.receiveMessages(1);
  if (received) await receiver.deadLetterMessage(received);
  const deadLetters = client.createReceiver('events', 'audit', { subQueueType: 'deadLetter' });
  const [dead] = await deadLetters.peekMessages(1);
  expect(dead?.deadLetterSource).toBe('events/Subscriptions/audit');
  expect(broker.counts('events/subscriptions/AUDIT')).toEqual({ active: 0, deadLetters: 1 });
  expect(broker.counts('events/Subscriptions/fulfilment')).toEqual({ active: 1, deadLetters: 0 });
});

test('management operations that the broker does not have are refused by name', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('manage'));
  const sender = client.createSender('orders');
  const inAnHour = new Date(Date.now() + 3_600_000);
  const scheduled = await rejectionOf(sender.scheduleMessages({ body: 'x' }, inAnHour));
  expect(scheduled.message).toContain("'com.microsoft:schedule-message' is not supported");
  const rules = client.createRuleManager('events', 'audit');
  const listed = await rejectionOf(rules.createRule('all', { sqlExpression: '1=1' }));
  expect(listed.message).toContain("'com.microsoft:add-rule' is not supported");
  // The other way to schedule is refused too, and not sent at once.
  const late = await rejectionOf(sender.sendMessages({ body: 'x', scheduledEnqueueTimeUtc: inAnHour }));
  expect(late.message).toContain('Scheduled messages are not supported');
  expect(broker.counts('orders').active).toBe(0);
});

test('sessions are refused', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('manage'));
  const error = await rejectionOf(client.acceptSession('orders', 'one'));
  expect(error.message).toContain("Failed to create a receiver for the requested session 'one'");
});
