import type { RequestRecord, TokenSource } from '../../../../src/main/dataverse/ports.ts';
import { createRequestQueue } from '../../../../src/main/dataverse/requestQueue.ts';
import { createRunner, type Runner, type RunnerOptions } from '../../../../src/main/dataverse/runner.ts';
import type { Clock } from '../../../../src/main/ports.ts';

/** A clock that jumps: waits end at once, and are written down. */
export function jumpingClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  let jumped = 0;
  return {
    waits,
    now: () => Date.now() + jumped,
    async wait(milliseconds, signal) {
      signal?.throwIfAborted();
      waits.push(milliseconds);
      jumped += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}

export const fixedToken: TokenSource = { token: async () => 'test-token', refused: async () => false };

export interface TestRunner {
  readonly runner: Runner;
  readonly records: RequestRecord[];
  readonly clock: ReturnType<typeof jumpingClock>;
}

export function createTestRunner(webApi: string, options: Partial<RunnerOptions> = {}): TestRunner {
  const clock = jumpingClock();
  const records: RequestRecord[] = [];
  const runner = createRunner({
    webApi,
    tokens: fixedToken,
    queue: createRequestQueue(6, clock),
    activity: { add: (record) => void records.push(record) },
    clock,
    random: () => 0.5,
    ...options,
  });
  return { runner, records, clock };
}
