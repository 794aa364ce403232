import { amqpTypes } from './amqpLibrary.ts';
import { MalformedAmqpError } from './amqpValueWalk.ts';
import { type MessageContent, readMessageContent, splitSections } from './messageContent.ts';

/** The message format of a batch: each data section holds one encoded message. */
const BATCH_FORMAT = 0x80013700;

const STANDARD_FORMAT = 0;
const DATA_SECTION = 0x75;

/**
 * The messages of one transfer. What the envelope of a batch says besides is not looked at: it repeats the first
 * message's fields.
 * @throws {MalformedAmqpError}
 */
export function decodeTransfer(bytes: Buffer, format: number): MessageContent[] {
  if (format === STANDARD_FORMAT) return [readMessageContent(bytes)];
  if (format !== BATCH_FORMAT)
    throw new MalformedAmqpError(`0x${format.toString(16)} is not a message format.`);
  const messages: MessageContent[] = [];
  for (const { code, start, end } of splitSections(bytes)) {
    if (code !== DATA_SECTION) continue;
    const { value } = new amqpTypes.Reader(bytes.subarray(start, end)).read();
    if (!Buffer.isBuffer(value)) throw new MalformedAmqpError('A batch has a data section without bytes.');
    messages.push(readMessageContent(value));
  }
  if (messages.length === 0) throw new MalformedAmqpError('The batch has no message.');
  return messages;
}
