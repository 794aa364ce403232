import { randomUUID } from 'node:crypto';
import { amqpTypes, encodeTyped, type TypedValue } from './amqpLibrary.ts';
import { MalformedAmqpError, walkAmqpValue } from './amqpValueWalk.ts';

/**
 * A message as its sender made it, in encoded sections: what is passed on is byte for byte what was sent, so no AMQP
 * type is lost on the way. Never changed: the subscriptions of a topic share it.
 */
export interface MessageContent {
  readonly durable: boolean;
  readonly priority: number;
  /** Milliseconds; undefined when the sender asked for none. */
  readonly timeToLive: number | undefined;
  /** Keys and values in turn, without those that the broker writes. */
  readonly annotations: readonly TypedValue[];
  /** The properties section; it always has a message id. */
  readonly properties: Buffer;
  readonly applicationProperties: Buffer | undefined;
  /** Body sections and the footer. */
  readonly body: Buffer;
}

/** What the broker says of a message when it hands it out. */
export interface BrokerFacts {
  readonly deliveryCount: number;
  readonly sequenceNumber: number;
  readonly enqueuedSequenceNumber: number;
  /** Milliseconds since 1970, as are all times here. */
  readonly enqueuedAt: number;
  readonly lockedUntil: number | undefined;
  readonly state: 'active' | 'deferred';
  readonly deadLetterSource: string | undefined;
}

const HEADER = 0x70;
const DELIVERY_ANNOTATIONS = 0x71;
const MESSAGE_ANNOTATIONS = 0x72;
const PROPERTIES = 0x73;
const APPLICATION_PROPERTIES = 0x74;
const DATA = 0x75;
const SEQUENCE = 0x76;
const VALUE = 0x77;
const FOOTER = 0x78;

const SECTION_CODES = new Map(
  [
    ['amqp:header:list', HEADER],
    ['amqp:delivery-annotations:map', DELIVERY_ANNOTATIONS],
    ['amqp:message-annotations:map', MESSAGE_ANNOTATIONS],
    ['amqp:properties:list', PROPERTIES],
    ['amqp:application-properties:map', APPLICATION_PROPERTIES],
    ['amqp:data:binary', DATA],
    ['amqp:amqp-sequence:list', SEQUENCE],
    ['amqp:amqp-value:*', VALUE],
    ['amqp:value:*', VALUE],
    ['amqp:footer:map', FOOTER],
  ].map(([name, code]) => [String(name), Number(code)]),
);

const LISTS = new Set([0x45, 0xc0, 0xd0]);
const MAPS = new Set([0xc1, 0xd1]);
const BINARIES = new Set([0xa0, 0xb0]);

const VALUE_CODES = new Map([
  [HEADER, LISTS],
  [DELIVERY_ANNOTATIONS, MAPS],
  [MESSAGE_ANNOTATIONS, MAPS],
  [PROPERTIES, LISTS],
  [APPLICATION_PROPERTIES, MAPS],
  [DATA, BINARIES],
  [SEQUENCE, LISTS],
  [FOOTER, MAPS],
]);

/** Annotations that belong to the broker: a sender's own (of a message that it received and passes on) are dropped. */
const BROKER_ANNOTATIONS = new Set([
  'x-opt-sequence-number',
  'x-opt-enqueue-sequence-number',
  'x-opt-enqueued-time',
  'x-opt-locked-until',
  'x-opt-message-state',
  'x-opt-deadletter-source',
]);

interface Section {
  readonly code: number;
  readonly start: number;
  readonly end: number;
}

