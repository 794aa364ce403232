/** What the Web API client needs of its surroundings, by role. */

/** Gives the bearer token of one connection. */
export interface TokenSource {
  /** Rejects with a FailureError, code `signIn`, when there is none. */
  token(): Promise<string>;
  /** Told when the organisation did not accept a token. True when another one is there and it is worth asking again. */
  refused(token: string): Promise<boolean>;
}

/** Stands before each request that would change something; rejects with a FailureError where nothing may be changed. */
export type WriteGuard = () => Promise<void>;

/** One request with its answer, as the activity list keeps it. Secrets are already removed. */
export interface RequestRecord {
  /** ISO time at which it was sent first. */
  readonly at: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly milliseconds: number;
  readonly attempts: number;
  readonly write: boolean;
  readonly requestId: string | null;
  readonly requestBody: string | null;
  readonly responseBody: string | null;
  readonly failure: string | null;
}

export interface ActivitySink {
  add(record: RequestRecord): void;
}

/** Travels with one use case through all the requests that it makes. */
export interface RequestScope {
  readonly signal?: AbortSignal | undefined;
  /** Called for each request that is sent, repeats included. */
  readonly onSent?: (() => void) | undefined;
}
