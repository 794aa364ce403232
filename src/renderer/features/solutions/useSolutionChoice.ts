import { z } from 'zod';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { SolutionUniqueName } from '../../../shared/domain/solution.ts';
import { usePreference } from '../../app/core/preferences.ts';

const Remembered = z.union([SolutionUniqueName, z.literal('')]);

/** The solution that was chosen last in an organisation; null for none but the default one. */
export function useSolutionChoice(
  connectionId: ConnectionId,
): readonly [string | null, (solution: string | null) => void] {
  const [remembered, remember] = usePreference(`solution.last.${connectionId}`, Remembered, '');
  return [remembered === '' ? null : remembered, (solution) => remember(solution ?? '')];
}
