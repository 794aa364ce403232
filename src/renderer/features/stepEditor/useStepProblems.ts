import { useMemo } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { checkEndpointStepDraft, type StepProblem } from '../../../shared/domain/stepRules.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { type StepForm, stepDraftOf } from './stepForm.ts';

/** What stands against the form, with what the organisation allows for its message. */
export function useStepProblems(connectionId: ConnectionId, form: StepForm | null): readonly StepProblem[] {
  const message = form?.message ?? null;
  const tables = useCoreQuery(
    'table.search',
    // Without a message nothing is asked; the id only fills the place.
    { connectionId, messageId: message?.id ?? '', text: '' },
    { enabled: message !== null, staleTime: 5 * 60_000 },
  );
  const anyTable = tables.data?.anyTable;
  return useMemo(
    () => (form ? checkEndpointStepDraft(stepDraftOf(form), { anyTable }) : []),
    [form, anyTable],
  );
}
