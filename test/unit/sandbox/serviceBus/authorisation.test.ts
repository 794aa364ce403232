import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { AccessGrants } from '../../../../src/sandbox/serviceBus/accessGrants.ts';
import type { ServiceBusBroker } from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';
import { connect, eventually, rejectionOf, startBroker } from './brokerFixture.ts';

function send(connectionString: string, queue = 'orders'): Promise<void> {
  return connect(connectionString).createSender(queue).sendMessages({ body: 'x' });
}

function receive(connectionString: string, queue = 'orders'): Promise<unknown> {
  return connect(connectionString).createReceiver(queue).receiveMessages(1, { maxWaitTimeInMs: 50 });
}

interface TokenParts {
  readonly policy?: string;
  readonly key?: string;
  readonly resource: string;
  readonly expiry?: number;
}

/** A connection string with a token in place of a key; signed here, apart from the code under test. */
function withToken(broker: ServiceBusBroker, parts: TokenParts): string {
  const policy = broker.namespace.policies.find(({ name }) => name === (parts.policy ?? 'manage'));
  const resource = encodeURIComponent(parts.resource);
  const expiry = parts.expiry ?? Math.floor(Date.now() / 1000) + 600;
  const signature = createHmac('sha256', parts.key ?? policy?.key ?? '')
    .update(`${resource}\n${expiry}`)
    .digest('base64');
  const token =
    `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}` +
    `&se=${expiry}&skn=${parts.policy ?? 'manage'}`;
  return `Endpoint=sb://127.0.0.1:${broker.port}/;SharedAccessSignature=${token};UseDevelopmentEmulator=true`;
}

test('a wrong key is refused before anything else', async () => {
  const { broker } = await startBroker();
  const wrong = broker.connectionString('send').replace(/SharedAccessKey=[^;]+/, 'SharedAccessKey=d3Jvbmc=');
  const attempts = [send(wrong), send(wrong, 'missing'), receive(wrong)].map(rejectionOf);
  for (const error of await Promise.all(attempts)) {
    expect(error.code).toBe('UnauthorizedAccess');
    expect(error.message).toContain('InvalidSignature: The token has an invalid signature.');
  }
});

test('an unknown policy is refused', async () => {
  const { broker } = await startBroker();
  const unknown = broker.connectionString('send').replace('KeyName=send', 'KeyName=nobody');
  expect((await rejectionOf(send(unknown))).message).toContain('InvalidSignature');
});

test('the right that is missing is named', async () => {
  const { broker } = await startBroker();
  const sent = await rejectionOf(send(broker.connectionString('listen')));
  expect(sent.code).toBe('UnauthorizedAccess');
  expect(sent.message).toContain(
    "Unauthorized access. 'Send' claim(s) are required to perform this operation.",
  );
  expect(sent.message).toContain(`Resource: 'sb://127.0.0.1:${broker.port}/orders'`);
  const received = await rejectionOf(receive(broker.connectionString('send')));
  expect(received.code).toBe('UnauthorizedAccess');
  expect(received.message).toContain("'Listen' claim(s) are required");
  const peeked = await rejectionOf(
    connect(broker.connectionString('send')).createReceiver('orders').peekMessages(1),
  );
  expect(peeked.code).toBe('UnauthorizedAccess');
  expect(peeked.message).toContain("'Listen' claim(s) are required");
  await send(broker.connectionString('manage'));
  await receive(broker.connectionString('manage'));
});

test('an entity that is not there is told to whom may know', async () => {
  const { broker } = await startBroker();
  const manage = broker.connectionString('manage');
  const attempts = [
    send(manage, 'missing'),
    receive(manage, 'missing'),
    receive(manage, 'events/Subscriptions/missing'),
    connect(manage).createReceiver('missing').peekMessages(1),
  ];
  for (const error of await Promise.all(attempts.map(rejectionOf))) {
    expect(error.code).toBe('MessagingEntityNotFound');
    expect(error.message).toMatch(
      /^The messaging entity 'sb:\/\/127\.0\.0\.1:\d+\/.*missing' could not be found\./,
    );
  }
  const unauthorised = await rejectionOf(send(broker.connectionString('listen'), 'missing'));
  expect(unauthorised.code).toBe('UnauthorizedAccess');
});

test('an entity’s own policy is good for that entity only', async () => {
  const { broker } = await startBroker();
  const own = broker.connectionString('own-send', 'own');
  expect(own).toContain(';EntityPath=own');
  await send(own, 'own');
  const received = await rejectionOf(receive(own, 'own'));
  expect(received.message).toContain("'Listen' claim(s) are required");
  const elsewhere = await rejectionOf(send(own.replace(';EntityPath=own', ''), 'orders'));
  expect(elsewhere.message).toContain('InvalidSignature');
  expect(() => broker.connectionString('own-send')).toThrow(
    'There is no policy "own-send" of the namespace.',
  );
});

