import { z } from 'zod';
import { SolutionId } from './ids.ts';

/** Letters, digits and underscores: it travels in a header. */
export const SolutionUniqueName = z
  .string()
  .regex(/^[A-Za-z0-9_]{1,65}$/, 'A solution’s name is letters, digits and underscores.');
export type SolutionUniqueName = z.infer<typeof SolutionUniqueName>;

/** An unmanaged solution: components can be put into it. */
export const Solution = z.object({
  id: SolutionId,
  uniqueName: SolutionUniqueName,
  friendlyName: z.string(),
  version: z.string(),
  /** The publisher's customization prefix, without its underscore. */
  prefix: z.string().nullable(),
  publisher: z.string().nullable(),
});
export type Solution = z.infer<typeof Solution>;
