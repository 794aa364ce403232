import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import { ConfirmDialog, useNotify } from '../../kit/kit.ts';

/** Asks before a step is enabled or disabled in a production organisation. */
export function SetStepStateDialog({ request, onClose }: DialogProps<'setStepState'>) {
  const { connectionId, stepId, enabled } = request;
  const call = useCall('step.setState');
  const notify = useNotify();
  const connection = useConnection(connectionId);
  const step = useRegistrations(connectionId).index?.get({ kind: 'step', id: stepId });
  const verb = enabled ? 'Enable' : 'Disable';
  const confirm = async () => {
    const outcome = await call.run({ connectionId, ids: [stepId], enabled });
    if (outcome.kind === 'failed') return;
    notify({ tone: 'good', sentence: `${verb}d “${step?.name ?? 'the step'}”.` });
    onClose();
  };
  return (
    <ConfirmDialog
      title={`${verb} this step?`}
      confirmLabel={verb}
      busy={call.running}
      failure={call.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        “{step?.name ?? stepId}” runs in {connection?.name ?? 'this organisation'}, which is marked as
        production.{' '}
        {enabled
          ? 'From now on it is run whenever its message comes.'
          : 'From now on it is no longer run, until somebody enables it again.'}
      </p>
    </ConfirmDialog>
  );
}
