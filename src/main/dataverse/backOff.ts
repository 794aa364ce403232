/** How often one request is sent at most. */
export const attemptLimit = 5;
/** A server that wants us to wait longer than this is not waited for: the user decides. */
export const longestRetryAfter = 120_000;

const first = 400;
const longest = 20_000;

/**
 * Milliseconds to wait before the next attempt. What the server asks for is kept, with a little on top so that
 * not all come back in the same moment; otherwise the time doubles with each attempt, half of it by chance.
 */
export function backOff(attempt: number, retryAfter: number | undefined, random: () => number): number {
  if (retryAfter !== undefined) return retryAfter + random() * Math.min(500, retryAfter / 2);
  const whole = Math.min(longest, first * 2 ** (attempt - 1));
  return whole / 2 + (random() * whole) / 2;
}

/** Reads a Retry-After header, seconds or a date, into milliseconds; undefined when there is none that makes sense. */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
