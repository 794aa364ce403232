import type { ApplicationInformation } from '../shared/contract/calls/application.ts';
import type {
  CallInput,
  CallName,
  CallOutput,
  CallProgress,
  EventName,
  EventValue,
} from '../shared/contract/contract.ts';
import type { Clock, Log, Sandbox, SecretBox } from './ports.ts';

export interface CoreOptions {
  /** Folder of ours alone: caches, preferences, kept copies, the sandbox's state. */
  readonly dataFolder: string;
  readonly secretBox: SecretBox;
  readonly sandbox: Sandbox;
  readonly log: Log;
  readonly application: Omit<ApplicationInformation, 'secretStore'>;
  readonly clock?: Clock;
  /** The shell's own fetch, where it knows the system's proxy and certificates. */
  readonly fetch?: typeof fetch;
}

export interface Core {
  /**
   * Carries out one call of the contract. Rejects with a FailureError for what can be expected to go wrong,
   * and with the same, code `unexpected`, for a bug, which is then in the log.
   */
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    options?: { signal?: AbortSignal; onProgress?: (value: CallProgress<Name>) => void },
  ): Promise<CallOutput<Name>>;
  /** Returns the way to stop listening. */
  subscribe(listener: <Name extends EventName>(name: Name, value: EventValue<Name>) => void): () => void;
  /** Ends listeners and writes what is still to be written. */
  close(): Promise<void>;
}
