import { DataverseFault } from '../dataverseFault.ts';

/** Counts what users send, the way service protection does. */
export type RequestBudget = {
  /** Counts one request; a fault when the user has sent too many. */
  spend(userId: string): DataverseFault | undefined;
  /** The headers that tell how much is left. */
  headers(userId: string): { readonly [name: string]: string };
};

const windowMs = 300_000;
/** What Dataverse announces where nothing was spent. */
const announcedLimit = 8000;

/** A fixed window per user: simpler than Dataverse's sliding one, and as good for a client that must back off. */
export function createRequestBudget(clock: () => number, limit: number | undefined): RequestBudget {
  const windows = new Map<string, { start: number; count: number }>();
  function windowOf(userId: string): { start: number; count: number } {
    const now = clock();
    let window = windows.get(userId);
    if (window === undefined || now - window.start >= windowMs) {
      window = { start: now, count: 0 };
      windows.set(userId, window);
    }
    return window;
  }
  return {
    spend: (userId) => {
      const window = windowOf(userId);
      window.count += 1;
      if (limit === undefined || window.count <= limit) return undefined;
      return new DataverseFault(
        429,
        '0x80072322',
        `Number of requests exceeded the limit of ${limit} over time window of 300 seconds.`,
        Math.ceil((window.start + windowMs - clock()) / 1000),
      );
    },
    headers: (userId) => ({
      'x-ms-ratelimit-burst-remaining-xrm-requests': String(
        Math.max(0, (limit ?? announcedLimit) - windowOf(userId).count),
      ),
      'x-ms-ratelimit-time-remaining-xrm-requests': '1,200.00',
    }),
  };
}
