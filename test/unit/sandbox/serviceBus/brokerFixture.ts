import { randomBytes } from 'node:crypto';
import { ServiceBusClient, type ServiceBusReceiver, type ServiceBusSender } from '@azure/service-bus';
import { onTestFinished } from 'vitest';
import {
  type NamespaceDefinition,
  type ServiceBusBroker,
  type ServiceBusBrokerOptions,
  startServiceBusBroker,
} from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';

export function randomKey(): string {
  return randomBytes(32).toString('base64');
}

/** A namespace with one of everything; locks are short so that tests may wait for them to end. */
export function testNamespace(): NamespaceDefinition {
  return {
    name: 'sandbox',
    policies: [
      { name: 'send', key: randomKey(), rights: ['Send'] },
      { name: 'listen', key: randomKey(), rights: ['Listen'] },
      { name: 'manage', key: randomKey(), rights: ['Send', 'Listen', 'Manage'] },
    ],
    queues: [
      { path: 'orders', maxDeliveryCount: 3 },
      { path: 'brief', lockSeconds: 0.4, maxDeliveryCount: 2 },
      { path: 'own', policies: [{ name: 'own-send', key: randomKey(), rights: ['Send'] }] },
      { path: 'expiring', timeToLiveSeconds: 0.2, deadLetterOnExpiry: true },
    ],
    topics: [{ path: 'events', subscriptions: [{ name: 'audit' }, { name: 'fulfilment' }] }],
  };
}

export interface TestBroker {
  readonly broker: ServiceBusBroker;
  /** What went wrong inside the broker: must stay empty. */
  readonly internalErrors: unknown[];
}

/** Starts a broker for one test; it ends with the test. */
export async function startBroker(options: Partial<ServiceBusBrokerOptions> = {}): Promise<TestBroker> {
  const internalErrors: unknown[] = [];
  const broker = await startServiceBusBroker({
    namespace: testNamespace(),
    sweepInterval: 20,
    onInternalError: (error) => internalErrors.push(error),
    ...options,
  });
  onTestFinished(async () => {
    await broker.close();
    if (internalErrors.length > 0) throw internalErrors[0];
  });
  return { broker, internalErrors };
}

/** A real client with no second tries: what the broker says is what the test sees. */
export function connect(connectionString: string): ServiceBusClient {
  const client = new ServiceBusClient(connectionString, {
    retryOptions: { maxRetries: 0, timeoutInMs: 5000 },
  });
  onTestFinished(() => client.close());
  return client;
}

export interface Pair {
  readonly sender: ServiceBusSender;
  readonly receiver: ServiceBusReceiver;
  readonly deadLetters: ServiceBusReceiver;
}

/** A client's sender and receivers of one queue. Locks are not renewed by themselves. */
export function openQueue(broker: ServiceBusBroker, queue: string): Pair {
  const client = connect(broker.connectionString('manage'));
  return {
    sender: client.createSender(queue),
    receiver: client.createReceiver(queue, { maxAutoLockRenewalDurationInMs: 0 }),
    deadLetters: client.createReceiver(queue, { subQueueType: 'deadLetter' }),
  };
}

/** Waits until something is so. */
export async function eventually(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 8000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The error that a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`Rejected with something that is no error: ${String(error)}`);
  }
  throw new Error('It was not rejected.');
}
