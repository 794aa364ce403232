import {
  type CallInput,
  type CallName,
  type CallOutput,
  type CallProgress,
  calls,
  type EventName,
  type EventValue,
  events,
} from '../../shared/contract/contract.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { type Bridge, FromCore } from '../../shared/contract/wire.ts';
import { openSocketTransport } from './socketTransport.ts';
import type { BridgeState, Transport, TransportListener } from './transport.ts';
import { openWindowTransport } from './windowTransport.ts';

declare global {
  interface Window {
    readonly bridge?: Bridge;
  }
}

export interface CallOptions<Name extends CallName> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (value: CallProgress<Name>) => void;
}

/** The page's one way to the core. */
export interface CoreBridge {
  /**
   * Carries out one call of the contract. Rejects with a FailureError, whatever went wrong:
   * `cancelled` when the signal was aborted, `offline` when the program went away.
   */
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    options?: CallOptions<Name>,
  ): Promise<CallOutput<Name>>;
  /** Returns the way to stop listening. */
  on<Name extends EventName>(name: Name, listener: (value: EventValue<Name>) => void): () => void;
  /** The same object until it changes. */
  state(): BridgeState;
  /** Told at every change of the state. After a loss, what was told meanwhile is missing: load again. */
  onStateChange(listener: () => void): () => void;
  /** Where a file is that the user chose or dropped; null in a browser, which does not tell. */
  pathOf(file: File): string | null;
  close(): void;
}

interface CallUnderWay {
  readonly name: CallName;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: FailureError) => void;
  readonly onProgress: ((value: never) => void) | undefined;
}

/**
 * Tens of thousands of rows from our own core, parsed there as they came from the organisation:
 * checking each once more would hold up the page.
 */
const parsedByTheCore: ReadonlySet<CallName> = new Set(['registrations.cached', 'registrations.load']);

/** Joins the page to the core: over `window.bridge` in the desktop app, over a WebSocket in a browser. */
export function connectBridge(
  openTransport: (listener: TransportListener) => Transport = openHere,
): CoreBridge {
  const underWay = new Map<number, CallUnderWay>();
  const listeners = new Map<string, Set<(value: never) => void>>();
  const stateListeners = new Set<() => void>();
  /** Calls made before the first connection stands. */
  let waiting: (() => void)[] = [];
  let lastId = 0;

  const transport = openTransport({
    message: receive,
    stateChanged() {
      const state = transport.state();
      if (state.kind === 'open') {
        const ready = waiting;
        waiting = [];
        for (const send of ready) send();
      } else if (state.kind === 'lost') {
        waiting = [];
        for (const call of [...underWay.values()]) call.reject(offline(state, call.name));
      }
      for (const listener of [...stateListeners]) listener();
    },
  });

  function receive(raw: unknown): void {
    const parsed = FromCore.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'event') {
      tell(message.name, message.value);
      return;
    }
    const call = underWay.get(message.id);
    if (call === undefined) return;
    if (message.kind === 'failed') call.reject(new FailureError(message.failure));
    else if (message.kind === 'progress') tellProgress(call, message.value);
    else finish(call, message.output);
  }

  function tell(name: string, value: unknown): void {
    if (!Object.hasOwn(events, name)) return;
    const parsed = events[name as EventName].safeParse(value);
    if (!parsed.success) return;
    for (const listener of [...(listeners.get(name) ?? [])]) listener(parsed.data as never);
  }

  function tellProgress(call: CallUnderWay, value: unknown): void {
    const parsed = calls[call.name].progress.safeParse(value);
    if (parsed.success) call.onProgress?.(parsed.data as never);
  }

  function finish(call: CallUnderWay, output: unknown): void {
    if (parsedByTheCore.has(call.name)) {
      call.resolve(output);
      return;
    }
    const parsed = calls[call.name].output.safeParse(output);
    if (parsed.success) call.resolve(parsed.data);
    else call.reject(notUnderstood(call.name, parsed.error));
  }

  return {
    call(name, input, options = {}) {
      return new Promise((resolve, reject) => {
        const { signal, onProgress } = options;
        const state = transport.state();
        if (signal?.aborted) return reject(cancelled(name));
        if (state.kind === 'lost') return reject(offline(state, name));

        const id = ++lastId;
        const send = (): void => {
          if (underWay.has(id)) transport.send({ kind: 'call', id, name, input });
        };
        const cancel = (): void => {
          transport.send({ kind: 'cancel', id });
          underWay.get(id)?.reject(cancelled(name));
        };
        const release = (): void => {
          underWay.delete(id);
          signal?.removeEventListener('abort', cancel);
        };
        underWay.set(id, {
          name,
          resolve(output) {
            release();
            resolve(output as CallOutput<typeof name>);
          },
          reject(error) {
            release();
            reject(error);
          },
          onProgress,
        });
        signal?.addEventListener('abort', cancel, { once: true });
        if (state.kind === 'open') send();
        else waiting.push(send);
      });
    },
    on(name, listener) {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName);
      ofName.add(listener);
      return () => ofName.delete(listener);
    },
    state: () => transport.state(),
    pathOf: (file) => transport.pathOf(file),
    onStateChange(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    close() {
      transport.close();
      for (const call of [...underWay.values()]) call.reject(cancelled(call.name));
    },
  };
}

function openHere(listener: TransportListener): Transport {
  return window.bridge === undefined
    ? openSocketTransport(listener)
    : openWindowTransport(window.bridge, listener);
}

function offline(state: BridgeState & { kind: 'lost' }, operation: CallName): FailureError {
  return new FailureError({ code: 'offline', sentence: state.sentence, advice: state.advice, operation });
}

function cancelled(operation: CallName): FailureError {
  return new FailureError({ code: 'cancelled', sentence: 'Cancelled.', operation });
}

function notUnderstood(operation: CallName, cause: unknown): FailureError {
  return new FailureError(
    {
      code: 'unexpected',
      sentence: 'Registrar’s program answered with something that this page does not understand.',
      advice: 'Load the page again: it may be older than the program.',
      operation,
    },
    { cause },
  );
}
