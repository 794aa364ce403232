import type { ApiResponse } from './apiMessage.ts';
import { jsonResponse } from './apiMessage.ts';

/** A disturbance of coming requests, for tests and demonstrations. Nothing of it can be reached over HTTP. */
export type Disturbance = {
  /** Tested on `METHOD /api/data/v9.2/…`, decoded. Without it every request matches. */
  readonly match?: RegExp;
  /** Answers with this status and an error body, and does nothing else. */
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  /** Seconds, for the header `Retry-After`. */
  readonly retryAfter?: number;
  /** How many requests; 1 unless said. */
  readonly times?: number;
  /** Cuts the connection: before anything is done, or after it is done and without an answer. */
  readonly cutSocket?: 'before' | 'after';
  /** Waits this long before the answer. */
  readonly delayMs?: number;
};

export type FaultInjection = {
  next(disturbance: Disturbance): void;
  clear(): void;
  /** How many requests were disturbed. */
  readonly hits: number;
  /** Takes the first disturbance that matches the request, once less often from now on. */
  take(method: string, path: string): Disturbance | undefined;
};

export function createFaultInjection(): FaultInjection {
  let waiting: { readonly disturbance: Disturbance; left: number }[] = [];
  let hits = 0;
  return {
    next: (disturbance) => {
      waiting.push({ disturbance, left: disturbance.times ?? 1 });
    },
    clear: () => {
      waiting = [];
    },
    get hits() {
      return hits;
    },
    take: (method, path) => {
      const line = `${method} ${decoded(path)}`;
      const found = waiting.find(
        ({ disturbance }) => disturbance.match === undefined || disturbance.match.test(line),
      );
      if (found === undefined) return undefined;
      hits += 1;
      found.left -= 1;
      if (found.left <= 0) waiting = waiting.filter((entry) => entry !== found);
      return found.disturbance;
    },
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const usualFaults: { readonly [status: number]: readonly [string, string] } = {
  429: ['0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.'],
  500: ['0x80040216', 'An unexpected error occurred.'],
  503: ['0x8005F030', 'The service is unavailable.'],
};

/** The answer that the disturbance stands for; undefined when it leaves the answer alone. */
export function disturbedResponse(disturbance: Disturbance): ApiResponse | undefined {
  const { status } = disturbance;
  if (status === undefined) return undefined;
  const [code, message] = usualFaults[status] ?? ['0x80040216', 'An unexpected error occurred.'];
  return jsonResponse(
    status,
    { error: { code: disturbance.code ?? code, message: disturbance.message ?? message } },
    disturbance.retryAfter === undefined ? {} : { 'Retry-After': String(disturbance.retryAfter) },
  );
}
