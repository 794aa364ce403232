import type { ConsumerLink } from './consumerLink.ts';
import type { EntityQueue } from './entityQueue.ts';

/** Hands a queue's messages to its consumers in turn, as far as their credit goes. */
export class QueueDispatcher {
  readonly #queue: EntityQueue;
  readonly #now: () => number;
  readonly #onInternalError: (error: unknown) => void;
  readonly #consumers: ConsumerLink[] = [];
  #scheduled = false;

  constructor(queue: EntityQueue, now: () => number, onInternalError: (error: unknown) => void) {
    this.#queue = queue;
    this.#now = now;
    this.#onInternalError = onInternalError;
    queue.onAvailable = () => this.schedule();
  }

  add(consumer: ConsumerLink): void {
    this.#consumers.push(consumer);
  }

  remove(consumer: ConsumerLink): void {
    const index = this.#consumers.indexOf(consumer);
    if (index >= 0) this.#consumers.splice(index, 1);
  }

  /** Runs soon: many messages that arrive together are handed out in one go. */
  schedule(): void {
    if (this.#scheduled || this.#consumers.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      try {
        this.run();
      } catch (error) {
        this.#onInternalError(error);
      }
    });
  }

  run(): void {
    for (let consumer = this.#nextConsumer(); consumer !== undefined; consumer = this.#nextConsumer()) {
      const taken = this.#queue.take(consumer.mode, consumer.owner, this.#now());
      if (taken === undefined) return;
      consumer.deliver(taken);
    }
  }

  #nextConsumer(): ConsumerLink | undefined {
    const index = this.#consumers.findIndex((consumer) => consumer.canTake());
    if (index < 0) return undefined;
    const [consumer] = this.#consumers.splice(index, 1);
    if (consumer !== undefined) this.#consumers.push(consumer);
    return consumer;
  }
}
