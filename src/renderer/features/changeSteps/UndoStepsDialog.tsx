import { useEffect, useRef, useState } from 'react';
import type { StepChangeResult } from '../../../shared/contract/calls/stepChanges.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { FormDialog, SkeletonRows, useNotify } from '../../kit/kit.ts';
import { ResultTable } from './ResultTable.tsx';

/** Takes back a change of many steps; those that somebody has changed since stay as they are, and are named. */
export function UndoStepsDialog({ request, onClose }: DialogProps<'undoSteps'>) {
  const { connectionId, changeId, sentence } = request;
  const notify = useNotify();
  const { index } = useRegistrations(connectionId);
  const undo = useCall('stepChange.undo');
  const [results, setResults] = useState<readonly StepChangeResult[] | null>(null);
  const begun = useRef(false);
  const { run } = undo;

  useEffect(() => {
    // Undone once, though React may run effects twice.
    if (begun.current) return;
    begun.current = true;
    void run({ connectionId, id: changeId }).then((outcome) => {
      if (outcome.kind === 'failed') {
        if (outcome.failure.code === 'cancelled') onClose();
        return;
      }
      const all = outcome.output.results;
      if (!all.every(({ outcome: one }) => one === 'changed')) {
        setResults(all);
        return;
      }
      notify({ tone: 'good', sentence: `Undone: ${sentence}.` });
      onClose();
    });
  }, [run, connectionId, changeId, sentence, notify, onClose]);

  const { progress } = undo;
  return (
    <FormDialog
      title="Undo"
      subtitle={sentence}
      size={results ? 'large' : 'small'}
      tall={results !== null}
      dirty={false}
      busy={
        undo.running
          ? {
              label: progress
                ? `${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')} steps`
                : 'Looking at the steps…',
              ...(progress ? { share: progress.done / Math.max(1, progress.total) } : {}),
              onCancel: undo.cancel,
            }
          : null
      }
      failure={undo.failure}
      cancelLabel="Close"
      onClose={onClose}
    >
      {results ? (
        <ResultTable results={results} steps={index?.registrations.steps ?? []} />
      ) : undo.failure ? null : (
        <SkeletonRows count={2} label="Undoing" />
      )}
    </FormDialog>
  );
}