test('a token for the namespace or a parent is good for what is below', async () => {
  const { broker } = await startBroker();
  const host = `127.0.0.1:${broker.port}`;
  await send(withToken(broker, { resource: `sb://${host}/` }));
  await send(withToken(broker, { resource: `http://${host}/ORDERS/` }));
  await send(withToken(broker, { resource: 'https://sandbox.servicebus.windows.net/orders' }));
  await receive(withToken(broker, { resource: `amqps://${host}/events` }), 'events/Subscriptions/audit');
  await receive(
    withToken(broker, { resource: `sb://localhost:${broker.port}/orders` }),
    'orders/$DeadLetterQueue',
  );
});

test('a token for something else has the wrong audience', async () => {
  const { broker } = await startBroker();
  const resources = [
    `sb://127.0.0.1:${broker.port}/own`,
    `sb://127.0.0.1:${broker.port}/order`,
    `sb://127.0.0.1:${broker.port}/orders/deeper`,
    `sb://127.0.0.1:${broker.port + 1}/orders`,
    'sb://elsewhere.servicebus.windows.net/orders',
    'orders',
  ];
  for (const resource of resources) {
    const error = await rejectionOf(send(withToken(broker, { resource })));
    expect(error.message).toContain(
      'InvalidAudience: The authorization header contains a token with a wrong audience.',
    );
  }
});

test('an expired token is refused, and says when it expired', async () => {
  const { broker } = await startBroker();
  const resource = `sb://127.0.0.1:${broker.port}/`;
  const error = await rejectionOf(send(withToken(broker, { resource, expiry: 1_700_000_000 })));
  expect(error.code).toBe('UnauthorizedAccess');
  expect(error.message).toContain(
    "ExpiredToken: The token is expired. Expiration time: '2023-11-14 22:13:20Z'.",
  );
});

test('a token that is none is malformed', async () => {
  const { broker } = await startBroker();
  const start = `Endpoint=sb://127.0.0.1:${broker.port}/;UseDevelopmentEmulator=true;SharedAccessSignature=`;
  for (const token of [
    'SharedAccessSignature sr=a&sig=b',
    'SharedAccessSignature sr=a&sig=%&se=1&skn=x',
    'SharedAccessSignature sr=a&sr=b&sig=c&se=1&skn=x',
  ]) {
    const error = await rejectionOf(send(`${start}${token}`));
    expect(error.code).toBe('UnauthorizedAccess');
    expect(error.message).toContain('MalformedToken');
  }
});

test('links go when their token expires, and the client’s next try works with a new token', async () => {
  let now = Date.now();
  const { broker } = await startBroker({ clock: () => now });
  const client = connect(broker.connectionString('manage'));
  const sender = client.createSender('orders');
  const errors: (Error & { code?: string })[] = [];
  const got: unknown[] = [];
  client.createReceiver('orders', { receiveMode: 'receiveAndDelete' }).subscribe({
    processMessage: async ({ body }) => void got.push(body),
    processError: async ({ error }) => void errors.push(error),
  });
  await sender.sendMessages({ body: 1 });
  await eventually(() => got.length === 1, 'the first message arrives');
  now += 3_700_000;
  await eventually(() => errors.length > 0, 'the receiver is told');
  expect(errors[0]?.code).toBe('UnauthorizedAccess');
  expect(errors[0]?.message).toContain('ExpiredToken');
  // The client's own clock has not moved: the token that it signs anew is expired from the start.
  const again = await rejectionOf(sender.sendMessages({ body: 2 }));
  expect(again.code).toBe('UnauthorizedAccess');
  now = Date.now();
  await sender.sendMessages({ body: 3 });
});

test('a newer token for the same audience takes the place of the older', () => {
  const grants = new AccessGrants();
  grants.add({ scope: 'orders', rights: new Set(['Listen']), expiresAt: 1000 });
  grants.add({ scope: 'orders', rights: new Set(['Listen']), expiresAt: 2000 });
  expect(grants.dropExpired(1500)).toBe(false);
  expect(grants.allow('Orders/$DeadLetterQueue', 'Listen', 1500)).toBe(true);
  expect(grants.allow('orders', 'Send', 1500)).toBe(false);
  expect(grants.allow('orders2', undefined, 1500)).toBe(false);
  expect(grants.dropExpired(2000)).toBe(true);
  expect(grants.allow('orders', undefined, 2000)).toBe(false);
});
