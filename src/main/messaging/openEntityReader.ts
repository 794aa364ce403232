import { isServiceBusError, ServiceBusClient, type ServiceBusReceiver } from '@azure/service-bus';
import Long from 'long';
import WebSocket from 'ws';
import type { ListenerSource } from '../../shared/contract/calls/listeners.ts';
import { type BrokerMessage, brokerMessageFrom } from './brokerMessage.ts';

/** A connection to one queue, subscription or dead-letter queue, from which messages are read. */
export interface EntityReader {
  /**
   * Up to `max` messages from a sequence number on, left where they are.
   * Also those that another receiver holds at the moment.
   */
  peek(max: number, from: bigint, signal: AbortSignal): Promise<BrokerMessage[]>;
  /**
   * Takes up to `max` messages out, waiting for the first one. A message is completed only after `take` accepted it:
   * were this program to stop in between, the broker would deliver it again.
   */
  receive(max: number, signal: AbortSignal, take: (messages: BrokerMessage[]) => void): Promise<number>;
  close(): Promise<void>;
}

export interface EntityReaderOptions {
  /** In the spelling that the library understands; without EntityPath. */
  readonly connectionString: string;
  readonly source: ListenerSource;
  readonly mode: 'peek' | 'receive';
  readonly webSockets: boolean;
}

/** Opens no socket yet: the first read does. */
export function openEntityReader(options: EntityReaderOptions): EntityReader {
  const client = new ServiceBusClient(options.connectionString, {
    // The listener says itself when it reconnects; endless silent retries of the library would hide it.
    retryOptions: { maxRetries: 0, timeoutInMs: 15_000 },
    ...(options.webSockets ? { webSocketOptions: { webSocket: WebSocket } } : {}),
  });
  const receiver = openReceiver(client, options);
  const lost = lossOf(client);
  return {
    async peek(max, from, signal) {
      const peeking = receiver.peekMessages(max, {
        fromSequenceNumber: longFrom(from),
        abortSignal: signal,
      });
      const messages = await Promise.race([peeking, lost]);
      return messages.map(brokerMessageFrom);
    },
    async receive(max, signal, take) {
      const receiving = receiver.receiveMessages(max, { maxWaitTimeInMs: 2_000, abortSignal: signal });
      const messages = await Promise.race([receiving, lost]);
      take(messages.map(brokerMessageFrom));
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
      return messages.length;
    },
    async close() {
      await client.close();
    },
  };
}

/**
 * Rejects when the socket is gone. The library tells nobody: a request under way would wait out its time, and the next
 * one would quietly open another connection. Its own connection is looked at for that, with nothing but a listener;
 * in a version that keeps it elsewhere, the time-out is what remains.
 */
function lossOf(client: ServiceBusClient): Promise<never> {
  const { _connectionContext: context } = client as unknown as {
    _connectionContext?: { connection?: { once?(event: string, listener: () => void): void } };
  };
  const lost = new Promise<never>((_, reject) => {
    context?.connection?.once?.('disconnected', () => reject(new Error('The connection was cut.')));
  });
  // Nobody may be waiting at that moment.
  lost.catch(() => undefined);
  return lost;
}

function openReceiver(client: ServiceBusClient, { source, mode }: EntityReaderOptions): ServiceBusReceiver {
  const common = {
    // JSON.parse would round long numbers and dates: the body is decoded by us, from its bytes.
    skipParsingBodyAsJson: true,
    receiveMode: 'peekLock' as const,
    // A message is completed as soon as it is stored here; renewing locks would only keep timers.
    maxAutoLockRenewalDurationInMs: mode === 'receive' ? 60_000 : 0,
    ...(source.deadLetter ? { subQueueType: 'deadLetter' as const } : {}),
  };
  return source.subscription === null
    ? client.createReceiver(source.entityPath, common)
    : client.createReceiver(source.entityPath, source.subscription, common);
}

function longFrom(value: bigint): Long {
  return Long.fromString(value.toString());
}

/** Why a read failed, as far as it changes what to do next. */
export type ReadFault =
  | { readonly kind: 'denied'; readonly details: string }
  | { readonly kind: 'noEntity'; readonly details: string }
  | { readonly kind: 'sessions'; readonly details: string }
  | { readonly kind: 'cut'; readonly details: string };

/** Sorts the library's errors: what a retry cannot mend, and what it can. */
export function readFaultFrom(error: unknown): ReadFault {
  const details = error instanceof Error ? error.message : String(error);
  const code = isServiceBusError(error) ? error.code : codeOf(error);
  if (code === 'UnauthorizedAccess') return { kind: 'denied', details };
  if (code === 'MessagingEntityNotFound') return { kind: 'noEntity', details };
  if (/requires? sessions|session-?ful/i.test(details)) return { kind: 'sessions', details };
  return { kind: 'cut', details };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
