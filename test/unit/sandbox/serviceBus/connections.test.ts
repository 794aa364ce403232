import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startServiceBusBroker } from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';
import { connect, eventually, openQueue, rejectionOf, startBroker, testNamespace } from './brokerFixture.ts';

test('a listener that is cut off comes back by itself and gets what it had not completed', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('manage'));
  const got: string[] = [];
  let holding: (() => void) | undefined;
  client.createReceiver('orders').subscribe(
    {
      processMessage: ({ body }) => {
        got.push(body);
        if (got.length > 1) return Promise.resolve();
        return new Promise<void>((resolve) => {
          holding = resolve;
        });
      },
      processError: async () => {},
    },
    { maxConcurrentCalls: 2 },
  );
  broker.send('orders', { body: '"a"' });
  await eventually(() => got.length === 1, 'the first message arrives');
  broker.cutConnections();
  await eventually(() => got.length === 2, 'the message arrives again');
  expect(got).toEqual(['a', 'a']);
  broker.send('orders', { body: '"b"' });
  await eventually(() => got.length === 3, 'later messages arrive too');
  holding?.();
  await eventually(() => broker.counts('orders').active === 0, 'everything is completed');
});

test('a sender that is cut off connects anew', async () => {
  const { broker } = await startBroker();
  const { sender } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: 1 });
  broker.cutConnections();
  await eventually(() => broker.connections === 0, 'the connection is gone');
  await eventually(async () => {
    try {
      await sender.sendMessages({ body: 2 });
      return true;
    } catch {
      return false;
    }
  }, 'the sender sends again');
  expect(broker.counts('orders').active).toBe(2);
});

test('a lost connection does not count as a delivery', async () => {
  const { broker } = await startBroker();
  const { receiver } = openQueue(broker, 'orders');
  broker.send('orders', { body: '1' });
  await receiver.receiveMessages(1);
  broker.cutConnections();
  const [again] = await openQueue(broker, 'orders').receiver.receiveMessages(1);
  expect(again?.deliveryCount).toBe(0);
});

test('a client that closes leaves nothing behind', async () => {
  const { broker } = await startBroker();
  const client = connect(broker.connectionString('manage'));
  const subscription = client.createReceiver('orders').subscribe({
    processMessage: async () => {},
    processError: async () => {},
  });
  await client.createSender('orders').sendMessages({ body: 1 });
  await eventually(() => broker.counts('orders').active === 0, 'it is received');
  await subscription.close();
  broker.send('orders', { body: '2' });
  await client.close();
  await eventually(() => broker.connections === 0, 'the connection is closed');
  const [left] = await openQueue(broker, 'orders').receiver.receiveMessages(1);
  expect(left).toMatchObject({ body: 2, deliveryCount: 0 });
});

test('a broker that is unreachable refuses connections until it is not', async () => {
  const { broker } = await startBroker();
  broker.setFault({ kind: 'unreachable' });
  const { sender } = openQueue(broker, 'orders');
  await rejectionOf(sender.sendMessages({ body: 1 }));
  broker.setFault(undefined);
  await openQueue(broker, 'orders').sender.sendMessages({ body: 1 });
  expect(broker.counts('orders').active).toBe(1);
});

test('more connections than allowed are turned away, the others stay', async () => {
  const { broker } = await startBroker({ maxConnections: 1 });
  const { sender } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: 1 });
  await rejectionOf(openQueue(broker, 'orders').sender.sendMessages({ body: 2 }));
  await sender.sendMessages({ body: 3 });
  expect(broker.counts('orders').active).toBe(2);
});

test('the port is the same after a restart, so that connection strings stay good', async () => {
  const namespace = testNamespace();
  const first = await startServiceBusBroker({ namespace });
  const connectionString = first.connectionString('send');
  const { port } = first;
  await connect(connectionString).createSender('orders').sendMessages({ body: 1 });
  await first.close();
  const { broker } = await startBroker({ namespace, port });
  expect(broker.connectionString('send')).toBe(connectionString);
  await connect(connectionString).createSender('orders').sendMessages({ body: 2 });
  expect(broker.counts('orders').active).toBe(1);
});

test('a port that is taken is said in plain words', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const error = await rejectionOf(startServiceBusBroker({ namespace: testNamespace(), port }));
  expect(error.message).toBe(
    `The sandbox's Service Bus can't use port ${port}: another program has it. ` +
      'Close that program, or choose another port.',
  );
});

test('a namespace that contradicts itself is refused', async () => {
  const namespace = testNamespace();
  const doubled = {
    ...namespace,
    queues: [{ path: 'same' }, { path: 'SAME', lockSeconds: -1 }, { path: '$cbs' }],
  };
  const error = await rejectionOf(startServiceBusBroker({ namespace: doubled }));
  expect(error.message).toContain('more than one queue or topic named "SAME"');
  expect(error.message).toContain('"$cbs" is not a name');
  expect(error.message).toContain('Queue "SAME" has a time that is not above zero.');
});