/** Cuts an encoded message into sections, each checked to be well-formed. @throws {MalformedAmqpError} */
export function splitSections(bytes: Buffer): Section[] {
  const sections: Section[] = [];
  let offset = 0;
  let last = 0;
  while (offset < bytes.length) {
    if (bytes[offset] !== 0x00) throw new MalformedAmqpError('A message section has no descriptor.');
    const valueStart = walkAmqpValue(bytes, offset + 1, bytes.length);
    const code = sectionCode(bytes.subarray(offset + 1, valueStart));
    const allowed = VALUE_CODES.get(code);
    const valueCode = bytes[valueStart] ?? -1;
    if (allowed !== undefined && !allowed.has(valueCode)) {
      throw new MalformedAmqpError('A message section is not of the type that it must be.');
    }
    const repeats = code === last && (code === DATA || code === SEQUENCE);
    const followsOtherBody = last >= DATA && last <= VALUE && code <= VALUE;
    if ((code <= last || followsOtherBody) && !repeats) {
      throw new MalformedAmqpError('The message sections are not in order.');
    }
    const end = walkAmqpValue(bytes, valueStart, bytes.length);
    sections.push({ code, start: offset, end });
    last = code;
    offset = end;
  }
  return sections;
}

function sectionCode(descriptor: Buffer): number {
  const { value } = new amqpTypes.Reader(descriptor).read();
  const code = typeof value === 'number' ? value : SECTION_CODES.get(String(value));
  if (code === undefined || code < HEADER || code > FOOTER) {
    throw new MalformedAmqpError('A message section is of an unknown kind.');
  }
  return code;
}

/**
 * Reads an encoded message. One without a message id gets a random one: clients rely on it, and the JavaScript client
 * fails without (that the real service does the same is a guess).
 * @throws {MalformedAmqpError}
 */
export function readMessageContent(bytes: Buffer): MessageContent {
  const sections = splitSections(bytes);
  const find = (code: number): Buffer | undefined => {
    const section = sections.find((one) => one.code === code);
    return section && bytes.subarray(section.start, section.end);
  };
  const firstOfBody = sections.find(({ code }) => code >= DATA && code <= VALUE);
  const header = readItems(find(HEADER));
  const properties = readItems(find(PROPERTIES));
  const hasId = properties[0] !== undefined && properties[0].value !== null;
  const sentProperties = find(PROPERTIES);
  return {
    durable: header[0]?.value === true || header[0]?.value === 1,
    priority: numberOf(header[1]) ?? 4,
    timeToLive: numberOf(header[2]),
    annotations: withoutBrokerAnnotations(readItems(find(MESSAGE_ANNOTATIONS))),
    // Copies, because a slice would keep the whole chunk that the socket read alive.
    properties:
      hasId && sentProperties !== undefined
        ? Buffer.from(sentProperties)
        : encodePropertiesWithId(properties),
    applicationProperties: copyOf(find(APPLICATION_PROPERTIES)),
    body: firstOfBody === undefined ? NO_BODY : Buffer.from(bytes.subarray(firstOfBody.start)),
  };
}

/** What stands for a missing body: the value null, because consumers' decoders want a body section. */
const NO_BODY = section(VALUE, amqpTypes.Null());

function copyOf(bytes: Buffer | undefined): Buffer | undefined {
  return bytes && Buffer.from(bytes);
}

function readItems(section: Buffer | undefined): TypedValue[] {
  if (section === undefined) return [];
  const { value } = new amqpTypes.Reader(section).read();
  return Array.isArray(value) ? [...(value as TypedValue[])] : [];
}

function numberOf(item: TypedValue | undefined): number | undefined {
  return typeof item?.value === 'number' ? item.value : undefined;
}

function withoutBrokerAnnotations(items: readonly TypedValue[]): TypedValue[] {
  const kept: TypedValue[] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const key = items[index];
    const value = items[index + 1];
    if (key === undefined || value === undefined || BROKER_ANNOTATIONS.has(String(key.value))) continue;
    kept.push(key, value);
  }
  return kept;
}

function section(code: number, value: TypedValue): Buffer {
  return encodeTyped(amqpTypes.described_nc(amqpTypes.wrap_ulong(code), value));
}

function encodePropertiesWithId(properties: readonly TypedValue[]): Buffer {
  const id = amqpTypes.wrap_string(randomUUID().replaceAll('-', ''));
  return section(PROPERTIES, amqpTypes.List32([id, ...properties.slice(1)]));
}

