import { expect, test } from 'vitest';
import { connect, eventually, openQueue, rejectionOf, startBroker } from './brokerFixture.ts';

test('a message goes through with everything that its sender gave it', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages({
    body: { name: 'Contoso' },
    messageId: 'm-1',
    correlationId: 'c-1',
    contentType: 'application/json',
    subject: 'created',
    to: 'there',
    replyTo: 'here',
    timeToLive: 60_000,
    partitionKey: 'p',
    applicationProperties: { number: 7, text: 'é', flag: true, amount: 1.5, when: new Date(5000) },
  });
  const [message] = await receiver.receiveMessages(1);
  expect(message).toMatchObject({
    body: { name: 'Contoso' },
    messageId: 'm-1',
    correlationId: 'c-1',
    contentType: 'application/json',
    subject: 'created',
    to: 'there',
    replyTo: 'here',
    timeToLive: 60_000,
    partitionKey: 'p',
    deliveryCount: 0,
    state: 'active',
    applicationProperties: { number: 7, text: 'é', flag: true, amount: 1.5, when: 5000 },
  });
  expect(message?.sequenceNumber?.toNumber()).toBe(1);
  expect(message?.enqueuedTimeUtc?.getTime()).toBeGreaterThan(Date.now() - 10_000);
  expect(message?.lockedUntilUtc?.getTime()).toBeGreaterThan(Date.now() + 50_000);
  expect(message?.lockToken).toMatch(/^[0-9a-f-]{36}$/);
  if (message) await receiver.completeMessage(message);
  expect(broker.counts('orders')).toEqual({ active: 0, deadLetters: 0 });
});

test('bodies of every kind arrive as they were', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  const large = Buffer.alloc(200 * 1024, 'x');
  await sender.sendMessages({ body: Buffer.from([0, 1, 255]) });
  await sender.sendMessages({ body: 'text', bodyType: 'value' });
  await sender.sendMessages({ body: [1, 'two'], bodyType: 'sequence' });
  await sender.sendMessages({ body: large });
  const messages = await receiver.receiveMessages(4);
  const more = await receiver.receiveMessages(4 - messages.length || 1, { maxWaitTimeInMs: 300 });
  const [bytes, value, sequence, big] = [...messages, ...more];
  expect(bytes?.body).toEqual(Buffer.from([0, 1, 255]));
  expect(value?.body).toBe('text');
  expect(sequence?.body).toEqual([1, 'two']);
  expect(Buffer.compare(Buffer.from(big?.body), large)).toBe(0);
});

test('a message without an id gets one', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages([{ body: 'a', subject: 'kept' }, { body: 'b' }]);
  const messages = await receiver.receiveMessages(2);
  const ids = messages.map(({ messageId }) => String(messageId));
  expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
  expect(messages[0]?.subject).toBe('kept');
});

test('an abandoned message comes back with a higher delivery count, and its changes', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: 'x', applicationProperties: { kept: 1, changed: 1 } });
  const [first] = await receiver.receiveMessages(1);
  if (first) await receiver.abandonMessage(first, { changed: 2 });
  const [second] = await receiver.receiveMessages(1);
  expect(second?.deliveryCount).toBe(1);
  expect(second?.sequenceNumber?.toNumber()).toBe(1);
  expect(second?.applicationProperties).toEqual({ kept: 1, changed: 2 });
});

test('an abandoned message comes back before later ones', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages(['1', '2', '3'].map((body) => ({ body })));
  const [first] = await receiver.receiveMessages(1);
  if (first) await receiver.abandonMessage(first);
  const rest = await receiver.receiveMessages(3);
  expect(rest.map(({ body }) => body)).toEqual(['1', '2', '3']);
});

test('after the most deliveries a message is a dead letter, with the reason', async () => {
  const { broker } = await startBroker();
  const { sender, receiver, deadLetters } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: 'poison', applicationProperties: { mine: 1 } });
  for (let delivery = 0; delivery < 3; delivery += 1) {
    const [message] = await receiver.receiveMessages(1);
    expect(message?.deliveryCount).toBe(delivery);
    if (message) await receiver.abandonMessage(message);
  }
  expect(broker.counts('orders')).toEqual({ active: 0, deadLetters: 1 });
  const [dead] = await deadLetters.receiveMessages(1);
  expect(dead).toMatchObject({
    body: 'poison',
    deadLetterReason: 'MaxDeliveryCountExceeded',
    deadLetterErrorDescription: 'Message could not be consumed after 3 delivery attempts.',
    deadLetterSource: 'orders',
    applicationProperties: { mine: 1 },
  });
  if (dead) await deadLetters.completeMessage(dead);
  expect(broker.counts('orders').deadLetters).toBe(0);
});

