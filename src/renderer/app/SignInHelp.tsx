import { type ReactNode, useCallback, useContext } from 'react';
import type { Failure } from '../../shared/contract/failure.ts';
import { type FailureHelp, FailureHelpContext } from '../kit/kit.ts';
import { openDialog } from './dialogs/dialogs.ts';
import { useActiveConnection } from './useConnections.ts';

/**
 * Beside every failure to sign in stands the way to a new token or a new sign-in, and beside one for want of rights the way
 * to their names; also in a dialog, which stays as it is meanwhile.
 */
export function SignInHelp({ children }: { readonly children: ReactNode }) {
  const connection = useActiveConnection();
  const help = useCallback(
    (failure: Failure): FailureHelp | null => {
      if (!connection) return null;
      const { id, kind, accountId } = connection;
      if (failure.code === 'forbidden') {
        return { label: 'Check rights', run: () => openDialog({ kind: 'checkRights', connectionId: id }) };
      }
      if (failure.code !== 'signIn') return null;
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

/** For the dialog that names rights: it would only open itself. */
export function WithoutRightsHelp({ children }: { readonly children: ReactNode }) {
  const helpOf = useContext(FailureHelpContext);
  const help = useCallback(
    (failure: Failure) => (failure.code === 'forbidden' ? null : helpOf(failure)),
    [helpOf],
  );
  return <FailureHelpContext.Provider value={help}>{children}</FailureHelpContext.Provider>;
}

/** For dialogs that are that way themselves. */
export function WithoutSignInHelp({ children }: { readonly children: ReactNode }) {
  return <FailureHelpContext.Provider value={none}>{children}</FailureHelpContext.Provider>;
}