/** The value of one annotation that the sender set. */
export function findAnnotation(content: MessageContent, name: string): unknown {
  for (let index = 0; index + 1 < content.annotations.length; index += 2) {
    if (content.annotations[index]?.value === name) return content.annotations[index + 1]?.value;
  }
  return undefined;
}

/** The same message with application properties set: how reasons for dead-lettering and abandoning travel. */
export function withApplicationProperties(
  content: MessageContent,
  changes: readonly (readonly [name: string, value: TypedValue])[],
): MessageContent {
  if (changes.length === 0) return content;
  const changed = new Set(changes.map(([name]) => name));
  const items = readItems(content.applicationProperties);
  const kept: TypedValue[] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const key = items[index];
    const value = items[index + 1];
    if (key !== undefined && value !== undefined && !changed.has(String(key.value))) kept.push(key, value);
  }
  for (const [name, value] of changes) kept.push(amqpTypes.wrap_string(name), value);
  return { ...content, applicationProperties: section(APPLICATION_PROPERTIES, amqpTypes.Map32(kept)) };
}

/** Encodes a message as a consumer gets it. `omitBody` leaves an empty body, which peeking may ask for. */
export function encodeMessage(content: MessageContent, facts: BrokerFacts, omitBody = false): Buffer {
  const header = [
    amqpTypes.wrap_boolean(content.durable),
    amqpTypes.wrap_ubyte(content.priority),
    content.timeToLive === undefined ? amqpTypes.Null() : amqpTypes.wrap_uint(content.timeToLive),
    amqpTypes.wrap_boolean(false),
    amqpTypes.wrap_uint(facts.deliveryCount),
  ];
  const parts = [
    section(HEADER, amqpTypes.List32(header)),
    section(MESSAGE_ANNOTATIONS, amqpTypes.Map32([...content.annotations, ...brokerAnnotations(facts)])),
    content.properties,
  ];
  if (content.applicationProperties !== undefined) parts.push(content.applicationProperties);
  parts.push(omitBody ? section(DATA, amqpTypes.wrap_binary(Buffer.alloc(0))) : content.body);
  return Buffer.concat(parts);
}

function brokerAnnotations(facts: BrokerFacts): TypedValue[] {
  const { wrap_symbol: symbol, wrap_long: long, wrap_timestamp: timestamp } = amqpTypes;
  const items = [
    symbol('x-opt-sequence-number'),
    long(facts.sequenceNumber),
    symbol('x-opt-enqueue-sequence-number'),
    long(facts.enqueuedSequenceNumber),
    symbol('x-opt-enqueued-time'),
    timestamp(facts.enqueuedAt),
    symbol('x-opt-message-state'),
    amqpTypes.wrap_int(facts.state === 'deferred' ? 1 : 0),
  ];
  if (facts.lockedUntil !== undefined) items.push(symbol('x-opt-locked-until'), timestamp(facts.lockedUntil));
  if (facts.deadLetterSource !== undefined) {
    items.push(symbol('x-opt-deadletter-source'), amqpTypes.wrap_string(facts.deadLetterSource));
  }
  return items;
}

/** Bytes that a stored message is counted with. */
export function sizeOf(content: MessageContent): number {
  const overhead = 256;
  const sections =
    content.properties.length + (content.applicationProperties?.length ?? 0) + content.body.length;
  return overhead + sections;
}

/** A message's sections as they are kept; the header's fields are kept beside them. */
export function encodeContent(content: MessageContent): Buffer {
  const annotations = section(MESSAGE_ANNOTATIONS, amqpTypes.Map32(content.annotations));
  const parts = [
    annotations,
    content.properties,
    content.applicationProperties ?? Buffer.alloc(0),
    content.body,
  ];
  return Buffer.concat(parts);
}

/** The counterpart of `encodeContent`. @throws {MalformedAmqpError} */
export function decodeContent(
  bytes: Buffer,
  header: Pick<MessageContent, 'durable' | 'priority' | 'timeToLive'>,
): MessageContent {
  const { durable, priority, timeToLive } = header;
  return { ...readMessageContent(bytes), durable, priority, timeToLive };
}
