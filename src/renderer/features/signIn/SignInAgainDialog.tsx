import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountState } from '../../../shared/contract/calls/signIn.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { WithoutSignInHelp } from '../../app/SignInHelp.tsx';
import { useConnections } from '../../app/useConnections.ts';
import { FieldRow, FormDialog, Select, useNotify } from '../../kit/kit.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { SignInFields } from './SignInFields.tsx';
import { SignInWaiting } from './SignInWaiting.tsx';
import {
  isApplication,
  needsAddress,
  type SignInForm,
  signInFormOf,
  signInProblems,
  withoutSecrets,
} from './signInForm.ts';
import { methodHints, methodLabels } from './signInWords.ts';
import { useSignIn } from './useSignIn.ts';

/** Signs an account in once more; what waits for it is tried again. */
export function SignInAgainDialog({ request, onClose }: DialogProps<'signInAgain'>) {
  const { data } = useCoreQuery('account.list', {});
  const account = data?.accounts.find(({ id }) => id === request.accountId);
  return account ? <SignInAgain account={account} onClose={onClose} /> : null;
}

function SignInAgain({ account, onClose }: { readonly account: AccountState; readonly onClose: () => void }) {
  const client = useQueryClient();
  const notify = useNotify();
  const signIn = useSignIn();
  const connections = (useConnections() ?? []).filter(({ accountId }) => accountId === account.id);
  const [before] = useState(() => signInFormOf(account));
  const [form, setForm] = useState<SignInForm>(before);
  const [address, setAddress] = useState(() => connections[0]?.webApi ?? '');
  const [showProblems, setShowProblems] = useState(false);

  const problems = {
    ...signInProblems(form),
    ...(needsAddress(form) && address.trim() === ''
      ? { address: 'Enter the address of an organisation that this is for.' }
      : {}),
  };
  const submit = async () => {
    if (Object.keys(problems).length > 0) {
      setShowProblems(true);
      focusFirstProblem();
      return;
    }
    const signedIn = await signIn.run(form, address);
    if (!signedIn) return;
    setForm(withoutSecrets(form));
    // Whatever failed for want of a token is asked once more.
    void client.invalidateQueries({ predicate: ({ state }) => state.status === 'error' });
    notify(
      signedIn.id === account.id
        ? { tone: 'good', sentence: `Signed in as ${signedIn.name ?? signedIn.userName}.` }
        : {
            tone: 'warning',
            sentence: `You have signed in as ${signedIn.userName}. ${account.userName} still has to sign in again.`,
            advice: 'Connections go on with the account that they were made with.',
            seconds: 0,
          },
    );
    onClose();
  };
  const change = (next: SignInForm) => {
    signIn.reset();
    setForm(next);
  };
  const application = account.kind === 'application';
  return (
    <WithoutSignInHelp>
      <FormDialog
        title={`Sign in again as ${account.name ?? account.userName}`}
        dirty={JSON.stringify(form) !== JSON.stringify(before)}
        busy={signIn.running ? { label: signIn.label, onCancel: signIn.cancel } : null}
        failure={signIn.failure}
        primary={{ label: 'Sign in' }}
        onSubmit={() => void submit()}
        onClose={onClose}
      >
        {signIn.progress ? (
          <SignInWaiting progress={signIn.progress} />
        ) : (
          <>
            <FieldRow label="How to sign in" hint={methodHints[form.method]}>
              <Select
                autoFocus
                value={form.method}
                onChange={(_, { value }) => change({ ...form, method: value as SignInForm['method'] })}
              >
                {Object.entries(methodLabels)
                  .filter(
                    ([method]) => isApplication({ method: method as SignInForm['method'] }) === application,
                  )
                  .map(([method, label]) => (
                    <option key={method} value={method}>
                      {label}
                    </option>
                  ))}
              </Select>
            </FieldRow>
            <SignInFields
              form={form}
              onChange={change}
              problems={{ ...(showProblems ? problems : {}), ...signIn.failure?.fields }}
              address={address}
              onAddressChange={setAddress}
            />
          </>
        )}
      </FormDialog>
    </WithoutSignInHelp>
  );
}
