import type { BrokerMessage } from './brokerMessage.ts';

/** A message as it is kept: the summary is what lists show, the rest is read when somebody opens it. */
export interface KeptMessage<Summary> {
  readonly number: number;
  readonly message: BrokerMessage;
  readonly summary: Summary;
}

export interface MessageBufferLimits {
  readonly messages: number;
  readonly bytes: number;
}

/** 10,000 messages of the usual 18 KB are 180 MB: the bytes bound first, so that a night of listening stays small. */
export const defaultBufferLimits: MessageBufferLimits = { messages: 10_000, bytes: 128 * 1024 * 1024 };

/**
 * The newest messages of a listener, numbered from 1. When the room is used up the oldest are let go and counted.
 * A ring over a Map: deletion of the oldest and access by number are both immediate.
 */
export class MessageBuffer<Summary> {
  readonly #limits: MessageBufferLimits;
  readonly #kept = new Map<number, KeptMessage<Summary>>();
  #next = 1;
  #bytes = 0;
  #dropped = 0;

  constructor(limits: MessageBufferLimits = defaultBufferLimits) {
    this.#limits = limits;
  }

  /** How many were let go to bound memory; clearing does not count. */
  get dropped(): number {
    return this.#dropped;
  }

  get size(): number {
    return this.#kept.size;
  }

  add(message: BrokerMessage, summarize: (number: number) => Summary): Summary {
    const number = this.#next;
    this.#next += 1;
    const summary = summarize(number);
    this.#kept.set(number, { number, message, summary });
    this.#bytes += message.body.byteLength;
    this.#makeRoom();
    return summary;
  }

  find(number: number): KeptMessage<Summary> | undefined {
    return this.#kept.get(number);
  }

  summariesAfter(number: number): Summary[] {
    const summaries: Summary[] = [];
    for (const kept of this.#kept.values()) if (kept.number > number) summaries.push(kept.summary);
    return summaries;
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #makeRoom(): void {
    for (const kept of this.#kept.values()) {
      // The newest message is kept whatever its size: a list that stays empty would explain nothing.
      if (this.#kept.size === 1) return;
      if (this.#kept.size <= this.#limits.messages && this.#bytes <= this.#limits.bytes) return;
      this.#kept.delete(kept.number);
      this.#bytes -= kept.message.body.byteLength;
      this.#dropped += 1;
    }
  }
}