test('a message is dead-lettered with reason, description and changes', async () => {
  const { broker } = await startBroker();
  const { sender, receiver, deadLetters } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: 'x' });
  const [message] = await receiver.receiveMessages(1);
  if (message) {
    const options = { deadLetterReason: 'bad', deadLetterErrorDescription: 'very', extra: 5, large: 1e17 };
    await receiver.deadLetterMessage(message, options);
  }
  const [dead] = await deadLetters.receiveMessages(1);
  expect(dead).toMatchObject({ deadLetterReason: 'bad', deadLetterErrorDescription: 'very' });
  // The client shows integers beyond 2^53 as their bytes.
  const { extra, large } = dead?.applicationProperties ?? {};
  expect(extra).toBe(5);
  expect(Buffer.from(Object.values(large ?? {})).readBigUInt64BE()).toBe(10n ** 17n);
  // From there it goes nowhere: it stays, and the client is told.
  const refusal = await rejectionOf(deadLetters.deadLetterMessage(dead ?? expect.fail()));
  expect(refusal.message).toContain('cannot be dead-lettered');
  expect(broker.counts('orders').deadLetters).toBe(1);
});

test('a lock that runs out gives the message to the next, and the holder is told', async () => {
  const { broker } = await startBroker();
  const { sender, receiver, deadLetters } = openQueue(broker, 'brief');
  await sender.sendMessages({ body: 'x' });
  const [first] = await receiver.receiveMessages(1);
  const [second] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 4000 });
  expect(second?.deliveryCount).toBe(1);
  const error = await rejectionOf(receiver.completeMessage(first ?? expect.fail()));
  expect(error.code).toBe('MessageLockLost');
  // Running out counts as a delivery: the second time is the last.
  const [dead] = await deadLetters.receiveMessages(1, { maxWaitTimeInMs: 4000 });
  expect(dead?.deadLetterReason).toBe('MaxDeliveryCountExceeded');
});

test('a renewed lock holds', async () => {
  let now = 1_700_000_000_000;
  const { broker } = await startBroker({ clock: () => now });
  // Tokens are signed by the real clock, an hour on: far ahead of this one.
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: 'x' });
  const [message] = await receiver.receiveMessages(1);
  if (message === undefined) return expect.fail();
  now += 50_000;
  const until = await receiver.renewMessageLock(message);
  expect(until.getTime()).toBe(now + 60_000);
  now += 50_000;
  await receiver.completeMessage(message);
  expect(broker.counts('orders').active).toBe(0);
  const gone = await rejectionOf(receiver.renewMessageLock(message));
  expect(gone.code).toBe('MessageLockLost');
});

test('a lock that is gone cannot be renewed', async () => {
  let now = 1_700_000_000_000;
  const { broker } = await startBroker({ clock: () => now });
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: 'x' });
  const [message] = await receiver.receiveMessages(1);
  now += 61_000;
  const error = await rejectionOf(receiver.renewMessageLock(message ?? expect.fail()));
  expect(error.code).toBe('MessageLockLost');
});

test('a deferred message is received by its number only', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages([{ body: 'later' }, { body: 'now' }]);
  const [later] = await receiver.receiveMessages(1);
  if (later?.sequenceNumber === undefined) return expect.fail();
  await receiver.deferMessage(later);
  const [now] = await receiver.receiveMessages(1);
  expect(now?.body).toBe('now');
  const [peeked] = await receiver.peekMessages(1);
  expect(peeked?.state).toBe('deferred');
  const [deferred] = await receiver.receiveDeferredMessages(later.sequenceNumber);
  expect(deferred?.body).toBe('later');
  if (deferred) await receiver.completeMessage(deferred);
  expect(broker.counts('orders').active).toBe(1);
  const error = await rejectionOf(receiver.receiveDeferredMessages(later.sequenceNumber));
  expect(error.code).toBe('MessageNotFound');
});

test('receive and delete takes messages for good', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('manage'));
  const bodies = Array.from({ length: 100 }, (_, index) => index);
  await client.createSender('orders').sendMessages(bodies.map((body) => ({ body })));
  const receiver = client.createReceiver('orders', { receiveMode: 'receiveAndDelete' });
  const got: unknown[] = [];
  while (got.length < 100) {
    const messages = await receiver.receiveMessages(100);
    got.push(...messages.map(({ body }) => body));
  }
  expect(got).toEqual(bodies);
  expect(broker.counts('orders').active).toBe(0);
});

test('an empty queue answers a receiver at the end of its wait, not later', async () => {
  const { broker } = await startBroker();
  const { receiver } = openQueue(broker, 'orders');
  await receiver.receiveMessages(1, { maxWaitTimeInMs: 1 });
  const start = performance.now();
  expect(await receiver.receiveMessages(10, { maxWaitTimeInMs: 100 })).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1500);
  // The credit was drained: a later message waits for the next call and is not sent into nothing.
  broker.send('orders', { body: 'x' });
  const [message] = await receiver.receiveMessages(1);
  expect(message?.deliveryCount).toBe(0);
});

