import { z } from 'zod';
import type { AccountId } from '../../../shared/domain/account.ts';
import { usePreference } from '../../app/core/preferences.ts';

/** What this computer remembers of an account's organisations: which are favourites, and which were connected to last. */
export const OrganizationMarks = z.object({
  favourites: z.array(z.string()),
  /** The last one first; ISO times. */
  recent: z.array(z.object({ id: z.string(), at: z.string() })),
});
export type OrganizationMarks = z.infer<typeof OrganizationMarks>;

export const noMarks: OrganizationMarks = { favourites: [], recent: [] };
const mostRecent = 20;

export function toggledFavourite(marks: OrganizationMarks, id: string): OrganizationMarks {
  const { favourites } = marks;
  return {
    ...marks,
    favourites: favourites.includes(id) ? favourites.filter((one) => one !== id) : [...favourites, id],
  };
}

export function usedNow(marks: OrganizationMarks, id: string, now: Date): OrganizationMarks {
  const others = marks.recent.filter((one) => one.id !== id);
  return { ...marks, recent: [{ id, at: now.toISOString() }, ...others].slice(0, mostRecent) };
}

/** Kept with the preferences, in a file of the core. Ids of organisations are no secret. */
export function useOrganizationMarks(
  accountId: AccountId | null,
): readonly [OrganizationMarks, (marks: OrganizationMarks) => void] {
  return usePreference(`organizations.${accountId ?? 'none'}`, OrganizationMarks, noMarks);
}
