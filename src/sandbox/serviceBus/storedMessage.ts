import type { StoredMessageState } from './brokerState.ts';
import type { MessageLock } from './lockTable.ts';
import { type BrokerFacts, decodeContent, encodeContent, type MessageContent } from './messageContent.ts';

/** A message in a queue, subscription or dead-letter queue. */
export interface StoredMessage {
  readonly sequenceNumber: number;
  readonly enqueuedSequenceNumber: number;
  readonly enqueuedAt: number;
  readonly expiresAt: number | undefined;
  readonly deadLetterSource: string | undefined;
  content: MessageContent;
  deliveryCount: number;
  state: 'available' | 'locked' | 'deferred';
  /** Deferred messages are locked while one is received by number, and go back to being deferred. */
  deferred: boolean;
  removed: boolean;
}

export interface TakenMessage {
  readonly message: StoredMessage;
  /** Undefined when the message was taken for good. */
  readonly lock: MessageLock<StoredMessage> | undefined;
}

/** What a consumer is told of a message. */
export function factsOf({ message, lock }: TakenMessage): BrokerFacts {
  return {
    deliveryCount: message.deliveryCount,
    sequenceNumber: message.sequenceNumber,
    enqueuedSequenceNumber: message.enqueuedSequenceNumber,
    enqueuedAt: message.enqueuedAt,
    lockedUntil: lock?.until,
    state: message.deferred ? 'deferred' : 'active',
    deadLetterSource: message.deadLetterSource,
  };
}

/** @see BrokerState */
export function toState(message: StoredMessage): StoredMessageState {
  const { content } = message;
  return {
    sequenceNumber: message.sequenceNumber,
    enqueuedSequenceNumber: message.enqueuedSequenceNumber,
    enqueuedAt: message.enqueuedAt,
    expiresAt: message.expiresAt,
    deadLetterSource: message.deadLetterSource,
    deliveryCount: message.deliveryCount,
    deferred: message.deferred,
    durable: content.durable,
    priority: content.priority,
    timeToLive: content.timeToLive,
    content: encodeContent(content).toString('base64'),
  };
}

/** @throws {MalformedAmqpError} */
export function fromState(state: StoredMessageState): StoredMessage {
  return {
    sequenceNumber: state.sequenceNumber,
    enqueuedSequenceNumber: state.enqueuedSequenceNumber,
    enqueuedAt: state.enqueuedAt,
    expiresAt: state.expiresAt,
    deadLetterSource: state.deadLetterSource,
    deliveryCount: state.deliveryCount,
    deferred: state.deferred,
    state: state.deferred ? 'deferred' : 'available',
    removed: false,
    content: decodeContent(Buffer.from(state.content, 'base64'), {
      durable: state.durable,
      priority: state.priority,
      timeToLive: state.timeToLive,
    }),
  };
}
