import { type ReactNode, useCallback } from 'react';
import type { Failure } from '../../shared/contract/failure.ts';
import { type FailureHelp, FailureHelpContext } from '../kit/kit.ts';
import { openDialog } from './dialogs/dialogs.ts';
import { useActiveConnection } from './useConnections.ts';

/** Beside every failure to sign in stands the way to a new token or a new sign-in, also in a dialog, which stays as it is meanwhile. */
export function SignInHelp({ children }: { readonly children: ReactNode }) {
  const connection = useActiveConnection();
  const help = useCallback(
    (failure: Failure): FailureHelp | null => {
      if (failure.code !== 'signIn' || !connection) return null;
      const { id, kind, accountId } = connection;
      if (kind === 'token') {
        return {
          label: 'Enter a new access token',
          run: () => openDialog({ kind: 'renewConnection', connectionId: id }),
        };
      }
      return accountId === undefined
        ? null
        : { label: 'Sign in again', run: () => openDialog({ kind: 'signInAgain', accountId }) };
    },
    [connection],
  );
  return <FailureHelpContext.Provider value={help}>{children}</FailureHelpContext.Provider>;
}

const none = () => null;

/** For dialogs that are that way themselves. */
export function WithoutSignInHelp({ children }: { readonly children: ReactNode }) {
  return <FailureHelpContext.Provider value={none}>{children}</FailureHelpContext.Provider>;
}
