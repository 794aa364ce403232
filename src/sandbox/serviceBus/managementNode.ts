import { entityNotFound, lockLost, missingRight, notAllowed, notImplemented } from './amqpErrors.ts';
import { type AmqpErrorFields, amqpTypes } from './amqpLibrary.ts';
import type { BrokerContext } from './brokerContext.ts';
import type { DeadLetterCause, EntityQueue } from './entityQueue.ts';
import { encodeMessage } from './messageContent.ts';
import type { PolicyRight } from './namespaceDefinition.ts';
import { findInMap, toPropertyChanges } from './propertyChanges.ts';
import { type ReplyMessage, type RequestMessage, recordOf } from './requestMessage.ts';
import { factsOf } from './storedMessage.ts';

/** Who asks, of which entity. */
export interface ManagementCaller {
  /** Path as the link's address has it, without `/$management`. */
  readonly path: string;
  /** The connection: locks that it takes here are released with it. */
  readonly owner: string;
  readonly allow: (right: PolicyRight) => boolean;
}

/** Bytes of messages in one answer to a peek; a client goes on from the last number. The real limit is not known. */
const MAX_PEEK_BYTES = 1024 * 1024;
const MAX_PEEK_COUNT = 1000;
const TIMESTAMP = 0x83;

/**
 * The `$management` node of an entity. Names of operations and fields follow the AMQP documentation; status codes of
 * refusals are those that clients map back to the condition.
 */
export function manage(
  request: RequestMessage,
  caller: ManagementCaller,
  context: BrokerContext,
): ReplyMessage {
  const operation = String(request.properties.operation);
  const handler = OPERATIONS.get(operation);
  if (handler === undefined) {
    return refuse(501, notImplemented(`The operation '${operation}' is not supported by the sandbox.`));
  }
  if (!caller.allow('Listen')) return refuse(401, missingRight('Listen', context.resourceUri(caller.path)));
  const entity = context.directory.find(caller.path);
  if (entity === undefined) return refuse(404, entityNotFound(context.resourceUri(caller.path)));
  if (entity.kind === 'topic') {
    return refuse(
      400,
      notAllowed(`The operation '${operation}' is for queues and subscriptions, not for topics.`),
    );
  }
  const body = recordOf(request.body);
  if (body['session-id'] !== undefined && body['session-id'] !== null) {
    return refuse(501, notImplemented('Sessions are not supported by the sandbox.'));
  }
  return handler({ body, typedBody: request.typedBody }, entity.queue, caller, context.now());
}

interface OperationBody {
  readonly body: Readonly<Record<string, unknown>>;
  /** The same with AMQP types. */
  readonly typedBody: unknown;
}

type Operation = (
  request: OperationBody,
  queue: EntityQueue,
  caller: ManagementCaller,
  now: number,
) => ReplyMessage;

const OPERATIONS = new Map<string, Operation>([
  ['com.microsoft:peek-message', peekMessages],
  ['com.microsoft:renew-lock', renewLocks],
  ['com.microsoft:receive-by-sequence-number', receiveDeferred],
  ['com.microsoft:update-disposition', updateDisposition],
]);

function answer(status: 200 | 204, description: string, body: unknown): ReplyMessage {
  return { properties: { statusCode: amqpTypes.wrap_int(status), statusDescription: description }, body };
}

function refuse(status: number, error: AmqpErrorFields): ReplyMessage {
  return {
    properties: {
      statusCode: amqpTypes.wrap_int(status),
      statusDescription: error.description,
      errorCondition: amqpTypes.wrap_symbol(error.condition),
    },
    body: undefined,
  };
}

/** The wording is a guess. */
function badArgument(sentence: string): ReplyMessage {
  return refuse(400, { condition: 'com.microsoft:argument-error', description: sentence });
}

