import { z } from 'zod';
import { SolutionUniqueName } from './solution.ts';

/**
 * The file into which registrations are saved before they are unregistered. Its rows are as the server has them, and
 * only the room that knows the server's columns understands them. Keys, tokens and secure configurations are never in it.
 */

const rows = z.array(z.record(z.string(), z.unknown())).max(50_000).default([]);

export const savedFormat = 'registrar-registrations';
export const savedVersion = 2;

export const SavedRegistrations = z.object({
  format: z.literal(savedFormat),
  /** 1 had endpoints, steps and images alone. */
  version: z.union([z.literal(1), z.literal(savedVersion)]),
  savedAt: z.string().max(40),
  organization: z
    .object({ id: z.string().max(40), uniqueName: z.string().max(200), friendlyName: z.string().max(500) })
    .nullable(),
  webApi: z.string().max(500),
  packages: rows,
  assemblies: rows,
  types: rows,
  serviceEndpoints: rows,
  steps: rows,
  images: rows,
  /** Unmanaged solutions that held what is saved, by the id of the row. */
  solutions: z
    .array(z.object({ solution: SolutionUniqueName, id: z.guid() }))
    .max(50_000)
    .default([]),
});
export type SavedRegistrations = z.infer<typeof SavedRegistrations>;
