import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ProbeFinding,
  type ProbeTarget,
  probeEntity,
} from '../../../../src/main/messaging/probeEntity.ts';
import type { MessagingCredential } from '../../../../src/main/messaging/signSas.ts';
import { tokenFor } from '../../../../src/main/messaging/signSas.ts';
import type { ServiceBusBroker } from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';
import { keyOf, startBroker } from './brokerForTests.ts';

let broker: ServiceBusBroker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker.close());

const policy = (policyName: string, key = keyOf(broker, policyName)): MessagingCredential => ({
  kind: 'key',
  policyName,
  key,
});

async function probe(
  change: Partial<ProbeTarget>,
  signal = new AbortController().signal,
): Promise<ProbeFinding[]> {
  const findings: ProbeFinding[] = [];
  const target: ProbeTarget = {
    host: '127.0.0.1',
    port: broker.port,
    secure: false,
    entityPath: 'crm-orders',
    readPath: 'crm-orders',
    credential: policy('manage'),
    ...change,
  };
  await probeEntity(target, {
    signal,
    now: Date.now,
    timeoutMs: 2_000,
    onFinding: (one) => findings.push(one),
  });
  return findings;
}

const kinds = (findings: ProbeFinding[]): string[] =>
  findings.map((one) =>
    one.about === 'reach'
      ? `reach ${one.reach.kind}`
      : one.about === 'signature'
        ? `signature ${one.signature.kind}`
        : `${one.about} ${one.grant.kind}`,
  );

describe('probing an entity', () => {
  it('goes through with a policy that may do everything, and leaves no message', async () => {
    expect(kinds(await probe({}))).toEqual([
      'reach reached',
      'signature accepted',
      'send granted',
      'listen granted',
    ]);
    expect(broker.counts('crm-orders')).toEqual({ active: 0, deadLetters: 0 });
  });

  it('tells the rights of a policy apart', async () => {
    expect(kinds(await probe({ credential: policy('send') })).slice(2)).toEqual([
      'send granted',
      'listen denied',
    ]);
    expect(kinds(await probe({ credential: policy('listen') })).slice(2)).toEqual([
      'send denied',
      'listen granted',
    ]);
  });

  it('takes no message that is there', async () => {
    const own = await startBroker();
    try {
      own.send('crm-orders', { body: 'keep me' });
      await probe({ port: own.port, credential: policy('manage', keyOf(own, 'manage')) });
      expect(own.counts('crm-orders').active).toBe(1);
    } finally {
      await own.close();
    }
  });

  it('knows a wrong key by its signature', async () => {
    const findings = await probe({ credential: policy('send', keyOf(broker, 'listen')) });
    expect(kinds(findings)).toEqual(['reach reached', 'signature refused']);
    const last = findings.at(-1);
    expect(last?.about === 'signature' && last.signature.kind === 'refused' && last.signature.status).toBe(
      401,
    );
  });

  it('knows a policy that is not there', async () => {
    expect(kinds(await probe({ credential: policy('nobody', keyOf(broker, 'send')) }))).toEqual([
      'reach reached',
      'signature refused',
    ]);
  });

  it('knows an expired token', async () => {
    const resource = 'sb://127.0.0.1/crm-orders';
    const token = tokenFor(policy('send'), resource, Date.now() - 7_200_000);
    const findings = await probe({ credential: { kind: 'token', token } });
    const last = findings.at(-1);
    expect(
      last?.about === 'signature' && last.signature.kind === 'refused' && last.signature.details,
    ).toMatch(/expired/i);
  });

  it('knows an entity that is not there', async () => {
    expect(kinds(await probe({ entityPath: 'crm-order', readPath: undefined }))).toEqual([
      'reach reached',
      'signature accepted',
      'send noEntity',
    ]);
  });

  it('tells whether a topic may be read without knowing a subscription', async () => {
    const topic = { entityPath: 'crm-events', readPath: 'crm-events/Subscriptions/no-such-subscription' };
    expect(kinds(await probe({ ...topic, credential: policy('manage') })).at(-1)).toBe('listen noEntity');
    expect(kinds(await probe({ ...topic, credential: policy('send') })).at(-1)).toBe('listen denied');
  });

  it('knows a port on which nothing listens', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    expect(kinds(await probe({ port }))).toEqual(['reach refused']);
  });

  it('knows a name that does not exist', async () => {
    const [first] = await probe({ host: 'no-such-host.invalid', port: 5672 });
    expect(first?.about === 'reach' && ['nameUnknown', 'resolverSilent']).toContain(
      first?.about === 'reach' ? first.reach.kind : '',
    );
  });

  it.each([
    ['keeps silent', ''],
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ])('knows a peer that %s', async (_, greeting) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (greeting) socket.once('data', () => socket.end(greeting));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as AddressInfo;
      expect(kinds(await probe({ port }))).toEqual(['reach reached', 'signature noAnswer']);
    } finally {
      server.close();
    }
  });

  it('stops when it is cancelled', async () => {
    const sockets: { destroy(): void }[] = [];
    const life = new AbortController();
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      if (sockets.length === 2) life.abort(new Error('enough'));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as AddressInfo;
      await expect(probe({ port }, life.signal)).rejects.toThrow('enough');
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });
});
