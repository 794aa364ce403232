import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNothing } from '../../app/registrations/view.ts';
import { ConfirmDialog, useNotify } from '../../kit/kit.ts';

/** Brings the sandbox back to its first state. */
export function ResetSandboxDialog({ request, onClose }: DialogProps<'resetSandbox'>) {
  const { connectionId } = request;
  const reset = useCall('sandbox.reset');
  const { refresh } = useRegistrations(connectionId);
  const notify = useNotify();
  const confirm = async () => {
    const outcome = await reset.run({});
    if (outcome.kind === 'failed') return;
    selectNothing(connectionId);
    refresh();
    notify({ tone: 'good', sentence: 'The sandbox is as it was on the first day.' });
    onClose();
  };
  return (
    <ConfirmDialog
      title="Reset the sandbox?"
      confirmLabel="Reset"
      busy={reset.running}
      failure={reset.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        Everything that was registered in it, its rows, jobs and messages are thrown away, and the examples of
        the first day come back. No other organisation is touched.
      </p>
    </ConfirmDialog>
  );
}
