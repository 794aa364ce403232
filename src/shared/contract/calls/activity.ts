import { z } from 'zod';
import { ConnectionId } from '../../domain/ids.ts';
import { call, nothing } from '../call.ts';

/** One request to the organisation and what came back, secrets removed. */
export const ActivityEntry = z.object({
  number: z.number().int(),
  connectionId: ConnectionId,
  /** ISO time at which it was sent. */
  at: z.string(),
  /** Our name of the operation, `serviceEndpoint.create`. */
  operation: z.string(),
  method: z.string(),
  /** Path and query below the Web API's root. */
  path: z.string(),
  /** Null when no answer came. */
  status: z.number().int().nullable(),
  milliseconds: z.number(),
  /** How many times it was sent in all. */
  attempts: z.number().int(),
  write: z.boolean(),
  requestId: z.string().nullable(),
  /** What was sent and what came back, shortened, secrets removed; only of writes and of failures. */
  requestBody: z.string().nullable(),
  responseBody: z.string().nullable(),
  /** Sentence of the failure. */
  failure: z.string().nullable(),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

export const activityCalls = {
  /** Newest last. */
  'activity.list': call(
    z.object({ connectionId: ConnectionId, after: z.number().int().default(0) }),
    z.object({ entries: z.array(ActivityEntry) }),
  ),
  'activity.clear': call(z.object({ connectionId: ConnectionId }), nothing),
};
