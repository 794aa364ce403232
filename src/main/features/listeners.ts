import { randomUUID } from 'node:crypto';
import type {
  ListenerMode,
  ListenerSource,
  ListenerState,
  MessageSummary,
} from '../../shared/contract/calls/listeners.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { nameBrokerProperty } from '../../shared/domain/brokerProperty.ts';
import type { CheckLine } from '../../shared/domain/check.ts';
import { formatConnectionString } from '../../shared/domain/connectionStringParts.ts';
import type { DecodedBody } from '../../shared/domain/decodedBody.ts';
import { type ConnectionId, ListenerId, type ServiceEndpointId } from '../../shared/domain/ids.ts';
import { isTruncated } from '../../shared/domain/messageSize.ts';
import type { BodyGlance } from '../messages/glanceAtBody.ts';
import type { BrokerMessage } from '../messaging/brokerMessage.ts';
import type { Listener, ListenerOptions } from '../messaging/listener.ts';
import type { MessageBuffer } from '../messaging/messageBuffer.ts';
import type { EntityReader, EntityReaderOptions, ReadFault } from '../messaging/openEntityReader.ts';
import type { Clock, Tell } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import { type KeptKey, type ListenerKeys, partsOf } from './listenerKeys.ts';
import { stateOf } from './listenerSentences.ts';
import { summarizeMessage } from './messageSummary.ts';

export interface ListenerPorts {
  readonly openEntityReader: (options: EntityReaderOptions) => EntityReader;
  readonly readFaultFrom: (error: unknown) => ReadFault;
  readonly startListener: (options: ListenerOptions) => Listener;
  readonly createBuffer: () => MessageBuffer<MessageSummary>;
  /** For the list: cheap. */
  readonly glance: (body: Uint8Array, options: { contentType?: string }) => BodyGlance;
  /** For one message that is opened. */
  readonly decode: (body: Uint8Array, options: { contentType?: string }) => DecodedBody;
  readonly tryListening: (
    connectionString: string,
    connectionId: ConnectionId,
    endpointId: ServiceEndpointId,
  ) => Promise<ListeningTrial>;
  readonly keys: ListenerKeys;
  /** Rejects with a FailureError where the connection is read-only. */
  readonly refuseWriting: (connectionId: ConnectionId) => Promise<void>;
  readonly tell: Tell;
  readonly clock: Clock;
}

/** What became of an attempt to listen on an endpoint's entity with a connection string. */
export type ListeningTrial =
  | { readonly kind: 'may' }
  | { readonly kind: 'mayNot' }
  /** Something else is wrong with it: the address, the signature, the path. */
  | { readonly kind: 'obstacle'; readonly line: CheckLine }
  | { readonly kind: 'unknown' };

export function canListenFrom(trial: ListeningTrial): boolean | null {
  return trial.kind === 'may' ? true : trial.kind === 'mayNot' ? false : null;
}

interface Running {
  readonly id: ListenerId;
  readonly connectionId: ConnectionId;
  readonly endpointId: ServiceEndpointId;
  readonly source: ListenerSource;
  readonly mode: ListenerMode;
  readonly buffer: MessageBuffer<MessageSummary>;
  readonly listener: Listener;
  state: ListenerState;
  /** Summaries not told yet. */
  waiting: MessageSummary[];
}

type ListenerHandlers = Pick<Handlers, Extract<keyof Handlers, `listener.${string}`>>;

export interface Listeners {
  readonly handlers: ListenerHandlers;
  /** Stops those of a connection, or of one endpoint of it, whose keys are going. */
  stopOf(connectionId: ConnectionId, endpointId?: ServiceEndpointId): Promise<void>;
  /** Stops those that take messages away; those that only look go on. */
  stopReceiving(connectionId: ConnectionId): Promise<void>;
  close(): Promise<void>;
}

