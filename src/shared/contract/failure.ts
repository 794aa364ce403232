import { z } from 'zod';

/**
 * What can be expected to go wrong, as data. A bug is not one of these: it is thrown, logged with an id,
 * and reaches the page as `unexpected` with that id.
 */
export const FailureCode = z.enum([
  'signIn', // 401: no token, or one that is no longer accepted
  'forbidden', // 403: the user lacks a privilege
  'conflict', // 412: the row was changed by somebody else
  'duplicate', // a row with the same key exists
  'throttled', // 429 after all retries
  'offline', // no connection, or a name that does not resolve
  'unavailable', // 502, 503, 504 after all retries
  'invalid', // the input breaks a rule, ours or the server's
  'inUse', // refused because something depends on it
  'notFound',
  'cancelled',
  'tooLarge',
  'storage', // this computer's disk refused
  'unsupported', // the organisation or this computer cannot do it
  'unexpected', // a bug: `logId` names it in the log
]);
export type FailureCode = z.infer<typeof FailureCode>;

export const Failure = z.object({
  code: FailureCode,
  /** What happened and what it means, in plain words. */
  sentence: z.string(),
  /** What to do about it. */
  advice: z.string().optional(),
  /** Dataverse's own code (`0x80040217`) and text, where it sent one. */
  serverCode: z.string().optional(),
  serverMessage: z.string().optional(),
  /** The id that Microsoft's support asks for. */
  requestId: z.string().optional(),
  httpStatus: z.number().int().optional(),
  retryAfterSeconds: z.number().optional(),
  /** Problems beside the fields that they belong to, by field name. */
  fields: z.record(z.string(), z.string()).optional(),
  /** Our own name of the operation that failed, as the activity log has it. */
  operation: z.string().optional(),
  logId: z.string().optional(),
});
export type Failure = z.infer<typeof Failure>;

/** Carries a Failure through code that awaits; at the contract's edge it becomes data again. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;
  constructor(failure: Failure, options?: { cause?: unknown }) {
    super(failure.sentence, options);
    this.failure = failure;
  }
}

export function isFailure(error: unknown): error is FailureError {
  return error instanceof FailureError;
}
