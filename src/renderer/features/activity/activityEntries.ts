import { z } from 'zod';
import type { ActivityEntry } from '../../../shared/contract/calls/activity.ts';

export const ActivityFilter = z.enum(['all', 'writes', 'failures']);
export type ActivityFilter = z.infer<typeof ActivityFilter>;

export const activityFilterLabels: Readonly<Record<ActivityFilter, string>> = {
  all: 'All requests',
  writes: 'Writes',
  failures: 'Failures',
};

export function hasFailed(entry: ActivityEntry): boolean {
  return entry.failure !== null || entry.status === null || entry.status >= 400;
}

/** Requests that a filter lets through, the newest first. */
export function filterEntries(
  entries: readonly ActivityEntry[],
  filter: ActivityFilter,
  text: string,
): readonly ActivityEntry[] {
  const sought = text.trim().toLowerCase();
  return entries
    .filter(
      (entry) =>
        (filter === 'all' || (filter === 'writes' ? entry.write : hasFailed(entry))) &&
        (sought === '' || `${entry.operation} ${entry.method} ${entry.path}`.toLowerCase().includes(sought)),
    )
    .toReversed();
}

/** Adds what came, each number once, in order; as many as the page shows with ease. */
export function addEntries(
  known: readonly ActivityEntry[],
  added: readonly ActivityEntry[],
  most = 5000,
): readonly ActivityEntry[] {
  const byNumber = new Map([...known, ...added].map((entry) => [entry.number, entry]));
  const all = [...byNumber.values()].sort((one, other) => one.number - other.number);
  return all.length > most ? all.slice(all.length - most) : all;
}

/** A body as it is read best: JSON set out in lines. */
export function readableBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

/** One request as text, for a ticket. The core has taken the secrets out. */
export function activityReport(entry: ActivityEntry): string {
  const head = [
    `${entry.method} ${entry.path}`,
    `Operation: ${entry.operation}`,
    `At: ${entry.at}`,
    `Status: ${entry.status ?? 'no answer'}`,
    `Took: ${Math.round(entry.milliseconds)} ms, ${entry.attempts} ${entry.attempts === 1 ? 'attempt' : 'attempts'}`,
    ...(entry.requestId ? [`Request id: ${entry.requestId}`] : []),
    ...(entry.failure ? [`Failure: ${entry.failure}`] : []),
  ];
  const body = (title: string, text: string | null) => (text === null ? [] : ['', title, readableBody(text)]);
  return [...head, ...body('Sent', entry.requestBody), ...body('Answer', entry.responseBody)].join('\n');
}
