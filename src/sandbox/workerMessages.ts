import type { SignInAddresses } from './signIn/signInAddresses.ts';
import type { SignInSettings } from './signIn/signInPlace.ts';

/** How much the organisation holds: enough to learn with, or as much as large ones have. */
export type SandboxScale = 'usual' | 'large';

/** What the sandbox's thread is started with (`workerData`). Port 0: the one of the last start, or a free one. */
export type SandboxWorkerData = {
  readonly dataFolder?: string;
  readonly latencyMs?: number;
  readonly scale?: SandboxScale;
  readonly ports?: { readonly webApi?: number; readonly broker?: number };
  /** How the sign-in authority behaves; what is left out is as usual. */
  readonly signIn?: Partial<SignInSettings>;
};

/** Where the sandbox is and how to get in. Holds secrets. */
export type SandboxAddresses = OwnAddresses & { readonly signIn: SignInAddresses };

/** Of the sandbox's own organisation and its Service Bus. */
export type OwnAddresses = {
  /** `http://127.0.0.1:<port>/api/data/v9.2/` */
  readonly webApi: string;
  readonly accessToken: string;
  /** Of the namespace's three policies, without entity. */
  readonly connectionStrings: { readonly send: string; readonly listen: string; readonly manage: string };
  readonly queues: readonly string[];
  readonly topics: readonly { readonly name: string; readonly subscriptions: readonly string[] }[];
};

export type ToSandboxWorker = { readonly kind: 'reset' } | { readonly kind: 'stop' };

export type FromSandboxWorker =
  /** After the start, and after a reset that had to take other ports. */
  | { readonly kind: 'ready'; readonly addresses: SandboxAddresses }
  /** The sandbox could not start. */
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'resetDone' }
  | { readonly kind: 'resetFailed'; readonly sentence: string }
  | { readonly kind: 'stopped' }
  /** Something that a user may want to know: a state that was set aside, a port that was taken. Holds no secret. */
  | { readonly kind: 'note'; readonly sentence: string };
