import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { bytesOfBody } from './receivedBody.ts';

/** A property of a message as text: its name on the wire and its value. */
export interface WireProperty {
  readonly key: string;
  readonly value: string;
}

/** What the broker handed over, before anybody reads the body. */
export interface BrokerMessage {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  /** Unique and rising within one queue or subscription; null where the broker gave none. */
  readonly sequenceNumber: bigint | null;
  readonly enqueuedAt: Date | undefined;
  /** Set by the broker or by AMQP: message id, correlation id, delivery count … */
  readonly broker: readonly WireProperty[];
  /** Set by the sender: for Dataverse the claims. */
  readonly application: readonly WireProperty[];
}

/** Reads what the library hands over; nothing is lost that a user could ask for. */
export function brokerMessageFrom(message: ServiceBusReceivedMessage): BrokerMessage {
  const application = Object.entries(message.applicationProperties ?? {});
  return {
    body: bytesOfBody(message.body),
    contentType: message.contentType,
    sequenceNumber: message.sequenceNumber === undefined ? null : BigInt(message.sequenceNumber.toString()),
    enqueuedAt: message.enqueuedTimeUtc,
    broker: [
      ['Content type', message.contentType],
      ['Message id', message.messageId],
      ['Correlation id', message.correlationId],
      ['Sequence number', message.sequenceNumber?.toString()],
      ['Enqueued', message.enqueuedTimeUtc],
      ['Delivery count', message.deliveryCount],
      ['State', message.state],
      ['Subject', message.subject],
      ['To', message.to],
      ['Reply to', message.replyTo],
      ['Session id', message.sessionId],
      ['Time to live (ms)', message.timeToLive],
      ['Expires', message.expiresAtUtc],
      ['Dead-letter reason', message.deadLetterReason],
      ['Dead-letter description', message.deadLetterErrorDescription],
      ['Dead-letter source', message.deadLetterSource],
    ].flatMap(([key, value]) => {
      const text = textOf(value);
      return typeof key === 'string' && text !== '' ? [{ key, value: text }] : [];
    }),
    application: application.map(([key, value]) => ({ key, value: value === null ? 'null' : textOf(value) })),
  };
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}
