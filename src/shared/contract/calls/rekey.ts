import { z } from 'zod';
import { ConnectionId, ServiceEndpointId } from '../../domain/ids.ts';
import { call, nothing } from '../call.ts';

/** Bytes of text: a few thousand connection strings. */
const longest = 2_000_000;

export const RekeyCheck = z.object({
  outcome: z.enum(['running', 'passed', 'warning', 'failed', 'skipped']),
  sentence: z.string(),
});
export type RekeyCheck = z.infer<typeof RekeyCheck>;

/** One endpoint with the secret that it would get; of the secret only where it stands. */
export const RekeyRow = z.object({
  id: z.string(),
  /** "Line 3", "Entry 2". */
  place: z.string(),
  /** Null for an entry that leads to no endpoint. */
  endpointId: ServiceEndpointId.nullable(),
  endpointName: z.string().nullable(),
  state: z.enum([
    'ready',
    'asks', // waits for a secret that is to be typed
    'same', // it is so already
    'problem',
    'unmatched',
    'saved',
  ]),
  sentence: z.string(),
  /** Whether it gets a secret; else only its settings change. */
  given: z.boolean(),
  check: RekeyCheck.nullable(),
});
export type RekeyRow = z.infer<typeof RekeyRow>;

export const RekeyResult = z.object({
  id: z.string(),
  outcome: z.enum([
    'saved',
    'refused', // by the organisation
    'conflict', // changed by somebody else since the plan was made
    'gone',
    'unclear', // sent, and no good answer came
    'notTried', // the work ended before its turn
  ]),
  sentence: z.string().nullable(),
});
export type RekeyResult = z.infer<typeof RekeyResult>;

export const RekeyPlanView = z.object({
  planId: z.string(),
  rows: z.array(RekeyRow),
  /** Names of endpoints that have no secret and are given none. */
  left: z.array(z.string()),
});

const ofPlan = z.object({ planId: z.string() });
const someRows = ofPlan.extend({ rowIds: z.array(z.string()).min(1).max(5000) });
/** `rows` are those that have changed since the last word. */
const progress = z.object({ done: z.number().int(), total: z.number().int(), rows: z.array(RekeyRow) });

export const rekeyCalls = {
  /**
   * Leads secrets to endpoints and says what would happen. The secrets stay in the core under the plan's id, for a
   * while, and no answer holds one.
   */
  'rekey.plan': call(
    z.object({
      connectionId: ConnectionId,
      text: z.string().min(1).max(longest),
      /** Its ending says what the text is; null for a pasted one. */
      fileName: z.string().max(400).nullable(),
    }),
    RekeyPlanView,
  ),
  /** Another secret for one row: a connection string, or a key of the policy that the endpoint has. */
  'rekey.correct': call(ofPlan.extend({ rowId: z.string(), text: z.string().min(1).max(16_000) }), RekeyRow),
  /** Tries the secrets from this computer, a few at a time; sends no message. */
  'rekey.check': call(someRows, z.object({ rows: z.array(RekeyRow) }), progress),
  /** Each row is saved by itself, or keeps what it had. */
  'rekey.apply': call(
    someRows,
    z.object({ results: z.array(RekeyResult), rows: z.array(RekeyRow) }),
    progress,
  ),
  /** How the rows stand; asked after work on them was stopped. */
  'rekey.rows': call(ofPlan, z.object({ rows: z.array(RekeyRow) })),
  /** The secrets are not needed any more. */
  'rekey.forget': call(ofPlan, nothing),
};
