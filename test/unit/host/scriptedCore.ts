import type { Core } from '../../../src/main/core.ts';
import type { EventName, EventValue } from '../../../src/shared/contract/contract.ts';

export interface Asked {
  readonly name: string;
  readonly input: unknown;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((value: unknown) => void) | undefined;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface ScriptedCore extends Core {
  /** Calls that came, in order; each waits until the test answers it. */
  readonly asked: Asked[];
  readonly listeners: () => number;
  tell<Name extends EventName>(name: Name, value: EventValue<Name>): void;
}

/** A core whose answers a test gives by hand: what is tested is the way to it. */
export function scriptCore(): ScriptedCore {
  const asked: Asked[] = [];
  const listeners = new Set<(name: never, value: never) => void>();
  return {
    asked,
    listeners: () => listeners.size,
    call: (name, input, options) =>
      new Promise((resolve, reject) => {
        asked.push({
          name,
          input,
          signal: options?.signal,
          onProgress: options?.onProgress as ((value: unknown) => void) | undefined,
          resolve: resolve as (output: unknown) => void,
          reject,
        });
      }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => undefined,
    tell(name, value) {
      for (const listener of listeners) listener(name as never, value as never);
    },
  };
}
