import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useConnections } from '../../app/useConnections.ts';
import { ConfirmDialog } from '../../kit/kit.ts';

/** Forgets an account on this computer. */
export function SignOutDialog({ request, onClose }: DialogProps<'signOut'>) {
  const { accountId } = request;
  const { data } = useCoreQuery('account.list', {});
  const account = data?.accounts.find(({ id }) => id === accountId);
  const names = (useConnections() ?? []).flatMap((connection) =>
    connection.accountId === accountId ? [connection.name] : [],
  );
  const signOut = useCall('account.signOut');
  const confirm = async () => {
    const outcome = await signOut.run({ accountId });
    if (outcome.kind === 'done') onClose();
  };
  return (
    <ConfirmDialog
      title={`Sign out ${account?.userName ?? 'this account'}?`}
      confirmLabel="Sign out"
      busy={signOut.running}
      failure={signOut.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        What was kept of its sign-in on this computer is removed.
        {names.length > 0 ? ` ${names.join(', ')} will ask for a sign-in.` : ''} The browser may still be
        signed in.
      </p>
    </ConfirmDialog>
  );
}
