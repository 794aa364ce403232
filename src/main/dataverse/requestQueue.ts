import type { Clock } from '../ports.ts';

/** Lets at most so many tasks run at once, in the order in which they came. */
export interface RequestQueue {
  /** Rejects with the signal's reason when it is aborted while waiting for its turn. */
  run<Result>(task: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** Starts nothing before this time: the organisation has said that it is asked too much. */
  holdUntil(time: number): void;
}

export function createRequestQueue(limit: number, clock: Clock): RequestQueue {
  const waiting: (() => void)[] = [];
  let running = 0;
  let heldUntil = 0;
  let waking = false;

  function startNext(): void {
    if (waiting.length === 0 || running >= limit) return;
    const pause = heldUntil - clock.now();
    if (pause > 0) {
      if (waking) return;
      waking = true;
      void clock.wait(pause).then(() => {
        waking = false;
        startNext();
      });
      return;
    }
    while (running < limit) {
      const start = waiting.shift();
      if (!start) return;
      running += 1;
      start();
    }
  }

  function turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const start = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        const index = waiting.indexOf(start);
        if (index >= 0) waiting.splice(index, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      waiting.push(start);
      startNext();
    });
  }

  return {
    async run(task, signal) {
      await turn(signal);
      try {
        return await task();
      } finally {
        running -= 1;
        startNext();
      }
    },
    holdUntil(time) {
      heldUntil = Math.max(heldUntil, time);
    },
  };
}
