import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { closeTab } from '../../app/tabs.ts';
import { useConnection } from '../../app/useConnections.ts';
import { ConfirmDialog } from '../../kit/kit.ts';

/** Forgets an organisation on this computer. */
export function RemoveConnectionDialog({ request, onClose }: DialogProps<'removeConnection'>) {
  const { connectionId } = request;
  const connection = useConnection(connectionId);
  const remove = useCall('connection.remove');
  const confirm = async () => {
    const outcome = await remove.run({ connectionId });
    if (outcome.kind === 'failed') return;
    closeTab(connectionId);
    onClose();
  };
  return (
    <ConfirmDialog
      title={`Forget ${connection?.name ?? 'this organisation'}?`}
      confirmLabel="Forget"
      busy={remove.running}
      failure={remove.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        Its address, its token and what was kept of it on this computer are removed. Nothing changes in the
        organisation itself.
      </p>
    </ConfirmDialog>
  );
}
