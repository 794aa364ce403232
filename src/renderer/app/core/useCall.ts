import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallInput, CallName, CallOutput, CallProgress } from '../../../shared/contract/contract.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { useCore } from './coreContext.ts';
import { failureOf } from './failureOf.ts';

export type Outcome<Name extends CallName> =
  | { readonly kind: 'done'; readonly output: CallOutput<Name> }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface CallHandle<Name extends CallName> {
  /** Never rejects. A second run cancels the first. */
  run(input: CallInput<Name>): Promise<Outcome<Name>>;
  readonly running: boolean;
  /** Of the last run; null while running, when it worked, and when the user cancelled it. */
  readonly failure: Failure | null;
  readonly progress: CallProgress<Name> | null;
  cancel(): void;
  /** Forgets the failure. */
  reset(): void;
}

/** One call that the user starts: save, check, unregister. Cancelled when its screen goes. */
export function useCall<Name extends CallName>(name: Name): CallHandle<Name> {
  const bridge = useCore();
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [progress, setProgress] = useState<CallProgress<Name> | null>(null);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const run = useCallback(
    async (input: CallInput<Name>): Promise<Outcome<Name>> => {
      current.current?.abort();
      const controller = new AbortController();
      current.current = controller;
      const mine = () => current.current === controller;
      setRunning(true);
      setFailure(null);
      setProgress(null);
      try {
        const output = await bridge.call(name, input, {
          signal: controller.signal,
          onProgress: (value) => mine() && setProgress(value),
        });
        return { kind: 'done', output };
      } catch (error) {
        const problem = failureOf(error);
        if (mine() && problem.code !== 'cancelled') setFailure(problem);
        return { kind: 'failed', failure: problem };
      } finally {
        if (mine()) {
          current.current = null;
          setRunning(false);
        }
      }
    },
    [bridge, name],
  );
  const cancel = useCallback(() => current.current?.abort(), []);
  const reset = useCallback(() => setFailure(null), []);
  return { run, running, failure, progress, cancel, reset };
}
