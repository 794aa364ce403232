import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { amqpMessages } from '../../../../src/sandbox/serviceBus/amqpLibrary.ts';
import type { ServiceBusBroker } from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';
import { eventually, openQueue, startBroker } from './brokerFixture.ts';
import {
  AMQP_HEADER,
  attachToCbs,
  attachToOrders,
  BEGIN,
  described,
  flow,
  frame,
  OPEN,
  openSocket,
  performative,
  putListenToken,
  type RawClient,
  rawFrame,
  SASL_HEADER,
  sentFrames,
  uint,
} from './rawAmqp.ts';

async function expectDropped(
  broker: ServiceBusBroker,
  bytes: readonly Buffer[],
  what: string,
): Promise<void> {
  const client = await openSocket(broker);
  client.socket.write(Buffer.concat(bytes));
  await eventually(() => client.isClosed(), `the socket is closed after ${what}`);
}

async function expectAlive(broker: ServiceBusBroker): Promise<void> {
  const { sender, receiver } = openQueue(broker, 'orders');
  await sender.sendMessages({ body: 'alive' });
  const [message] = await receiver.receiveMessages(1);
  expect(message?.body).toBe('alive');
  if (message) await receiver.completeMessage(message);
}

test('sockets that speak something else are closed, and the broker goes on', async () => {
  const { broker } = await startBroker();
  const openings: [string, Buffer][] = [
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['TLS', Buffer.from('16030100f5010000f10303', 'hex')],
    ['random bytes', randomBytes(4096)],
    ['one wrong byte', Buffer.from('B')],
    ['an old AMQP', Buffer.from('414d515000000901', 'hex')],
    ['another protocol', Buffer.from('414d515002010000', 'hex')],
  ];
  for (const [what, bytes] of openings) await expectDropped(broker, [bytes], what);
  await expectAlive(broker);
});

test('a socket that says nothing is closed after a while', async () => {
  const { broker } = await startBroker({ handshakeTimeout: 100 });
  const silent = await openSocket(broker);
  const slow = await openSocket(broker);
  slow.socket.write(AMQP_HEADER);
  await eventually(() => silent.isClosed() && slow.isClosed(), 'both are closed');
  await eventually(() => broker.connections === 0, 'nothing is left');
});

test('frames that are malformed cost their socket only', async () => {
  const { broker } = await startBroker();
  const frames: [string, Buffer][] = [
    ['a frame of 4 GB', rawFrame(Buffer.alloc(0), { size: 0xffffffff })],
    ['a frame of no size', rawFrame(Buffer.alloc(0), { size: 0 })],
    ['a frame of 7 bytes', rawFrame(Buffer.alloc(0), { size: 7 })],
    ['a data offset of 0', rawFrame(Buffer.alloc(8), { offset: 0 })],
    ['a data offset beyond the end', rawFrame(Buffer.alloc(8), { offset: 200 })],
    ['a SASL frame after the AMQP header', rawFrame(performative(0x41, ['ANONYMOUS']), { type: 1 })],
    ['an unknown frame type', rawFrame(Buffer.alloc(8), { type: 9 })],
    ['no performative', rawFrame(Buffer.from('text that is no AMQP'))],
    ['an unknown performative', frame(0x99, ['x'])],
    ['a list that claims 4 billion items', rawFrame(Buffer.from('005310d0000000ffffffffff', 'hex'))],
    [
      'an array of 4 billion nulls',
      rawFrame(Buffer.from('005310d00000000e00000001f000000005ffffffff40', 'hex')),
    ],
    ['an empty attach', rawFrame(Buffer.from('00531245', 'hex'))],
    ['an open that is a string', rawFrame(Buffer.from('005310a10161', 'hex'))],
    ['nesting without end', rawFrame(Buffer.concat([Buffer.from('005310', 'hex'), Buffer.alloc(60_000, 0)]))],
    ['a frame size below what AMQP allows', frame(0x10, ['me', 'x', uint(10)])],
    ['a begin on a channel that was not asked for', frame(0x11, [7, uint(0), uint(1), uint(1)])],
    ['an attach without a session', attachToCbs('x')],
    ['open twice', Buffer.concat([OPEN, OPEN])],
  ];
  for (const [what, bytes] of frames) await expectDropped(broker, [AMQP_HEADER, bytes], what);
  await expectAlive(broker);
});

