import { z } from 'zod';
import { DecodedBody } from '../../domain/decodedBody.ts';
import { ConnectionId, ListenerId, ServiceEndpointId } from '../../domain/ids.ts';
import { call, nothing } from '../call.ts';

/** Where a listener reads. */
export const ListenerSource = z.object({
  /** Queue or topic. */
  entityPath: z.string().min(1).max(260),
  /** Of a topic; null for a queue. */
  subscription: z.string().min(1).max(50).nullable(),
  deadLetter: z.boolean(),
});
export type ListenerSource = z.infer<typeof ListenerSource>;

/** `peek` leaves every message where it is; `receive` takes them out of the queue. */
export const ListenerMode = z.enum(['peek', 'receive']);
export type ListenerMode = z.infer<typeof ListenerMode>;

export const ListenerState = z.object({
  listenerId: ListenerId,
  kind: z.enum(['connecting', 'listening', 'reconnecting', 'paused', 'failed', 'stopped']),
  sentence: z.string(),
  advice: z.string().optional(),
});
export type ListenerState = z.infer<typeof ListenerState>;

/** One row of the list of messages: small, so that 10,000 of them stay cheap. */
export const MessageSummary = z.object({
  /** Counts up from 1 within the listener; names the message in `listener.message`. */
  number: z.number().int(),
  /** ISO time at which the broker took it. */
  enqueuedAt: z.string().nullable(),
  receivedAt: z.string(),
  message: z.string().nullable(),
  table: z.string().nullable(),
  rowId: z.string().nullable(),
  /** Primary name of the row, where the message tells it. */
  rowName: z.string().nullable(),
  correlationId: z.string().nullable(),
  /** Id of the system job that posted it: OperationId of an asynchronous context. */
  operationId: z.string().nullable(),
  stepId: z.string().nullable(),
  size: z.number().int(),
  format: z.enum(['json', 'textXml', 'binaryXml', 'text', 'unknown']),
  truncated: z.boolean(),
  /** Why it could not be read, in a sentence. */
  problem: z.string().nullable(),
});
export type MessageSummary = z.infer<typeof MessageSummary>;

export const BrokerProperty = z.object({
  /** As the page shows it: without the claims namespace. */
  name: z.string(),
  /** As it is on the wire. */
  key: z.string(),
  value: z.string(),
});

/** One message, whole. */
export const ReceivedMessage = z.object({
  summary: MessageSummary,
  broker: z.array(BrokerProperty),
  application: z.array(BrokerProperty),
  body: DecodedBody,
});
export type ReceivedMessage = z.infer<typeof ReceivedMessage>;

const one = z.object({ listenerId: ListenerId });

/** What is known about keys that may listen on an endpoint's entity. Never the keys themselves. */
export const ListenerKey = z.object({
  policyName: z.string().nullable(),
  namespaceAddress: z.string(),
  entityPath: z.string().nullable(),
  /** Whether the broker granted Listen when it was last tried; null when it was not tried. */
  canListen: z.boolean().nullable(),
  /** `kept` survives a restart; `session` is forgotten when the program stops. */
  keeping: z.enum(['kept', 'session']),
});
export type ListenerKey = z.infer<typeof ListenerKey>;

export const listenerCalls = {
  /** The connection string kept for an endpoint, described; null when there is none. */
  'listener.key': call(
    z.object({ connectionId: ConnectionId, endpointId: ServiceEndpointId }),
    z.object({ key: ListenerKey.nullable() }),
  ),
  /** Keeps a connection string for listening, after trying its Listen right. */
  'listener.keepKey': call(
    z.object({
      connectionId: ConnectionId,
      endpointId: ServiceEndpointId,
      connectionString: z.string().min(1).max(4000),
    }),
    z.object({ key: ListenerKey }),
  ),
  'listener.forgetKey': call(
    z.object({ connectionId: ConnectionId, endpointId: ServiceEndpointId }),
    nothing,
  ),
  /** Starts with the connection string kept for the endpoint. State and messages come as events. */
  'listener.start': call(
    z.object({
      connectionId: ConnectionId,
      endpointId: ServiceEndpointId,
      source: ListenerSource,
      mode: ListenerMode,
      /** Peek also what is there already; otherwise only what comes from now on. */
      fromBeginning: z.boolean().default(true),
    }),
    z.object({ listenerId: ListenerId }),
  ),
  'listener.pause': call(one, nothing),
  'listener.resume': call(one, nothing),
  'listener.stop': call(one, nothing),
  /** Forgets the messages shown; none is taken from the queue. */
  'listener.clear': call(one, nothing),
  /** Summaries after a number: for a page that was reloaded. */
  'listener.messages': call(
    one.extend({ after: z.number().int().default(0) }),
    z.object({ messages: z.array(MessageSummary), dropped: z.number().int(), state: ListenerState }),
  ),
  /** Running listeners of a connection: for a page that was reloaded. */
  'listener.list': call(
    z.object({ connectionId: ConnectionId }),
    z.object({
      listeners: z.array(
        z.object({
          listenerId: ListenerId,
          endpointId: ServiceEndpointId,
          source: ListenerSource,
          mode: ListenerMode,
          state: ListenerState,
        }),
      ),
    }),
  ),
  /** One message whole; notFound when it was dropped. */
  'listener.message': call(one.extend({ number: z.number().int() }), ReceivedMessage),
};
