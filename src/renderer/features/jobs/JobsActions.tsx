import { useState } from 'react';
import { reasonOfReadOnly } from '../../app/commands/reasons.ts';
import { useCall } from '../../app/core/useCall.ts';
import { CommandButton, ConfirmDialog, useNotify } from '../../kit/kit.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { useJobSelection } from './jobSelection.ts';
import { isFinal } from './jobStatus.ts';
import { useJobs } from './useJobs.ts';

/** Refresh, and what can be done with the job that is selected. */
export function JobsActions({ connection, node }: LowerPanelProps) {
  const connectionId = connection.id;
  const notify = useNotify();
  const query = useJobs(connectionId, node);
  const selectedId = useJobSelection(({ byConnection }) => byConnection[connectionId] ?? null);
  const retry = useCall('systemJob.retry');
  const cancel = useCall('systemJob.cancel');
  const [asking, setAsking] = useState(false);
  const job = query.data?.jobs.find(({ id }) => id === selectedId);
  const busy = retry.running || cancel.running;
  const run = async (call: typeof retry | typeof cancel, sentence: string) => {
    if (!job) return;
    const outcome = await call.run({ connectionId, ids: [job.id] });
    if (outcome.kind === 'done') notify({ tone: 'good', sentence });
    else if (outcome.failure.code !== 'cancelled') {
      notify({
        tone: 'bad',
        sentence: outcome.failure.sentence,
        advice: outcome.failure.advice,
        seconds: 0,
      });
    }
    void query.refetch();
  };
  const choose = 'Select a system job first.';
  return (
    <>
      <CommandButton
        size="small"
        label="Refresh"
        description="Asks the organisation again"
        disabledReason={query.isFetching ? 'It is being read.' : null}
        onClick={() => void query.refetch()}
      />
      <CommandButton
        size="small"
        label="Retry"
        description="Runs the waiting job now instead of at its next attempt"
        disabledReason={
          connection.readOnly
            ? reasonOfReadOnly
            : busy
              ? 'One moment.'
              : !job
                ? choose
                : job.status === 'waiting'
                  ? null
                  : 'Only a job that waits for its next attempt can be tried at once.'
        }
        onClick={() => void run(retry, 'The job is tried again now.')}
      />
      <CommandButton
        size="small"
        label="Cancel job"
        description="Gives the job up: its message is not posted"
        disabledReason={
          connection.readOnly
            ? reasonOfReadOnly
            : busy
              ? 'One moment.'
              : !job
                ? choose
                : isFinal(job.status)
                  ? 'This job has ended already.'
                  : null
        }
        onClick={() => setAsking(true)}
      />
      {asking && job ? (
        <ConfirmDialog
          title="Cancel this system job?"
          confirmLabel="Cancel the job"
          cancelLabel="Let it go on"
          onConfirm={() => {
            setAsking(false);
            void run(cancel, 'The job is being canceled.');
          }}
          onClose={() => setAsking(false)}
        >
          “{job.name}” in {connection.name} is not tried any more, and its message is not posted. It cannot be
          started again.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
