import { amqpMessages, amqpTypes } from './amqpLibrary.ts';
import { splitSections } from './messageContent.ts';

const VALUE_SECTION = 0x77;

/** A request to `$cbs` or `$management`. */
export interface RequestMessage {
  readonly id: unknown;
  readonly replyTo: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** A body that is a value, with its AMQP types. */
  readonly typedBody: unknown;
}

export interface ReplyMessage {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** @throws {MalformedAmqpError} */
export function readRequest(bytes: Buffer): RequestMessage {
  const value = splitSections(bytes).find(({ code }) => code === VALUE_SECTION);
  const message = amqpMessages.decode(bytes);
  const replyTo = message.reply_to;
  return {
    id: message.message_id,
    replyTo: typeof replyTo === 'string' ? replyTo : undefined,
    properties: recordOf(message.application_properties),
    body: bodyOf(message.body),
    typedBody: value && new amqpTypes.Reader(bytes.subarray(value.start, value.end)).read(),
  };
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A body of data sections as their bytes; of a value, the value. */
function bodyOf(body: unknown): unknown {
  if (typeof body === 'object' && body !== null && 'typecode' in body && 'content' in body)
    return body.content;
  return body;
}

export function encodeReply(request: RequestMessage, reply: ReplyMessage): Buffer {
  return amqpMessages.encode({
    correlation_id: request.id,
    application_properties: reply.properties,
    body: reply.body,
  });
}
