import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BrokerMessage } from './brokerMessage.ts';
import type { EntityReader, ReadFault } from './openEntityReader.ts';

/** What a listener says of itself; the sentences are made where the names of things are known. */
export type ListenerReport =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'listening' }
  | {
      readonly kind: 'reconnecting';
      readonly attempt: number;
      readonly seconds: number;
      readonly details: string;
    }
  | { readonly kind: 'paused' }
  | { readonly kind: 'failed'; readonly fault: ReadFault }
  | { readonly kind: 'stopped' };

export interface ListenerOptions {
  readonly mode: 'peek' | 'receive';
  /** False: what was there before the start is passed over. Receiving has no choice: the broker hands out the oldest. */
  readonly fromBeginning: boolean;
  /** Opens a fresh connection: for the start and after each cut. */
  readonly open: () => EntityReader;
  readonly faultFrom: (error: unknown) => ReadFault;
  readonly onReport: (report: ListenerReport) => void;
  readonly onMessages: (messages: readonly BrokerMessage[]) => void;
  /** Rejects when the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export interface Listener {
  pause(): void;
  resume(): void;
  /** Resolves when the connection is closed. */
  stop(): Promise<void>;
}

const batch = 250;
/** Pauses between two looks at a queue that is empty: short enough to feel live, long enough to cost nothing. */
const idleMs = { shortest: 200, longest: 1_000 } as const;
const reconnectMs = { first: 500, longest: 15_000 } as const;

/** Reads until it is stopped. Comes back by itself after a cut; gives up only where trying again cannot help. */
export function startListener(options: ListenerOptions): Listener {
  let life = new AbortController();
  let running = Promise.resolve();
  let position = 1n;
  let passedOver = options.fromBeginning || options.mode === 'receive';

  const go = (): void => {
    life = new AbortController();
    running = listen(life.signal);
  };

  async function listen(signal: AbortSignal): Promise<void> {
    let attempt = 0;
    let listening = false;
    options.onReport({ kind: 'connecting' });
    while (!signal.aborted) {
      const reader = options.open();
      try {
        await read(reader, signal, () => {
          if (!listening) options.onReport({ kind: 'listening' });
          listening = true;
          attempt = 0;
        });
      } catch (error) {
        if (signal.aborted) break;
        const fault = options.faultFrom(error);
        if (fault.kind !== 'cut') {
          options.onReport({ kind: 'failed', fault });
          break;
        }
        listening = false;
        attempt += 1;
        const pause = Math.min(reconnectMs.first * 2 ** (attempt - 1), reconnectMs.longest);
        options.onReport({ kind: 'reconnecting', attempt, seconds: pause / 1000, details: fault.details });
        await options.wait(pause, signal).catch(() => undefined);
      } finally {
        await reader.close().catch(() => undefined);
      }
    }
  }

  async function read(reader: EntityReader, signal: AbortSignal, onAnswer: () => void): Promise<void> {
    if (options.mode === 'peek') return peekOn(reader, signal, onAnswer);
    // Receiving from an empty queue answers late; a look at it tells at once that the way is open.
    await reader.peek(1, 1n, signal);
    onAnswer();
    while (!signal.aborted) {
      await reader.receive(batch, signal, (messages) => {
        if (messages.length > 0) options.onMessages(messages);
      });
    }
  }

  async function peekOn(reader: EntityReader, signal: AbortSignal, onAnswer: () => void): Promise<void> {
    let idle: number = idleMs.shortest;
    let looking = look(reader, position, signal);
    while (!signal.aborted) {
      const { messages, next } = await looking;
      onAnswer();
      if (messages.length === 0) {
        passedOver = true;
        await options.wait(idle, signal);
        idle = Math.min(idle * 1.5, idleMs.longest);
        looking = look(reader, position, signal);
        continue;
      }
      idle = idleMs.shortest;
      // The broker looks for the next ones while these are read.
      looking = look(reader, next, signal);
      // The library writes its request a few turns later: reading at once would hold it back.
      await nextTurn();
      // Only what was shown counts as seen: after a pause or a cut the rest is looked at again.
      position = next;
      if (passedOver) options.onMessages(messages);
    }
  }

  /** The messages from a sequence number on, and the number behind them. */
  function look(
    reader: EntityReader,
    from: bigint,
    signal: AbortSignal,
  ): Promise<{ messages: BrokerMessage[]; next: bigint }> {
    const looking = reader.peek(batch, from, signal).then((all) => {
      // Some brokers answer with what they have when the position lies behind the end.
      const messages = all.filter(({ sequenceNumber }) => sequenceNumber === null || sequenceNumber >= from);
      let next = from;
      for (const { sequenceNumber } of messages) {
        if (sequenceNumber !== null && sequenceNumber >= next) next = sequenceNumber + 1n;
      }
      return { messages, next };
    });
    // When the listener is stopped nobody waits for the look that is under way.
    looking.catch(() => undefined);
    return looking;
  }

  go();
  let state: 'running' | 'paused' | 'stopped' = 'running';
  return {
    pause() {
      if (state !== 'running') return;
      state = 'paused';
      life.abort();
      options.onReport({ kind: 'paused' });
    },
    resume() {
      if (state !== 'paused') return;
      state = 'running';
      const before = running;
      life = new AbortController();
      running = before.then(() => listen(life.signal));
    },
    async stop() {
      if (state === 'stopped') return;
      state = 'stopped';
      life.abort();
      await running;
      options.onReport({ kind: 'stopped' });
    },
  };
}
