import { describe, expect, it } from 'vitest';
import { createRequestQueue } from '../../../../src/main/dataverse/requestQueue.ts';
import type { Clock } from '../../../../src/main/ports.ts';

/** Time that stands still until it is moved. */
function standingClock(): Clock & { move(milliseconds: number): Promise<void> } {
  let now = 1000;
  const sleepers: { until: number; wake: () => void }[] = [];
  return {
    now: () => now,
    wait: (milliseconds) =>
      new Promise((resolve) => void sleepers.push({ until: now + milliseconds, wake: resolve })),
    async move(milliseconds) {
      now += milliseconds;
      for (const { until, wake } of sleepers) if (until <= now) wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('the queue', () => {
  it('starts nothing while the organisation is throttling, and everything afterwards', async () => {
    const clock = standingClock();
    const queue = createRequestQueue(2, clock);
    const ran: number[] = [];
    queue.holdUntil(clock.now() + 5000);
    const all = [1, 2, 3].map((number) => queue.run(async () => void ran.push(number)));
    await clock.move(4999);
    expect(ran).toEqual([]);
    await clock.move(1);
    await Promise.all(all);
    expect(ran).toEqual([1, 2, 3]);
  });

  it('goes on after a task that fails', async () => {
    const queue = createRequestQueue(1, standingClock());
    const failing = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(async () => 'yes');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  it('forgets who left while waiting, and refuses who had left before', async () => {
    const queue = createRequestQueue(1, standingClock());
    const { promise, resolve: end } = Promise.withResolvers<void>();
    const first = queue.run(() => promise);
    const abort = new AbortController();
    const second = queue.run(async () => 'never', abort.signal);
    abort.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    await expect(queue.run(async () => 'never', abort.signal)).rejects.toThrow('left');
    end();
    await first;
    await expect(queue.run(async () => 'free')).resolves.toBe('free');
  });
});
