import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ServiceBusClient } from '@azure/service-bus';
import Long from 'long';
import { createListenerKeys } from '../src/main/features/listenerKeys.ts';
import { createListeners } from '../src/main/features/listeners.ts';
import { createMemorySecretBox } from '../src/main/memorySecretBox.ts';
import { decodeMessageBody } from '../src/main/messages/decodeMessageBody.ts';
import { glanceAtBody } from '../src/main/messages/glanceAtBody.ts';
import { startListener } from '../src/main/messaging/listener.ts';
import { MessageBuffer } from '../src/main/messaging/messageBuffer.ts';
import { openEntityReader, readFaultFrom } from '../src/main/messaging/openEntityReader.ts';
import type { MessageSummary } from '../src/shared/contract/calls/listeners.ts';
import { ConnectionId, ServiceEndpointId } from '../src/shared/domain/ids.ts';
import { type BenchRow, compare } from './measure.ts';

const messages = 10_000;
const lot = 250;

/** Messages a second: our listener, which decodes and keeps each, against a bare receiver that only peeks. */
export async function benchListener(): Promise<BenchRow> {
  const body = readFileSync(new URL('../test/fixtures/messages/kitchen.json', import.meta.url), 'utf8');
  const worker = new Worker(new URL('./brokerThread.ts', import.meta.url), {
    workerData: { messages, body },
  });
  const connectionString = await new Promise<string>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  try {
    const result = await compare(
      () => withOurs(connectionString),
      () => withBareReceiver(connectionString),
    );
    return {
      what: `listener, ${messages} messages of ${Math.round(body.length / 1024)} KB`,
      against: 'a bare receiver that peeks and decodes nothing',
      unit: 'messages/s',
      ...result,
      goal: 'at least 0.8',
    };
  } finally {
    worker.postMessage('stop');
  }
}

async function withBareReceiver(connectionString: string): Promise<number> {
  const client = new ServiceBusClient(connectionString);
  const receiver = client.createReceiver('crm-orders', { skipParsingBodyAsJson: true });
  const start = performance.now();
  let next = Long.ONE;
  let seen = 0;
  while (seen < messages) {
    const some = await receiver.peekMessages(lot, { fromSequenceNumber: next });
    seen += some.length;
    next = (some.at(-1)?.sequenceNumber ?? next).add(1);
  }
  const rate = messages / ((performance.now() - start) / 1000);
  await client.close();
  return rate;
}

const connectionId = ConnectionId.parse('bench');
const endpointId = ServiceEndpointId.parse('11111111-1111-4111-8111-111111111111');

async function withOurs(connectionString: string): Promise<number> {
  const keys = createListenerKeys(createMemorySecretBox('Kept for this run only.'));
  await keys.keep(connectionId, endpointId, 'listening', { connectionString, canListen: true });
  let seen = 0;
  let finish = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const listeners = createListeners({
    openEntityReader,
    readFaultFrom,
    startListener,
    createBuffer: () => new MessageBuffer<MessageSummary>(),
    glance: glanceAtBody,
    decode: decodeMessageBody,
    tryListening: async () => ({ kind: 'may' }),
    refuseWriting: async () => undefined,
    keys,
    clock: {
      now: Date.now,
      wait: async (milliseconds, signal) => void (await sleep(milliseconds, undefined, { signal })),
    },
    tell: (name, value) => {
      if (name !== 'listener.messages' || !('messages' in value)) return;
      seen += value.messages.length;
      if (seen >= messages) finish();
    },
  });
  const start = performance.now();
  await listeners.handlers['listener.start'](
    {
      connectionId,
      endpointId,
      source: { entityPath: 'crm-orders', subscription: null, deadLetter: false },
      mode: 'peek',
      fromBeginning: true,
    },
    { signal: new AbortController().signal, progress: () => undefined },
  );
  await all;
  const rate = messages / ((performance.now() - start) / 1000);
  await listeners.close();
  return rate;
}
