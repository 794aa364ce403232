import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from './ports.ts';

/** The computer's own time. Waits are at most 24 days, which is what timers can do. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async wait(milliseconds, signal) {
    signal?.throwIfAborted();
    try {
      await wait(Math.min(Math.max(0, milliseconds), 2_000_000_000), undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
