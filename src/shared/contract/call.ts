import { z } from 'zod';

/**
 * One call of the contract: what goes in, what comes out, and what is told on the way.
 * Both sides parse: the core what comes in, the page what comes out.
 */
export interface CallDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Progress extends z.ZodType = z.ZodType,
> {
  readonly input: Input;
  readonly output: Output;
  readonly progress: Progress;
}

export function call<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): CallDefinition<Input, Output, z.ZodNever>;
export function call<Input extends z.ZodType, Output extends z.ZodType, Progress extends z.ZodType>(
  input: Input,
  output: Output,
  progress: Progress,
): CallDefinition<Input, Output, Progress>;
export function call(input: z.ZodType, output: z.ZodType, progress?: z.ZodType): CallDefinition {
  return { input, output, progress: progress ?? z.never() };
}

/** Nothing goes in, or nothing comes out. */
export const nothing = z.object({});