function peekMessages({ body }: OperationBody, queue: EntityQueue, _: unknown, now: number) {
  const from = body['from-sequence-number'];
  const count = body['message-count'];
  if (typeof from !== 'number' || typeof count !== 'number' || count < 1) {
    return badArgument("A peek needs 'from-sequence-number' and 'message-count'.");
  }
  const messages: { message: Buffer }[] = [];
  let size = 0;
  for (const message of queue.peek(from, now)) {
    const facts = factsOf({ message, lock: undefined });
    const bytes = encodeMessage(message.content, facts, body['omit-message-body'] === true);
    if (messages.length > 0 && size + bytes.length > MAX_PEEK_BYTES) break;
    messages.push({ message: bytes });
    size += bytes.length;
    if (messages.length >= Math.min(count, MAX_PEEK_COUNT)) break;
  }
  return messages.length === 0 ? answer(204, 'No content', {}) : answer(200, 'OK', { messages });
}

/** Lock tokens as the body has them, in hex; undefined when there is none or one is malformed. */
function readTokens(body: Readonly<Record<string, unknown>>): string[] | undefined {
  const tokens = body['lock-tokens'];
  if (!Array.isArray(tokens) || tokens.length === 0) return undefined;
  const bytes = tokens.filter((token): token is Buffer => Buffer.isBuffer(token) && token.length === 16);
  return bytes.length === tokens.length ? bytes.map((token) => token.toString('hex')) : undefined;
}

function renewLocks({ body }: OperationBody, queue: EntityQueue, _: unknown, now: number) {
  const tokens = readTokens(body);
  if (tokens === undefined) return badArgument("Renewing a lock needs 'lock-tokens'.");
  const expirations: number[] = [];
  for (const token of tokens) {
    const until = queue.renew(token, now);
    if (until === undefined) return refuse(410, lockLost());
    expirations.push(until);
  }
  return answer(200, 'OK', { expirations: amqpTypes.wrap_array(expirations, TIMESTAMP) });
}

function receiveDeferred(
  { body }: OperationBody,
  queue: EntityQueue,
  caller: ManagementCaller,
  now: number,
): ReplyMessage {
  const numbers = body['sequence-numbers'];
  if (!Array.isArray(numbers) || !numbers.every((number) => typeof number === 'number')) {
    return badArgument("Receiving deferred messages needs 'sequence-numbers'.");
  }
  const mode = body['receiver-settle-mode'] === 0 ? 'receiveAndDelete' : 'peekLock';
  const taken = queue.takeDeferred(numbers, mode, caller.owner, now);
  if (taken === undefined) {
    return refuse(404, {
      condition: 'com.microsoft:message-not-found',
      description: 'Failed to lock one or more specified messages. The message does not exist.',
    });
  }
  const messages = taken.map((one) => ({
    message: encodeMessage(one.message.content, factsOf(one)),
    'lock-token': amqpTypes.wrap_uuid(
      one.lock === undefined ? Buffer.alloc(16) : Buffer.from(one.lock.token, 'hex'),
    ),
  }));
  return answer(200, 'OK', { messages });
}

function updateDisposition({ body, typedBody }: OperationBody, queue: EntityQueue, _: unknown, now: number) {
  const tokens = readTokens(body);
  if (tokens === undefined) return badArgument("Updating a disposition needs 'lock-tokens'.");
  const status = body['disposition-status'];
  const changes = toPropertyChanges(findInMap(typedBody, 'properties-to-modify'));
  const settle = settlement(status, queue, now, {
    reason: textOf(body['deadletter-reason']),
    description: textOf(body['deadletter-description']),
    changes,
  });
  if (settle === undefined) {
    return refuse(400, notAllowed(`The disposition status '${String(status)}' is not possible here.`));
  }
  for (const token of tokens) {
    if (!settle(token)) return refuse(410, lockLost());
  }
  return answer(200, 'OK', {});
}

function settlement(
  status: unknown,
  queue: EntityQueue,
  now: number,
  cause: DeadLetterCause,
): ((token: string) => boolean) | undefined {
  switch (status) {
    case 'completed':
      return (token) => queue.complete(token, now);
    case 'abandoned':
      return (token) => queue.abandon(token, now, cause.changes);
    case 'defered':
      return (token) => queue.defer(token, now, cause.changes);
    case 'suspended':
      return queue.deadLetters === undefined ? undefined : (token) => queue.deadLetter(token, now, cause);
    default:
      return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