/** Each listener holds one connection to the broker; a few at once are plenty for reading along. */
const mostListeners = 8;
/** Messages are told in lots: a page that is told of each of 10,000 would do nothing else. */
const tellEveryMs = 30;

/** Listens on queues and subscriptions, and keeps what arrived for the page to open. */
export function createListeners(ports: ListenerPorts): Listeners {
  const running = new Map<ListenerId, Running>();

  const find = (id: ListenerId): Running => {
    const found = running.get(id);
    if (found) return found;
    throw new FailureError({
      code: 'notFound',
      sentence: 'This listener has ended.',
      advice: 'Start listening again.',
    });
  };

  const flush = (one: Running): void => {
    if (one.waiting.length === 0) return;
    const messages = one.waiting;
    one.waiting = [];
    ports.tell('listener.messages', { listenerId: one.id, messages, dropped: one.buffer.dropped });
  };

  const arrive = (one: Running, messages: readonly BrokerMessage[]): void => {
    const now = new Date(ports.clock.now());
    if (one.waiting.length === 0) setTimeout(() => flush(one), tellEveryMs).unref();
    for (const message of messages) {
      const glance = ports.glance(message.body, { contentType: message.contentType });
      const source = {
        body: message.body,
        enqueuedAt: message.enqueuedAt,
        truncated: isTruncated(message.applicationKeys),
      };
      one.waiting.push(one.buffer.add(message, (number) => summarizeMessage(number, source, glance, now)));
    }
  };

  const start: Handlers['listener.start'] = async (input) => {
    // Looking changes nothing; receiving takes the messages away from whoever they are for.
    if (input.mode === 'receive') await ports.refuseWriting(input.connectionId);
    const key = await ports.keys.forListening(input.connectionId, input.endpointId);
    if (!key) throw noKey();
    if (running.size >= mostListeners) {
      throw new FailureError({
        code: 'invalid',
        sentence: `${mostListeners} listeners are running already.`,
        advice: 'Stop one of them first.',
      });
    }
    const id = ListenerId.parse(randomUUID());
    const report = (state: ListenerState): void => {
      const one = running.get(id);
      if (one) one.state = state;
      ports.tell('listener.state', state);
    };
    const connectionString = withoutEntityPath(key);
    // Registered before it starts: its first reports must find it.
    const one: Running = {
      id,
      connectionId: input.connectionId,
      endpointId: input.endpointId,
      source: input.source,
      mode: input.mode,
      buffer: ports.createBuffer(),
      state: stateOf(id, { kind: 'connecting' }, input),
      waiting: [],
      listener: ports.startListener({
        mode: input.mode,
        fromBeginning: input.fromBeginning,
        open: () =>
          ports.openEntityReader({
            connectionString,
            source: input.source,
            mode: input.mode,
            webSockets: false,
          }),
        faultFrom: ports.readFaultFrom,
        wait: (milliseconds, signal) => ports.clock.wait(milliseconds, signal),
        onReport: (said) => report(stateOf(id, said, input)),
        onMessages: (messages) => {
          const target = running.get(id);
          if (target) arrive(target, messages);
        },
      }),
    };
    running.set(id, one);
    return { listenerId: id };
  };

  const handlers: ListenerHandlers = {
    'listener.key': async ({ connectionId, endpointId }) => {
      const key = await ports.keys.forListening(connectionId, endpointId);
      return { key: key && ports.keys.describe(key) };
    },
    'listener.keepKey': async ({ connectionId, endpointId, connectionString }) => {
      const parts = partsOf(connectionString);
      const canonical = formatConnectionString(parts);
      const trial = await ports.tryListening(canonical, connectionId, endpointId);
      if (trial.kind === 'mayNot') throw cannotListen(parts.policyName);
      if (trial.kind === 'obstacle') throw unfit(trial.line);
      const key: KeptKey = { connectionString: canonical, canListen: canListenFrom(trial) };
      await ports.keys.keep(connectionId, endpointId, 'listening', key);
      return { key: ports.keys.describe(key) };
    },
    'listener.forgetKey': async ({ connectionId, endpointId }) => {
      await ports.keys.forget(connectionId, endpointId);
      return {};
    },
    'listener.start': start,
    'listener.pause': async ({ listenerId }) => {
      find(listenerId).listener.pause();
      return {};
    },
    'listener.resume': async ({ listenerId }) => {
      find(listenerId).listener.resume();
      return {};
    },
    'listener.stop': async ({ listenerId }) => {
      const one = running.get(listenerId);
      if (!one) return {};
      await one.listener.stop();
      running.delete(listenerId);
      return {};
    },
    'listener.clear': async ({ listenerId }) => {
      const one = find(listenerId);
      one.waiting = [];
      one.buffer.clear();
      return {};
    },
    'listener.messages': async ({ listenerId, after }) => {
      const one = find(listenerId);
      return { messages: one.buffer.summariesAfter(after), dropped: one.buffer.dropped, state: one.state };
    },
    'listener.list': async ({ connectionId }) => ({
      listeners: [...running.values()]
        .filter((one) => one.connectionId === connectionId)
        .map(({ id, endpointId, source, mode, state }) => ({
          listenerId: id,
          endpointId,
          source,
          mode,
          state,
        })),
    }),
    'listener.message': async ({ listenerId, number }) => {
      const kept = find(listenerId).buffer.find(number);
      if (!kept) {
        throw new FailureError({
          code: 'notFound',
          sentence: 'This message is no longer kept here: newer ones took its room.',
          advice: 'If the listener only looked, it is still in the queue: clear the list and listen again.',
        });
      }
      const { message, summary } = kept;
      const { broker, application } = message.properties();
      return {
        summary,
        broker: broker.map(({ key, value }) => ({ name: key, key, value })),
        application: application.map(({ key, value }) => ({
          name: nameBrokerProperty(key).name,
          key,
          value,
        })),
        body: ports.decode(message.body, { contentType: message.contentType }),
      };
    },
  };

  /** The last report still finds its listener; afterwards nobody can name it any more. */
  const stopAll = async (some: readonly Running[]): Promise<void> => {
    await Promise.all(some.map(({ listener }) => listener.stop()));
    for (const { id } of some) running.delete(id);
  };

  return {
    handlers,
    stopReceiving: (connectionId) =>
      stopAll(
        [...running.values()].filter((one) => one.connectionId === connectionId && one.mode === 'receive'),
      ),
    stopOf: (connectionId, endpointId) =>
      stopAll(
        [...running.values()].filter(
          (one) =>
            one.connectionId === connectionId && (endpointId === undefined || one.endpointId === endpointId),
        ),
      ),
    close: () => stopAll([...running.values()]),
  };
}

/** The library refuses a string whose EntityPath differs from the path asked for, even where the policy covers both. */
function withoutEntityPath(key: KeptKey): string {
  return formatConnectionString({ ...partsOf(key.connectionString), entityPath: undefined });
}

function noKey(): FailureError {
  return new FailureError({
    code: 'invalid',
    sentence: 'Dataverse does not give a key back, and none is kept on this computer for this endpoint.',
    advice: 'Paste a connection string with the Listen right.',
    fields: { connectionString: 'Paste a connection string with the Listen right.' },
  });
}

function unfit({ sentence, advice, details }: CheckLine): FailureError {
  return new FailureError({
    code: 'invalid',
    sentence,
    ...(advice ? { advice } : {}),
    ...(details ? { serverMessage: details } : {}),
    fields: { connectionString: sentence },
  });
}

function cannotListen(policyName: string | undefined): FailureError {
  const who = policyName ? `Policy ${policyName}` : 'This token';
  const sentence = `${who} cannot listen.`;
  return new FailureError({
    code: 'forbidden',
    sentence,
    advice: 'Paste the connection string of a policy with the Listen right.',
    fields: { connectionString: sentence },
  });
}
