import { amqpTypes, type TypedValue } from './amqpLibrary.ts';
import type { StoredMessageState } from './brokerState.ts';
import { LockTable, type MessageLock } from './lockTable.ts';
import { type MessageContent, sizeOf, withApplicationProperties } from './messageContent.ts';
import type { QueueSettings } from './namespaceDefinition.ts';
import { OrderedMessages } from './orderedMessages.ts';
import { fromState, type StoredMessage, type TakenMessage, toState } from './storedMessage.ts';

export interface DeadLetterCause {
  readonly reason: string | undefined;
  readonly description: string | undefined;
  readonly changes: PropertyChanges;
}

export type PropertyChanges = readonly (readonly [name: string, value: TypedValue])[];

export interface EntityLimits {
  readonly maxMessages: number;
  readonly maxBytes: number;
}

const DEFAULT_MAX_DELIVERIES = 10;
const DEFAULT_LOCK_SECONDS = 60;
/** Milliseconds until the next look at a message that has expired while it was locked. */
const EXPIRY_RETRY = 1000;

/**
 * What queues, subscriptions and dead-letter queues have in common: messages in order, locks, delivery counts.
 * Times are milliseconds since 1970, given by the caller.
 */
export class EntityQueue {
  readonly path: string;
  readonly #settings: QueueSettings;
  readonly #limits: EntityLimits;
  /** Undefined for a dead-letter queue, which has none of its own. */
  readonly deadLetters: EntityQueue | undefined;
  readonly #messages = new OrderedMessages<StoredMessage>();
  readonly #locks = new LockTable<StoredMessage>();
  #nextSequenceNumber = 1;
  #bytes = 0;
  #nextExpiry = Number.POSITIVE_INFINITY;
  /** Called when a message may have become available. */
  onAvailable: () => void = () => {};

  constructor(
    path: string,
    settings: QueueSettings,
    limits: EntityLimits,
    kind: 'entity' | 'deadLetters' = 'entity',
  ) {
    this.path = path;
    this.#settings = settings;
    this.#limits = limits;
    this.deadLetters =
      kind === 'entity'
        ? new EntityQueue(
            `${path}/$DeadLetterQueue`,
            { lockSeconds: settings.lockSeconds },
            limits,
            'deadLetters',
          )
        : undefined;
  }

  get count(): number {
    return this.#messages.count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Dead letters count as well, as they do against a real entity's quota. */
  hasRoomFor(contents: readonly MessageContent[]): boolean {
    const added = contents.reduce((sum, content) => sum + sizeOf(content), 0);
    const messages = this.count + (this.deadLetters?.count ?? 0) + contents.length;
    const bytes = this.#bytes + (this.deadLetters?.bytes ?? 0) + added;
    return messages <= this.#limits.maxMessages && bytes <= this.#limits.maxBytes;
  }

  enqueue(content: MessageContent, now: number): StoredMessage {
    const sequenceNumber = this.#nextSequenceNumber;
    const wanted = content.timeToLive ?? Number.POSITIVE_INFINITY;
    const longest = (this.#settings.timeToLiveSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    const timeToLive = Math.min(wanted, longest);
    const message = this.#append({
      sequenceNumber,
      enqueuedSequenceNumber: sequenceNumber,
      enqueuedAt: now,
      expiresAt: Number.isFinite(timeToLive) ? now + timeToLive : undefined,
      deadLetterSource: undefined,
      content,
      deliveryCount: 0,
      state: 'available',
      deferred: false,
      removed: false,
    });
    this.onAvailable();
    return message;
  }