test('what breaks the rules inside a session costs its socket only', async () => {
  const { broker } = await startBroker();
  const message = amqpMessages.encode({ body: 'x' });
  const start = [AMQP_HEADER, OPEN, BEGIN];
  const linked = [...start, attachToCbs('one')];
  const transfer = (id: number, more = false, payload: Buffer = message, handle = 0) =>
    frame(0x14, [uint(handle), uint(id), Buffer.from('t'), uint(0), false, more], payload);
  const attempts: [string, Buffer[]][] = [
    ['a transfer on no link', [...start, transfer(0)]],
    ['deliveries out of order', [...linked, transfer(0), transfer(5)]],
    ['two deliveries at once', [...linked, transfer(0, true), transfer(1)]],
    [
      'an aborted transfer',
      [
        ...linked,
        frame(
          0x14,
          [uint(0), uint(0), Buffer.from('t'), uint(0), false, false, null, null, false, true],
          message,
        ),
      ],
    ],
    ['a link attached twice', [...linked, attachToCbs('one')]],
    ['a link with a name of the language', [...start, attachToCbs('__proto__')]],
    ['a detach of no link', [...start, frame(0x16, [uint(4), true])]],
    ['an end of no session', [...start, frame(0x17, [null], undefined, 3)]],
    [
      'sessions without end',
      [
        AMQP_HEADER,
        OPEN,
        ...Array.from({ length: 300 }, (_, channel) =>
          frame(0x11, [null, uint(0), uint(1), uint(1)], undefined, channel),
        ),
      ],
    ],
    [
      'a message without end',
      [...linked, ...Array.from({ length: 300 }, () => transfer(0, true, Buffer.alloc(64_000), 0))],
    ],
  ];
  for (const [what, bytes] of attempts) await expectDropped(broker, bytes, what);
  await expectAlive(broker);
});

test('dispositions of anything at all neither hang nor reach others', async () => {
  const { broker } = await startBroker();
  const client = await openSocket(broker);
  const accepted = described(0x24, []);
  client.socket.write(
    Buffer.concat([
      AMQP_HEADER,
      OPEN,
      BEGIN,
      frame(0x15, [true, uint(0), uint(0xfffffffe), true, accepted]),
      frame(0x15, [false, uint(0), uint(0xfffffffe), true, accepted]),
      frame(0x15, [true, uint(9), uint(1), true, accepted]),
    ]),
  );
  await expectAlive(broker);
  expect(client.isClosed()).toBe(false);
  client.socket.write(frame(0x15, [true, uint(0), uint(0), true, described(0x34, ['transaction'])]));
  await eventually(() => client.isClosed(), 'an unknown outcome ends the connection');
});

test('one disposition for every delivery there could be settles those there are, at once', async () => {
  const { broker } = await startBroker();
  for (let count = 0; count < 3; count += 1) broker.send('orders', { body: 'x' });
  const client = await openSocket(broker);
  client.socket.write(
    Buffer.concat([AMQP_HEADER, OPEN, BEGIN, putListenToken(broker), attachToOrders('all', 0)]),
  );
  client.socket.write(flow({ handle: 2, credit: 2 }));
  await eventually(() => sentFrames(client.received(), 0x14).length === 3, 'a reply and two messages come');
  const start = performance.now();
  client.socket.write(frame(0x15, [true, uint(0), uint(0xfffffffe), false, described(0x24, [])]));
  await eventually(() => broker.counts('orders').active === 1, 'two are completed');
  expect(performance.now() - start).toBeLessThan(2000);
  expect(client.isClosed()).toBe(false);
});

test('a drain is answered even when the last credit was just used', async () => {
  const { broker } = await startBroker();
  broker.send('orders', { body: 'x' });
  const client = await openSocket(broker);
  client.socket.write(
    Buffer.concat([AMQP_HEADER, OPEN, BEGIN, putListenToken(broker), attachToOrders('drained', 0)]),
  );
  client.socket.write(flow({ handle: 2, credit: 1 }));
  await eventually(() => sentFrames(client.received(), 0x14).length === 2, 'a reply and the message come');
  // As a client says it that hasn't counted the message yet: one delivery less, one credit more.
  client.socket.write(flow({ handle: 2, credit: 1, drain: true }));
  const drained = () => sentFrames(client.received(), 0x13).find((fields) => fields[8] === true);
  await eventually(() => drained() !== undefined, 'the drain is answered');
  expect(drained()?.slice(5, 7)).toEqual([1, 0]);
});

test('links of a kind that is not there are refused, transactions by name', async () => {
  const { broker } = await startBroker();
  const client = await openSocket(broker);
  const coordinator = frame(0x12, [
    'tx',
    uint(0),
    false,
    2,
    0,
    described(0x28, ['me']),
    described(0x30, [null]),
  ]);
  const nowhere = frame(0x12, ['none', uint(1), true, 2, 0, null, null]);
  client.socket.write(Buffer.concat([AMQP_HEADER, OPEN, BEGIN, coordinator, nowhere]));
  const expected = ['transactions are not supported', 'needs an address to receive from'];
  await eventually(() => expected.every((text) => client.received().includes(text)), 'both are refused');
  expect(client.isClosed()).toBe(false);
});

