import { useMemo } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { StepImage } from '../../../shared/domain/registration.ts';
import type { StepProblem } from '../../../shared/domain/stepProblem.ts';
import { checkStepDraft, hasSecureAfter } from '../../../shared/domain/stepRules.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { type StepForm, secureChangeOf, stepDraftOf } from './stepForm.ts';

/** What stands against the form, with what the organisation allows for its message. */
export function useStepProblems(
  connectionId: ConnectionId,
  form: StepForm | null,
  images: readonly StepImage[],
): readonly StepProblem[] {
  const message = form?.message ?? null;
  const tables = useCoreQuery(
    'table.search',
    // Without a message nothing is asked; the id only fills the place.
    { connectionId, messageId: message?.id ?? '', text: '' },
    { enabled: message !== null, staleTime: 5 * 60_000 },
  );
  const anyTable = tables.data?.anyTable;
  return useMemo(() => {
    if (!form) return [];
    const table = form.table;
    return checkStepDraft(stepDraftOf(form), {
      handlerKind: form.handler?.kind,
      anyTable,
      // The one that is chosen comes from the list, and says where its steps may run.
      tables: table ? [table] : undefined,
      images,
      secure: hasSecureAfter(secureChangeOf(form), form.hasSecure),
    });
  }, [form, anyTable, images]);
}
