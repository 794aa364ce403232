import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountState } from '../../../shared/contract/calls/signIn.ts';
import type { AccountId } from '../../../shared/domain/account.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { WithoutSignInHelp } from '../../app/SignInHelp.tsx';
import { useConnections } from '../../app/useConnections.ts';
import { FieldRow, FormDialog, Select, SkeletonRows, useNotify } from '../../kit/kit.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { SignInFields } from './SignInFields.tsx';
import { SignInReportButton } from './SignInReportButton.tsx';
import { SignInWaiting } from './SignInWaiting.tsx';
import { factsOfForm } from './signInFacts.ts';
import {
  freshSignIn,
  isApplication,
  needsAddress,
  type SignInForm,
  signInFormFor,
  signInFormOf,
  signInProblems,
  withoutSecrets,
} from './signInForm.ts';
import { methodHints, methodLabels } from './signInWords.ts';
import { useSignIn } from './useSignIn.ts';

/** Signs an account in once more; what waits for it is tried again. */
export function SignInAgainDialog({ request, onClose }: DialogProps<'signInAgain'>) {
  const { accountId } = request;
  const { data } = useCoreQuery('account.list', {});
  const connections = (useConnections() ?? []).filter((connection) => connection.accountId === accountId);
  const webApi = connections[0]?.webApi ?? '';
  const account = data?.accounts.find(({ id }) => id === accountId);
  // Of an account that was signed out nothing is kept: its organisation says where one signs in.
  const learned = useCoreQuery(
    'organization.learn',
    { address: webApi },
    { enabled: data !== undefined && !account && webApi !== '' },
  );
  const common = { accountId, webApi, onClose };
  if (account) return <SignInAgain {...common} account={account} start={signInFormOf(account)} />;
  if (!data) return null;
  if (learned.isLoading) {
    return (
      <FormDialog title="Sign in again" dirty={false} onClose={onClose}>
        <SkeletonRows label="Asking the organisation where to sign in" count={4} />
      </FormDialog>
    );
  }
  const start = learned.data ? signInFormFor(learned.data.cloud, learned.data.tenant) : freshSignIn;
  return <SignInAgain {...common} account={null} start={start} />;
}

interface SignInAgainProps {
  readonly accountId: AccountId;
  /** Null when it was signed out. */
  readonly account: AccountState | null;
  readonly webApi: string;
  readonly start: SignInForm;
  readonly onClose: () => void;
}

function SignInAgain({ accountId, account, webApi, start, onClose }: SignInAgainProps) {
  const client = useQueryClient();
  const notify = useNotify();
  const signIn = useSignIn();
  const [before] = useState(start);
  const [form, setForm] = useState<SignInForm>(before);
  const [address, setAddress] = useState(webApi);
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
      signedIn.id === accountId
        ? { tone: 'good', sentence: `Signed in as ${signedIn.name ?? signedIn.userName}.` }
        : {
            tone: 'warning',
            sentence: `You have signed in as ${signedIn.userName}; ${account?.userName ?? 'the account of this connection'} still has to sign in again.`,
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
  return (
    <WithoutSignInHelp>
      <FormDialog
        title={account ? `Sign in again as ${account.name ?? account.userName}` : 'Sign in again'}
        dirty={JSON.stringify(form) !== JSON.stringify(before)}
        busy={signIn.running ? { label: signIn.label, onCancel: signIn.cancel } : null}
        failure={signIn.failure}
        failureActions={
          signIn.failure ? (
            <SignInReportButton failure={signIn.failure} facts={factsOfForm(form, address)} />
          ) : null
        }
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
                    ([method]) =>
                      !account ||
                      isApplication({ method: method as SignInForm['method'] }) ===
                        (account.kind === 'application'),
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
