import type { EventName, EventValue } from '../shared/contract/contract.ts';

/**
 * What the core needs of its surroundings, by role. The shells bring the implementations:
 * the core itself knows neither Electron nor a browser.
 */

/** Keeps secrets by name, encrypted by the system or, where it offers no store, in memory only. Never in plain text on disk. */
export interface SecretBox {
  readonly kind: 'system' | 'memory';
  /** Says to the user where secrets are kept and for how long. */
  readonly sentence: string;
  read(name: string): Promise<string | null>;
  write(name: string, secret: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Every value is redacted before it is written. */
export interface Log {
  info(sentence: string, details?: Record<string, unknown>): void;
  /** Returns the id under which the error can be found in the log. */
  error(sentence: string, error: unknown): string;
}

/** Tells the page something unasked. */
export type Tell = <Name extends EventName>(name: Name, value: EventValue<Name>) => void;

/** What a running sandbox answers to; the same line that `registrar sandbox` prints. */
export interface SandboxAddresses {
  readonly webApi: string;
  readonly accessToken: string;
  readonly connectionStrings: { readonly send: string; readonly listen: string; readonly manage: string };
  readonly queues: readonly string[];
  readonly topics: readonly { readonly name: string; readonly subscriptions: readonly string[] }[];
  readonly signIn: SandboxSignIn;
}

/** The sandbox's sign-in services; origins without a slash at their end. */
export interface SandboxSignIn {
  readonly authority: string;
  readonly discovery: string;
  readonly graph: string;
  /** The one above and others beside it. */
  readonly clouds: readonly {
    readonly name: string;
    readonly authority: string;
    readonly discovery: string;
    readonly graph: string;
  }[];
  readonly tenants: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly domain: string;
    readonly cloud: string;
  }[];
  readonly organizations: readonly {
    readonly friendlyName: string;
    readonly uniqueName: string;
    readonly url: string;
    readonly webApi: string;
    readonly tenantId: string;
    readonly cloud: string;
  }[];
  readonly accounts: readonly {
    readonly userName: string;
    readonly password: string;
    readonly displayName: string;
    readonly tenantId: string;
    /** What the account is for in tests. */
    readonly about: string;
  }[];
  readonly applications: readonly {
    readonly displayName: string;
    readonly clientId: string;
    readonly tenantId?: string | undefined;
    readonly secret?: string | undefined;
    readonly secretExpired?: boolean | undefined;
  }[];
  /** PEM of the authority that signed the services' certificates. */
  readonly certificateAuthority: string;
}

/** The organisation in a box, running beside the core. */
export interface Sandbox {
  addresses(): Promise<SandboxAddresses>;
  /** Back to its first state, on the same ports. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export interface CallContext {
  readonly signal: AbortSignal;
}
