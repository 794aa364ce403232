import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { WithoutSignInHelp } from '../../app/SignInHelp.tsx';
import { useConnection } from '../../app/useConnections.ts';
import { FieldRow, FormDialog, Input } from '../../kit/kit.ts';

/** Takes a fresh token for an organisation whose last one is no longer accepted. */
export function RenewConnectionDialog({ request, onClose }: DialogProps<'renewConnection'>) {
  const { connectionId } = request;
  const connection = useConnection(connectionId);
  const { refresh } = useRegistrations(connectionId);
  const client = useQueryClient();
  const renew = useCall('connection.renew');
  const [token, setToken] = useState('');
  const submit = async () => {
    const outcome = await renew.run({ connectionId, accessToken: token });
    if (outcome.kind === 'failed') return;
    // Whatever failed for want of a token is asked once more.
    void client.invalidateQueries({
      predicate: ({ queryKey: [, input], state }) =>
        state.status === 'error' && (input as { connectionId?: string }).connectionId === connectionId,
    });
    refresh();
    onClose();
  };
  return (
    <WithoutSignInHelp>
      <FormDialog
        title={`New access token for ${connection?.name ?? 'the organisation'}`}
        size="small"
        dirty={token !== ''}
        busy={renew.running ? { label: 'Trying the token…', onCancel: renew.cancel } : null}
        failure={renew.failure}
        primary={{ label: 'Sign in', disabledReason: token.trim() === '' ? 'Paste a token first.' : null }}
        onSubmit={() => void submit()}
        onClose={onClose}
      >
        <FieldRow
          label="Access token"
          hint={connection ? `For ${new URL(connection.webApi).origin}` : undefined}
        >
          <Input
            type="password"
            value={token}
            onChange={(_, data) => setToken(data.value)}
            spellCheck={false}
            autoFocus
          />
        </FieldRow>
      </FormDialog>
    </WithoutSignInHelp>
  );
}
