import { z } from 'zod';
import { executionContextSchema } from './contextSchema.ts';

export const BodyFormat = z.enum(['json', 'textXml', 'binaryXml', 'text', 'unknown']);
export type BodyFormat = z.infer<typeof BodyFormat>;

/** Why a body could not be read, or not to its end. */
export const BodyProblem = z.object({
  /** What happened and what it means, ready to show. */
  sentence: z.string(),
  /** Where in the body, in bytes from its start. */
  offset: z.number().int().nonnegative().optional(),
});
export type BodyProblem = z.infer<typeof BodyProblem>;

/** What became of a message's body. Plain data: it crosses to the page. */
export const DecodedBody = z.object({
  format: BodyFormat,
  /** Also there beside a `problem`: then it holds what came before the fault. */
  context: executionContextSchema.optional(),
  problem: BodyProblem.optional(),
  /** The body as text: JSON and XML set out in lines, anything else as it is, bytes as a hex dump. */
  rawText: z.string().optional(),
  /** Size of the body as it came, in bytes. */
  size: z.number().int().nonnegative(),
});
export type DecodedBody = z.infer<typeof DecodedBody>;