test('a subscriber gets what arrives, in order, with no more in hand than it asked for', async () => {
  const { broker } = await startBroker();
  const { sender, receiver } = openQueue(broker, 'orders');
  const got: unknown[] = [];
  let inHand = 0;
  let most = 0;
  receiver.subscribe(
    {
      processMessage: async ({ body }) => {
        inHand += 1;
        most = Math.max(most, inHand);
        await new Promise((resolve) => setImmediate(resolve));
        got.push(body);
        inHand -= 1;
      },
      processError: async ({ error }) => expect.fail(error.message),
    },
    { maxConcurrentCalls: 4 },
  );
  for (let start = 0; start < 300; start += 100) {
    await sender.sendMessages(Array.from({ length: 100 }, (_, index) => ({ body: start + index })));
  }
  await eventually(() => broker.counts('orders').active === 0, 'all messages are completed');
  expect(got).toEqual(Array.from({ length: 300 }, (_, index) => index));
  expect(most).toBeLessThanOrEqual(4);
});

test('two receivers share a queue', async () => {
  const { broker } = await startBroker();
  const seen = new Map<number, number[]>();
  for (const number of [1, 2]) {
    const client = connect(broker.connectionString('listen'));
    seen.set(number, []);
    client.createReceiver('orders', { receiveMode: 'receiveAndDelete' }).subscribe({
      processMessage: async ({ body }) => void seen.get(number)?.push(body),
      processError: async () => {},
    });
  }
  await eventually(() => broker.connections === 2, 'both are connected');
  const { sender } = openQueue(broker, 'orders');
  let sent = 0;
  await eventually(async () => {
    await sender.sendMessages([{ body: sent++ }, { body: sent++ }]);
    return [...seen.values()].every((bodies) => bodies.length > 0);
  }, 'both have received');
  await eventually(() => [...seen.values()].flat().length === sent, 'all have been received');
  expect(new Set([...seen.values()].flat()).size).toBe(sent);
});

test('messages expire, and become dead letters where the queue says so', async () => {
  const { broker } = await startBroker();
  const { sender, deadLetters } = openQueue(broker, 'expiring');
  await sender.sendMessages({ body: 'x' });
  const [dead] = await deadLetters.receiveMessages(1, { maxWaitTimeInMs: 4000 });
  expect(dead?.deadLetterReason).toBe('TTLExpiredException');
  const orders = openQueue(broker, 'orders');
  await orders.sender.sendMessages([{ body: 'short', timeToLive: 50 }, { body: 'long' }]);
  await eventually(() => broker.counts('orders').active === 1, 'the first is gone');
  const [left] = await orders.receiver.receiveMessages(1);
  expect(left?.body).toBe('long');
});

test('what a closed receiver holds is still locked, and is settled by its token', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('manage'));
  await client.createSender('orders').sendMessages(['a', 'b', 'c', 'd'].map((body) => ({ body })));
  const first = client.createReceiver('orders', { maxAutoLockRenewalDurationInMs: 0 });
  const [a, b, c, d] = await first.receiveMessages(4);
  if (!a || !b || !c || !d) return expect.fail();
  await first.close();
  const second = client.createReceiver('orders');
  expect(await second.receiveMessages(1, { maxWaitTimeInMs: 100 })).toEqual([]);
  await second.completeMessage(a);
  await second.abandonMessage(b, { tried: true });
  await second.deferMessage(c);
  await second.deadLetterMessage(d, { deadLetterReason: 'why', deadLetterErrorDescription: 'how' });
  const [again] = await second.receiveMessages(1);
  expect(again).toMatchObject({ body: 'b', deliveryCount: 1, applicationProperties: { tried: true } });
  const peeked = await second.peekMessages(10);
  expect(peeked.map(({ body, state }) => [body, state])).toEqual([
    ['b', 'active'],
    ['c', 'deferred'],
  ]);
  const [dead] = await client.createReceiver('orders', { subQueueType: 'deadLetter' }).peekMessages(1);
  expect(dead).toMatchObject({ body: 'd', deadLetterReason: 'why', deadLetterErrorDescription: 'how' });
  expect((await rejectionOf(second.completeMessage(a))).code).toBe('MessageLockLost');
});

test('a receiver with thousands of messages is not held up by those it has completed', async () => {
  const { broker } = await startBroker();
  for (let index = 0; index < 10_000; index += 1) broker.send('orders', { body: String(index) });
  const { receiver } = openQueue(broker, 'orders');
  let count = 0;
  while (count < 10_000) {
    const messages = await receiver.receiveMessages(500);
    await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    count += messages.length;
  }
  expect(count).toBe(10_000);
  expect(broker.counts('orders')).toEqual({ active: 0, deadLetters: 0 });
});

test('a subscriber that deletes what it receives gets thousands, in order', async () => {
  const { broker } = await startBroker();
  for (let index = 0; index < 10_000; index += 1) broker.send('orders', { body: String(index) });
  const client = connect(broker.connectionString('listen'));
  const got: unknown[] = [];
  client.createReceiver('orders', { receiveMode: 'receiveAndDelete' }).subscribe(
    {
      processMessage: async ({ body }) => void got.push(body),
      processError: async ({ error }) => expect.fail(error.message),
    },
    { maxConcurrentCalls: 1900 },
  );
  await eventually(() => got.length === 10_000, 'all have arrived');
  expect(got).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
});
