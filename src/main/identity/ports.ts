import type { Clock, Log, SecretBox } from '../ports.ts';

/** What signing in needs of its surroundings, by role. */
export interface IdentityPorts {
  readonly secretBox: SecretBox;
  readonly clock: Clock;
  readonly log: Log;
  /** Opens the system's browser; rejects when there is none. */
  readonly openBrowser: (url: string) => Promise<void>;
  /** Knows the proxy and the certificates that are trusted. */
  readonly fetch: typeof fetch;
  /** Told when an account comes, goes, or has to sign in again. */
  readonly onChange: () => void;
  /** Milliseconds to wait for an answer of the browser; closing it tells nobody. */
  readonly browserPatience?: number | undefined;
}

/** Gives the bearer token of one account for one organisation. */
export interface TokenSource {
  /** Rejects with a FailureError, code `signIn`, when the user has to sign in again. */
  token(): Promise<string>;
  /** Told when a token was not accepted. True when another one is there and it is worth asking again. */
  refused(token: string): Promise<boolean>;
}
