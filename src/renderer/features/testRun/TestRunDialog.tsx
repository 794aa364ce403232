import { useState } from 'react';
import type { TestPlan } from '../../../shared/contract/calls/testRuns.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { endpointOf } from '../../app/registrations/endpointOf.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import { FailureMessage, FormDialog, SkeletonRows } from '../../kit/kit.ts';
import { TestRunForm } from './TestRunForm.tsx';

/** Triggers a step on a row of its table, and follows what comes of it. */
export function TestRunDialog({ request, onClose }: DialogProps<'testRun'>) {
  const { connectionId, stepId } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const plan = useCoreQuery('testRun.plan', { connectionId, stepId }, { staleTime: 0 });
  // Asked anew each time, for its suggestions carry the time; later news does not disturb a run that goes on.
  const [opened, setOpened] = useState<TestPlan | null>(null);
  if (opened === null && plan.data && !plan.isFetching) setOpened(plan.data);
  const step = index?.get({ kind: 'step', id: stepId });
  const endpoint = index && step ? endpointOf(step, index) : null;
  if (connection && index && step?.kind === 'step' && endpoint && opened) {
    return (
      <TestRunForm
        connection={connection}
        organization={index.registrations.organization}
        step={step}
        endpoint={endpoint}
        plan={opened}
        onClose={onClose}
      />
    );
  }
  return (
    <FormDialog
      title="Test run"
      subtitle={step?.name}
      tall
      dirty={false}
      cancelLabel="Close"
      onClose={onClose}
    >
      {plan.failure ? (
        <FailureMessage failure={plan.failure} onRetry={() => void plan.refetch()} />
      ) : index && !step ? (
        <FailureMessage
          failure={{
            code: 'notFound',
            sentence: 'This step is not there any more.',
            advice: 'Refresh the tree and choose another one.',
          }}
        />
      ) : (
        <SkeletonRows count={8} label="Looking at the step and its table" />
      )}
    </FormDialog>
  );
}
