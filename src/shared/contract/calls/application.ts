import { z } from 'zod';
import { call, nothing } from '../call.ts';

export const ApplicationInformation = z.object({
  name: z.string(),
  version: z.string(),
  shell: z.enum(['electron', 'browser']),
  platform: z.enum(['windows', 'macos', 'linux']),
  /** Where secrets are kept: encrypted by the system, or in memory until the program stops. The sentence says it to the user. */
  secretStore: z.object({ kind: z.enum(['system', 'memory']), sentence: z.string() }),
});
export type ApplicationInformation = z.infer<typeof ApplicationInformation>;

/**
 * Remembered choices: theme, sizes, what was open. Text keys, JSON values; kept on disk by the core.
 * A page that finds a value it does not understand uses its default.
 */
export const Preferences = z.record(z.string().max(200), z.json());
export type Preferences = z.infer<typeof Preferences>;

export const applicationCalls = {
  'application.describe': call(nothing, ApplicationInformation),
  'preference.list': call(nothing, Preferences),
  /** Writes the given keys, leaves the others; null removes a key. */
  'preference.write': call(z.object({ values: Preferences }), nothing),
};