  #append(message: StoredMessage): StoredMessage {
    this.#nextSequenceNumber = message.sequenceNumber + 1;
    this.#messages.append(message);
    this.#bytes += sizeOf(message.content);
    this.#nextExpiry = Math.min(this.#nextExpiry, message.expiresAt ?? Number.POSITIVE_INFINITY);
    return message;
  }

  #remove(message: StoredMessage): void {
    if (message.removed) return;
    this.#bytes -= sizeOf(message.content);
    this.#messages.remove(message);
  }

  /** The oldest message that nobody holds: locked for `owner`, or taken for good. */
  take(mode: 'peekLock' | 'receiveAndDelete', owner: string, now: number): TakenMessage | undefined {
    for (;;) {
      const message = this.#messages.nextWhere(({ state }) => state === 'available');
      if (message === undefined) return undefined;
      if (message.expiresAt === undefined || message.expiresAt > now)
        return this.#hand(message, mode, owner, now);
      this.#expire(message);
    }
  }

  #hand(
    message: StoredMessage,
    mode: 'peekLock' | 'receiveAndDelete',
    owner: string,
    now: number,
  ): TakenMessage {
    if (mode === 'receiveAndDelete') {
      this.#remove(message);
      return { message, lock: undefined };
    }
    message.state = 'locked';
    const lockSeconds = this.#settings.lockSeconds ?? DEFAULT_LOCK_SECONDS;
    return { message, lock: this.#locks.add(message, owner, now + lockSeconds * 1000) };
  }

  /** Takes deferred messages by number; undefined when one of them is not there or not deferred. */
  takeDeferred(
    sequenceNumbers: readonly number[],
    mode: 'peekLock' | 'receiveAndDelete',
    owner: string,
    now: number,
  ): TakenMessage[] | undefined {
    this.removeExpired(now);
    const found: StoredMessage[] = [];
    for (const number of new Set(sequenceNumbers)) {
      const message = this.#messages.find(number);
      if (message === undefined || message.state !== 'deferred') return undefined;
      found.push(message);
    }
    return found.map((message) => this.#hand(message, mode, owner, now));
  }

  /** False, here and below: the lock is no longer held. */
  complete(token: string, now: number): boolean {
    const lock = this.#takeLock(token, now);
    if (lock !== undefined) this.#remove(lock.message);
    return lock !== undefined;
  }

  abandon(token: string, now: number, changes: PropertyChanges = []): boolean {
    const lock = this.#takeLock(token, now);
    if (lock === undefined) return false;
    this.#change(lock.message, changes);
    this.#countDelivery(lock.message, now);
    return true;
  }

  /** Gives a message back without counting a delivery. */
  release(token: string, now: number): boolean {
    const lock = this.#takeLock(token, now);
    if (lock !== undefined) this.#free(lock.message);
    return lock !== undefined;
  }

  defer(token: string, now: number, changes: PropertyChanges = []): boolean {
    const lock = this.#takeLock(token, now);
    if (lock === undefined) return false;
    this.#change(lock.message, changes);
    lock.message.deferred = true;
    lock.message.state = 'deferred';
    return true;
  }

  deadLetter(token: string, now: number, cause: DeadLetterCause): boolean {
    const lock = this.#takeLock(token, now);
    if (lock !== undefined) this.#moveToDeadLetters(lock.message, cause);
    return lock !== undefined;
  }

  /** New end of the lock; undefined when it is no longer held. */
  renew(token: string, now: number): number | undefined {
    const lock = this.#locks.find(token, now);
    if (lock === undefined) return undefined;
    lock.until = now + (this.#settings.lockSeconds ?? DEFAULT_LOCK_SECONDS) * 1000;
    return lock.until;
  }

  #takeLock(token: string, now: number): MessageLock<StoredMessage> | undefined {
    const lock = this.#locks.find(token, now);
    if (lock !== undefined) this.#locks.remove(token);
    return lock;
  }

  #change(message: StoredMessage, changes: PropertyChanges): void {
    const before = sizeOf(message.content);
    message.content = withApplicationProperties(message.content, changes);
    this.#bytes += sizeOf(message.content) - before;
  }

  #free(message: StoredMessage): void {
    message.state = message.deferred ? 'deferred' : 'available';
    if (message.deferred) return;
    this.#messages.rewindTo(message);
    this.onAvailable();
  }

  #countDelivery(message: StoredMessage, now: number): void {
    message.deliveryCount += 1;
    const most = this.#settings.maxDeliveryCount ?? DEFAULT_MAX_DELIVERIES;
    if (this.deadLetters === undefined || message.deliveryCount < most) {
      this.#free(message);
      return;
    }
    if (message.expiresAt !== undefined && message.expiresAt <= now) {
      this.#expire(message);
      return;
    }
    this.#moveToDeadLetters(message, {
      reason: 'MaxDeliveryCountExceeded',
      description: `Message could not be consumed after ${most} delivery attempts.`,
      changes: [],
    });
  }

  /**
   * Moves a message. That it gets a new number there, keeps the first one as its enqueued number, and keeps its
   * delivery count and enqueued time, is a guess. Dead letters never expire, as documented.
   */
  #moveToDeadLetters(message: StoredMessage, cause: DeadLetterCause): void {
    const target = this.deadLetters;
    if (target === undefined) {
      this.#free(message);
      return;
    }
    this.#remove(message);
    const changes: [string, TypedValue][] = cause.changes.map(([name, value]) => [name, value]);
    if (cause.reason !== undefined) changes.push(['DeadLetterReason', amqpTypes.wrap_string(cause.reason)]);
    if (cause.description !== undefined) {
      changes.push(['DeadLetterErrorDescription', amqpTypes.wrap_string(cause.description)]);
    }
    target.#append({
      sequenceNumber: target.#nextSequenceNumber,
      enqueuedSequenceNumber: message.enqueuedSequenceNumber,
      enqueuedAt: message.enqueuedAt,
      expiresAt: undefined,
      deadLetterSource: this.path,
      content: withApplicationProperties(message.content, changes),
      deliveryCount: message.deliveryCount,
      state: 'available',
      deferred: false,
      removed: false,
    });
    target.onAvailable();
  }

  /** Counts a delivery for every lock whose time is over. */
  expireLocks(now: number): void {
    for (const { message } of this.#locks.takeExpired(now)) this.#countDelivery(message, now);
  }

  /** Frees what a lost connection held. */
  releaseOwner(owner: string): void {
    for (const { message } of this.#locks.takeOwnedBy(owner)) this.#free(message);
  }

  /** Locked messages wait until they are free: the one who holds such a message may still complete it. */
  removeExpired(now: number): void {
    if (now < this.#nextExpiry) return;
    this.#nextExpiry = Number.POSITIVE_INFINITY;
    for (const message of [...this.#messages.from(0)]) {
      if (message.expiresAt === undefined) continue;
      if (message.expiresAt <= now && message.state !== 'locked') this.#expire(message);
      else this.#nextExpiry = Math.min(this.#nextExpiry, Math.max(message.expiresAt, now + EXPIRY_RETRY));
    }
  }

  #expire(message: StoredMessage): void {
    if (this.#settings.deadLetterOnExpiry === true && this.deadLetters !== undefined) {
      this.#moveToDeadLetters(message, {
        reason: 'TTLExpiredException',
        description: 'The message expired and was dead lettered.',
        changes: [],
      });
    } else {
      this.#remove(message);
    }
  }

  /** Messages from a number on, without touching them: free, locked and deferred ones. */
  peek(fromSequenceNumber: number, now: number): Generator<StoredMessage> {
    this.removeExpired(now);
    return this.#messages.from(fromSequenceNumber);
  }

  snapshot(): { nextSequenceNumber: number; messages: StoredMessageState[] } {
    const messages = [...this.#messages.from(0)].map(toState);
    return { nextSequenceNumber: this.#nextSequenceNumber, messages };
  }

  /** Puts back what a snapshot kept, into an empty queue. @throws {MalformedAmqpError} */
  restore(nextSequenceNumber: number, messages: readonly StoredMessageState[]): void {
    for (const state of messages) {
      if (state.sequenceNumber >= this.#nextSequenceNumber) this.#append(fromState(state));
    }
    this.#nextSequenceNumber = Math.max(this.#nextSequenceNumber, nextSequenceNumber);
  }
}
