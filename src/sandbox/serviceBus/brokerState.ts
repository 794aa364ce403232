import { checkNamespace, type NamespaceDefinition, type PolicyRight } from './namespaceDefinition.ts';

/** One message as it is kept; its bytes are base64. */
export interface StoredMessageState {
  readonly sequenceNumber: number;
  readonly enqueuedSequenceNumber: number;
  /** Milliseconds since 1970. */
  readonly enqueuedAt: number;
  readonly expiresAt?: number | undefined;
  readonly deadLetterSource?: string | undefined;
  readonly deliveryCount: number;
  readonly deferred: boolean;
  readonly durable: boolean;
  readonly priority: number;
  readonly timeToLive?: number | undefined;
  /** Encoded sections from the annotations to the footer. */
  readonly content: string;
}

export interface EntityState {
  readonly path: string;
  readonly nextSequenceNumber: number;
  readonly messages: readonly StoredMessageState[];
}

/**
 * A namespace with its messages, between two starts. Plain JSON. Locks are not kept.
 * Holds the policies' keys: it belongs into the sandbox's data folder and nowhere else.
 */
export interface BrokerState {
  readonly version: 1;
  readonly namespace: NamespaceDefinition;
  readonly entities: readonly EntityState[];
}

/** The error for state that can't be used; `what` goes on a sentence. */
export function unreadableState(what: string, cause?: unknown): Error {
  return new Error(
    `The kept messages of the sandbox's Service Bus can't be read: ${what}. ` +
      'Reset the sandbox, or put back an earlier copy of its data folder.',
    { cause },
  );
}

/**
 * Reads what was kept, after JSON.parse.
 * @throws {Error} when it is something else; the sentence says what to do.
 */
export function readBrokerState(value: unknown): BrokerState {
  const fail = (what: string): never => {
    throw unreadableState(what);
  };
  if (!isRecord(value) || value.version !== 1) return fail('they are not of a version that is known');
  if (!isNamespace(value.namespace)) return fail('the namespace is incomplete');
  const problems = checkNamespace(value.namespace);
  if (problems[0] !== undefined) return fail(problems[0]);
  if (!Array.isArray(value.entities) || !value.entities.every(isEntityState))
    return fail('an entity is incomplete');
  return { version: 1, namespace: value.namespace, entities: value.entities };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isOptional(value: unknown, type: 'string' | 'number'): boolean {
  return value === undefined || typeof value === type;
}

function isRight(value: unknown): value is PolicyRight {
  return value === 'Send' || value === 'Listen' || value === 'Manage';
}

function isPolicy(value: unknown): value is NamespaceDefinition['policies'][number] {
  return (
    isRecord(value) &&
    typeof value.name === 'string' &&
    typeof value.key === 'string' &&
    isOptional(value.secondaryKey, 'string') &&
    isListOf(value.rights, isRight)
  );
}

function hasSettings(value: Record<string, unknown>): boolean {
  return (
    isOptional(value.maxDeliveryCount, 'number') &&
    isOptional(value.lockSeconds, 'number') &&
    isOptional(value.timeToLiveSeconds, 'number') &&
    (value.deadLetterOnExpiry === undefined || typeof value.deadLetterOnExpiry === 'boolean')
  );
}

function hasPathAndPolicies(value: Record<string, unknown>): boolean {
  return (
    typeof value.path === 'string' && (value.policies === undefined || isListOf(value.policies, isPolicy))
  );
}

function isQueue(value: unknown): value is NamespaceDefinition['queues'][number] {
  return isRecord(value) && hasPathAndPolicies(value) && hasSettings(value);
}

function isSubscription(
  value: unknown,
): value is NamespaceDefinition['topics'][number]['subscriptions'][number] {
  return isRecord(value) && typeof value.name === 'string' && hasSettings(value);
}

function isTopic(value: unknown): value is NamespaceDefinition['topics'][number] {
  return isRecord(value) && hasPathAndPolicies(value) && isListOf(value.subscriptions, isSubscription);
}

function isNamespace(value: unknown): value is NamespaceDefinition {
  return (
    isRecord(value) &&
    typeof value.name === 'string' &&
    isListOf(value.policies, isPolicy) &&
    isListOf(value.queues, isQueue) &&
    isListOf(value.topics, isTopic)
  );
}

function isMessageState(value: unknown): value is StoredMessageState {
  return (
    isRecord(value) &&
    ['sequenceNumber', 'enqueuedSequenceNumber', 'enqueuedAt', 'deliveryCount', 'priority'].every((name) =>
      Number.isFinite(value[name]),
    ) &&
    typeof value.content === 'string' &&
    ['deferred', 'durable'].every((name) => typeof value[name] === 'boolean') &&
    isOptional(value.expiresAt, 'number') &&
    isOptional(value.timeToLive, 'number') &&
    isOptional(value.deadLetterSource, 'string')
  );
}

function isEntityState(value: unknown): value is EntityState {
  return (
    isRecord(value) &&
    typeof value.path === 'string' &&
    typeof value.nextSequenceNumber === 'number' &&
    isListOf(value.messages, isMessageState)
  );
}