test('requests that are none are answered or refused', async () => {
  const { broker } = await startBroker();
  const client = await openSocket(broker);
  const replies = frame(0x12, [
    'reply',
    uint(1),
    true,
    2,
    0,
    described(0x28, ['$cbs']),
    described(0x29, ['reply']),
  ]);
  const credit = frame(0x13, [uint(0), uint(100), uint(0), uint(100), uint(1), uint(0), uint(50)]);
  const request = (id: number, bytes: Buffer) =>
    frame(0x14, [uint(0), uint(id), Buffer.from(String(id)), uint(0), false, false], bytes);
  client.socket.write(Buffer.concat([AMQP_HEADER, OPEN, BEGIN, attachToCbs('requests'), replies, credit]));
  const properties = { operation: 'put-token', type: 'servicebus.windows.net:sastoken', name: 'sb://x/y' };
  client.socket.write(
    Buffer.concat([
      request(0, Buffer.from('005377', 'hex')),
      request(1, Buffer.alloc(0)),
      request(2, amqpMessages.encode({ body: { a: [1] } })),
      request(
        3,
        amqpMessages.encode({ message_id: '3', reply_to: 'reply', body: 'x', application_properties: {} }),
      ),
      request(4, amqpMessages.encode({ reply_to: 'reply', body: 7, application_properties: properties })),
      request(5, amqpMessages.encode({ reply_to: 'nowhere', body: 'x', application_properties: properties })),
      request(
        6,
        amqpMessages.encode({ reply_to: 'reply', body: 'x', application_properties: { type: 'jwt' } }),
      ),
      request(
        7,
        amqpMessages.encode({
          reply_to: 'reply',
          body: 'x',
          application_properties: { ...properties, type: 'jwt' },
        }),
      ),
    ]),
  );
  const expected = ['amqp:decode-error', "'undefined' is not supported", 'The token or its name is missing'];
  expected.push("Tokens of type 'jwt' are not supported", 'names no link to reply on');
  await eventually(() => expected.every((text) => client.received().includes(text)), 'each is answered');
  expect(client.isClosed()).toBe(false);
});

test('any bytes after a good start are survived', async () => {
  const { broker } = await startBroker();
  const openings = [SASL_HEADER, AMQP_HEADER, Buffer.concat([AMQP_HEADER, OPEN, BEGIN, attachToCbs('x')])];
  const clients: RawClient[] = [];
  for (let round = 0; round < 60; round += 1) {
    const client = await openSocket(broker);
    clients.push(client);
    const opening = openings[round % openings.length] ?? AMQP_HEADER;
    client.socket.write(Buffer.concat([opening, rawFrame(randomBytes(20 + round))]));
    // A good frame with some bytes changed.
    const mutated = Buffer.concat([OPEN, BEGIN, attachToCbs('y')]);
    for (let change = 0; change < 3; change += 1) {
      mutated[Math.floor(Math.random() * mutated.length)] = Math.floor(Math.random() * 256);
    }
    const other = await openSocket(broker);
    clients.push(other);
    other.socket.end(Buffer.concat([AMQP_HEADER, mutated]));
  }
  await expectAlive(broker);
  for (const { socket } of clients) socket.destroy();
  await eventually(() => broker.connections <= 1, 'the connections are gone');
  await expectAlive(broker);
});

test('frames may come byte by byte', async () => {
  const { broker } = await startBroker();
  const client = await openSocket(broker);
  client.socket.setNoDelay(true);
  for (const byte of Buffer.concat([AMQP_HEADER, OPEN, BEGIN])) client.socket.write(Buffer.from([byte]));
  await eventually(() => client.received().includes('sandbox-broker'), 'the broker opens too');
  expect(client.isClosed()).toBe(false);
});

test('a client that asks for everything and reads nothing does not fill the memory', async () => {
  const { broker } = await startBroker();
  for (let count = 0; count < 300; count += 1) broker.send('orders', { body: Buffer.alloc(100_000) });
  const greedy = await openSocket(broker);
  greedy.socket.write(
    Buffer.concat([
      AMQP_HEADER,
      OPEN,
      frame(0x11, [null, uint(0), uint(1_000_000), uint(1_000_000)]),
      putListenToken(broker),
      attachToOrders('greedy', 1),
    ]),
  );
  await eventually(() => greedy.received().includes('greedy'), 'the link is open');
  greedy.socket.pause();
  greedy.socket.write(flow({ handle: 2, credit: 1_000_000, received: 1 }));
  await eventually(() => broker.counts('orders').active < 300, 'messages are sent to it');
  await expectAliveElsewhere(broker);
  // 30 MB are there; what the sockets' buffers take is far less.
  expect(broker.counts('orders').active).toBeGreaterThan(100);
  greedy.socket.resume();
  await eventually(() => broker.counts('orders').active === 0, 'it gets the rest when it reads again');
});

async function expectAliveElsewhere(broker: ServiceBusBroker): Promise<void> {
  const { sender, receiver } = openQueue(broker, 'own');
  await sender.sendMessages({ body: 1 });
  expect(await receiver.receiveMessages(1)).toHaveLength(1);
}
