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
  /** Names of what the sender set: for Dataverse the claims. */
  readonly applicationKeys: readonly string[];
  /** Written out only when somebody opens the message: of most of them nobody asks. */
  readonly properties: () => MessageProperties;
}

export interface MessageProperties {
  /** Set by the broker or by AMQP: message id, correlation id, delivery count … */
  readonly broker: readonly WireProperty[];
  /** Set by the sender. */
  readonly application: readonly WireProperty[];
}

/** Reads what the library hands over; nothing is lost that a user could ask for. */
export function brokerMessageFrom(message: ServiceBusReceivedMessage): BrokerMessage {
  return {
    body: bytesOfBody(message.body),
    contentType: message.contentType,
    sequenceNumber: message.sequenceNumber === undefined ? null : message.sequenceNumber.toBigInt(),
    enqueuedAt: message.enqueuedTimeUtc,
    applicationKeys: message.applicationProperties ? Object.keys(message.applicationProperties) : [],
    properties: () => propertiesOf(message),
  };
}

function propertiesOf(message: ServiceBusReceivedMessage): MessageProperties {
  const named: readonly (readonly [string, unknown])[] = [
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
  ];
  const application = Object.entries(message.applicationProperties ?? {});
  return {
    broker: named.flatMap(([key, value]) => {
      const text = textOf(value);
      return text === '' ? [] : [{ key, value: text }];
    }),
    application: application.map(([key, value]) => ({ key, value: value === null ? 'null' : textOf(value) })),
  };
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}
