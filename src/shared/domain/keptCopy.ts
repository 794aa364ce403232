import { z } from 'zod';

/** Names a copy in the data folder: a file's name, never a way to it. */
export const KeptCopyId = z
  .string()
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\.json$/)
  .brand<'KeptCopyId'>();
export type KeptCopyId = z.infer<typeof KeptCopyId>;

/** What is in a kept copy, without reading it. */
export const KeptCopySummary = z.object({
  savedAt: z.string(),
  organizationName: z.string(),
  /** By which organisation it is offered again. */
  webApi: z.string(),
  /** "1 assembly, 3 types, 2 steps". */
  contents: z.string(),
  /** The biggest things in it. */
  names: z.array(z.string()),
});
export type KeptCopySummary = z.infer<typeof KeptCopySummary>;
