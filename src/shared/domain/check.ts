import { z } from 'zod';
import { SystemJobId } from './ids.ts';

/** One line of a check: a sentence with a mark, and the raw details for whoever wants them. */
export const CheckLine = z.object({
  /** What was tested: stable, for tests and for the order. */
  id: z.enum(['address', 'reachable', 'signature', 'existence', 'send', 'listen', 'manage', 'job', 'size']),
  state: z.enum(['running', 'passed', 'warning', 'failed', 'skipped']),
  sentence: z.string(),
  /** What to do, when it is not passed. */
  advice: z.string().optional(),
  /** The library's or the server's own words. No secrets. */
  details: z.string().optional(),
});
export type CheckLine = z.infer<typeof CheckLine>;

export const CheckReport = z.object({
  from: z.enum(['here', 'dataverse']),
  /** ISO time. */
  at: z.string(),
  outcome: z.enum(['passed', 'warning', 'failed']),
  /** The whole in one sentence, as the badge of the endpoint says it. */
  sentence: z.string(),
  lines: z.array(CheckLine),
  /** The system job of a check from Dataverse; while it waits for another attempt it can be cancelled. */
  jobId: SystemJobId.optional(),
});
export type CheckReport = z.infer<typeof CheckReport>;
