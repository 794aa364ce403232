import { randomBytes } from 'node:crypto';
import { lockLost, notAllowed } from './amqpErrors.ts';
import { type AmqpDelivery, type AmqpErrorFields, amqpMessages, type SenderLink } from './amqpLibrary.ts';
import type { EntityQueue } from './entityQueue.ts';
import { swapGuidByteOrder } from './lockTable.ts';
import { encodeMessage } from './messageContent.ts';
import { toPropertyChanges } from './propertyChanges.ts';
import { factsOf, type TakenMessage } from './storedMessage.ts';

export type ReceiveMode = 'peekLock' | 'receiveAndDelete';

/** What a client said of a delivery. */
export type ConsumerOutcome = 'accepted' | 'released' | 'rejected' | 'modified' | 'settled';

/** Fields as they are decoded, and in `value` as they came, with their types. */
interface RemoteOutcome {
  readonly undeliverable_here?: unknown;
  readonly error?: { readonly condition?: unknown; readonly description?: unknown; readonly info?: unknown };
  readonly value?: readonly unknown[];
}

/** Where in a modified outcome, and in an error, the map of changes is. */
const MAP_INDEX = 2;

/** What a consumer needs to know of its socket: messages stay in the queue while the client doesn't read. */
export interface ConsumerSocket {
  readonly isFull: boolean;
  promise(bytes: number): void;
}

/** Deliveries of one session that wait in the library. More are handed over when they are written. */
const MAX_WAITING = 200;

/** A link on which a client receives from a queue, subscription or dead-letter queue. */
export class ConsumerLink {
  readonly mode: ReceiveMode;
  /** The connection: locks are released with it. */
  readonly owner: string;
  readonly queue: EntityQueue;
  readonly #link: SenderLink;
  readonly #now: () => number;
  readonly #socket: ConsumerSocket;
  readonly #tokens = new Map<number, { readonly token: string; readonly delivery: AmqpDelivery }>();
  /** Deliveries given to the library so far; it takes them off the credit only when it writes them. */
  #handed = 0;
  #closed = false;

  constructor(options: {
    readonly link: SenderLink;
    readonly queue: EntityQueue;
    readonly owner: string;
    readonly now: () => number;
    readonly socket: ConsumerSocket;
  }) {
    this.#link = options.link;
    this.queue = options.queue;
    this.owner = options.owner;
    this.#now = options.now;
    this.#socket = options.socket;
    this.mode = options.link.snd_settle_mode === 1 ? 'receiveAndDelete' : 'peekLock';
    answerEveryDrain(options.link);
  }

  /** The delivery count up to which the client has given credit. */
  get #limit(): number {
    return this.#link.delivery_count + this.#link.credit;
  }

  canTake(): boolean {
    if (this.#closed || this.#handed >= this.#limit || this.#socket.isFull) return false;
    const { outgoing } = this.#link.session;
    return (
      outgoing.available() > 0 && outgoing.next_delivery_id - outgoing.next_pending_delivery < MAX_WAITING
    );
  }

  deliver(taken: TakenMessage): void {
    const bytes = encodeMessage(taken.message.content, factsOf(taken));
    const tag = taken.lock === undefined ? randomBytes(16) : swapGuidByteOrder(taken.lock.token);
    const delivery = this.#link.send(bytes, tag, 0);
    this.#handed += 1;
    this.#socket.promise(bytes.length);
    if (taken.lock !== undefined) this.#tokens.set(delivery.id, { token: taken.lock.token, delivery });
  }

  /** Answers a client that wants what is there and then nothing more; to be called after the queue was looked at. */
  drain(): void {
    this.#handed = Math.max(this.#handed, this.#limit);
    this.#link.set_drained(true);
  }

  /**
   * Does what the client wants with a message and answers it. `released` gives back without counting a delivery and
   * `rejected` dead-letters whatever its condition: guesses. `modified` counts one, as abandoning is documented to.
   */
  settle(delivery: AmqpDelivery, outcome: ConsumerOutcome): void {
    const known = this.#tokens.get(delivery.id);
    if (known === undefined) return;
    this.#tokens.delete(delivery.id);
    const error = this.#apply(known.token, outcome, remoteOutcome(delivery));
    // A lock lost is told as an outcome too: the client waits for one.
    const answer = error === undefined ? amqpMessages.accepted() : amqpMessages.rejected({ error });
    delivery.update(true, answer.described());
    // Where the client waits for this answer it says nothing more, and the library would keep the delivery for ever.
    delivery.remote_settled = true;
  }

  #apply(token: string, outcome: ConsumerOutcome, remote: RemoteOutcome): AmqpErrorFields | undefined {
    const now = this.#now();
    const { queue } = this;
    const answer = (held: boolean): AmqpErrorFields | undefined => (held ? undefined : lockLost());
    switch (outcome) {
      case 'accepted':
        return answer(queue.complete(token, now));
      case 'released':
      case 'settled':
        return answer(queue.release(token, now));
      case 'modified': {
        const changes = toPropertyChanges(remote.value?.[MAP_INDEX]);
        if (remote.undeliverable_here === true) return answer(queue.defer(token, now, changes));
        return answer(queue.abandon(token, now, changes));
      }
      case 'rejected': {
        if (queue.deadLetters === undefined) {
          const held = queue.release(token, now);
          return held ? notAllowed('A message of a dead-letter queue cannot be dead-lettered.') : lockLost();
        }
        return answer(queue.deadLetter(token, now, deadLetterCause(remote)));
      }
    }
  }

  /** Forgets the link. Its locks go on until they expire, as documented: clients may settle over `$management`. */
  close(): void {
    this.#closed = true;
    for (const { delivery } of this.#tokens.values()) {
      delivery.settled = true;
      delivery.remote_settled = true;
    }
    this.#tokens.clear();
  }
}

/** Rhea answers a drain only while there is credit; when the last of it was just used, the client waits in vain. */
function answerEveryDrain(link: SenderLink): void {
  link._get_drain = () => {
    if (!link._draining || !link._drained) return false;
    link.delivery_count += Math.max(link.credit, 0);
    link.credit = 0;
    return true;
  };
}

function remoteOutcome(delivery: AmqpDelivery): RemoteOutcome {
  const state = delivery.remote_state;
  return typeof state === 'object' && state !== null ? state : {};
}

function deadLetterCause(remote: RemoteOutcome): Parameters<EntityQueue['deadLetter']>[2] {
  const { condition, description, info } = remote.error ?? {};
  const fields: Readonly<Record<string, unknown>> =
    typeof info === 'object' && info !== null ? { ...info } : {};
  const { DeadLetterReason, DeadLetterErrorDescription } = fields;
  const isPlain = condition === 'com.microsoft:dead-letter';
  return {
    reason: textOf(DeadLetterReason) ?? (isPlain ? undefined : textOf(condition)),
    description: textOf(DeadLetterErrorDescription) ?? (isPlain ? undefined : textOf(description)),
    changes: toPropertyChanges(typedInfo(remote), ['DeadLetterReason', 'DeadLetterErrorDescription']),
  };
}

function typedInfo(remote: RemoteOutcome): unknown {
  const error = remote.value?.[0];
  if (typeof error !== 'object' || error === null || !('value' in error)) return undefined;
  const fields = error.value;
  return Array.isArray(fields) ? fields[MAP_INDEX] : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
