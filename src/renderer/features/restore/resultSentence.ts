import type { RestoredRow } from '../../../shared/contract/calls/restore.ts';

/** "Restored 7 registrations." */
export function resultSentence(results: readonly RestoredRow[]): string {
  const restored = results.filter(({ outcome }) => outcome === 'restored');
  const [first] = restored;
  if (!first) return 'Everything was there already.';
  return restored.length === 1
    ? `Restored “${first.name}”.`
    : `Restored ${restored.length.toLocaleString()} registrations.`;
}
