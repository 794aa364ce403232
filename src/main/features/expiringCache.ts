import type { Clock } from '../ports.ts';

/** Remembers answers for a while, so that typing asks the server once. Bounded: the oldest go first. */
export interface ExpiringCache<Value> {
  get(key: string, load: () => Promise<Value>): Promise<Value>;
  clear(): void;
}

export function createExpiringCache<Value>(
  clock: Pick<Clock, 'now'>,
  options: { milliseconds: number; entries: number },
): ExpiringCache<Value> {
  const kept = new Map<string, { value: Value; until: number }>();
  let generation = 0;
  return {
    async get(key, load) {
      const found = kept.get(key);
      if (found && found.until > clock.now()) return found.value;
      const begun = generation;
      // Only what has arrived is shared: each caller can cancel its own request.
      const value = await load();
      if (begun !== generation) return value;
      kept.delete(key);
      kept.set(key, { value, until: clock.now() + options.milliseconds });
      const oldest = kept.keys().next();
      if (kept.size > options.entries && !oldest.done) kept.delete(oldest.value);
      return value;
    },
    clear() {
      generation += 1;
      kept.clear();
    },
  };
}
