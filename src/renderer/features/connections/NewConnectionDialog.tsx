import { useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { parseDataverseConnectionString } from '../../../shared/domain/dataverseConnectionString.ts';
import type { DiscoveredOrganization } from '../../../shared/domain/discoveredOrganization.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { WithoutSignInHelp } from '../../app/SignInHelp.tsx';
import { openTab } from '../../app/tabs.ts';
import { Button, FormDialog, NoteBox, useNotify, WizardSteps } from '../../kit/kit.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { SignInReportButton } from '../signIn/SignInReportButton.tsx';
import { SignInWaiting } from '../signIn/SignInWaiting.tsx';
import { authorityOf, factsOfForm } from '../signIn/signInFacts.ts';
import { asksOrganization, sendsSecret } from '../signIn/signInForm.ts';
import { useSignIn } from '../signIn/useSignIn.ts';
import { AccountPage } from './AccountPage.tsx';
import { ConnectionLook, NameField } from './ConnectionLook.tsx';
import { ConnectionStringPane } from './ConnectionStringPane.tsx';
import {
  accountOf,
  accountProblems,
  addressProblems,
  type ConnectForm,
  chosenOrganization,
  connectPages,
  freshConnect,
  isConnectDirty,
  lookOf,
  nameOf,
  nameProblems,
  signedInAs,
  tokenProblems,
} from './connectForm.ts';
import { withConnectionString } from './connectionStringForm.ts';
import { OrganizationPage } from './OrganizationPage.tsx';
import { usedNow, useOrganizationMarks } from './organizationMarks.ts';
import { TokenFields } from './TokenFields.tsx';

/** Connects to an organisation: with an account, or by its address and an access token. */
export function NewConnectionDialog({ onClose }: DialogProps<'newConnection'>) {
  const notify = useNotify();
  const { data } = useCoreQuery('account.list', {});
  const accounts = data?.accounts ?? [];
  const signIn = useSignIn();
  const addToken = useCall('connection.add');
  const addSignedIn = useCall('connection.addSignedIn');
  const [form, setForm] = useState<ConnectForm>(freshConnect);
  const [showProblems, setShowProblems] = useState(false);
  const [learned, setLearned] = useState(false);
  const read = form.connectionString === null ? null : parseDataverseConnectionString(form.connectionString);

  const account = accountOf(form, accounts);
  const byToken = account === null && form.byToken;
  const add = byToken ? addToken : addSignedIn;
  const [marks, setMarks] = useOrganizationMarks(account?.id ?? null);
  const change = (next: ConnectForm) => {
    // What the core said was about what was typed before.
    signIn.reset();
    addToken.reset();
    addSignedIn.reset();
    setForm(next);
    setLearned(false);
  };
  const toPage = (page: ConnectForm['page'], change: Partial<ConnectForm> = {}) => {
    signIn.reset();
    addSignedIn.reset();
    setShowProblems(false);
    setForm((before) => ({ ...before, ...change, page }));
  };
  /** Shows what is wrong and goes there; true when nothing is. */
  const isComplete = (problems: object): boolean => {
    if (Object.keys(problems).length === 0) return true;
    setShowProblems(true);
    focusFirstProblem();
    return false;
  };
  const connected = (outcome: Awaited<ReturnType<typeof add.run>>) => {
    if (outcome.kind === 'failed') {
      if (outcome.failure.fields?.address !== undefined && !byToken) toAddress();
      return;
    }
    const { connection, organization } = outcome.output;
    const chosen = chosenOrganization(form);
    if (chosen && !byToken) setMarks(usedNow(marks, chosen.id, new Date()));
    setForm(freshConnect);
    openTab(connection.id);
    notify({
      tone: 'good',
      sentence: `Connected to ${organization.friendlyName} as ${organization.userName}.`,
    });
    onClose();
  };
  // The failure stays with the call, and is shown there too.
  const toAddress = () => setForm((before) => ({ ...before, page: 1 }));

  const submit = async () => {
    const look = { name: nameOf(form), ...lookOf(form) };
    if (read) {
      if (read.method !== null) change(withConnectionString(form, read));
    } else if (byToken) {
      if (!isComplete(tokenProblems(form))) return;
      const { address, accessToken } = form;
      connected(await addToken.run({ ...look, address, accessToken }));
    } else if (form.page === 0) {
      if (account) {
        toPage(1, { account: account.id });
        return;
      }
      if (!isComplete(accountProblems(form))) return;
      let asked = form.signIn;
      if (asksOrganization(asked)) {
        const learned = await signIn.learn(asked, form.address);
        if (!learned) return;
        asked = learned;
        setForm((before) => ({ ...before, signIn: learned }));
        setLearned(true);
        // A password or a secret goes nowhere before the user has seen where.
        if (sendsSecret(learned)) return;
      }
      const signedIn = await signIn.run(asked, form.address);
      if (!signedIn) return;
      setShowProblems(false);
      setForm((before) => signedInAs(before, signedIn.id));
    } else if (form.page === 1) {
      if (isComplete(addressProblems(form.address))) toPage(2);
    } else if (account && isComplete(nameProblems(form))) {
      connected(await addSignedIn.run({ ...look, accountId: account.id, address: form.address }));
    }
  };
  const choose = (organization: DiscoveredOrganization): Partial<ConnectForm> => ({
    organization,
    address: organization.url,
  });

  const failure = form.page === 0 && !byToken ? signIn.failure : add.failure;
  const refused = fieldsOf(failure);
  const problems = showProblems ? problemsOf(form, byToken) : {};
  const busy = signIn.running
    ? { label: signIn.label, onCancel: signIn.cancel }
    : add.running
      ? { label: 'Asking the organisation who you are…', onCancel: add.cancel }
      : null;

  return (
    <WithoutSignInHelp>
      <FormDialog
        title="Connect to an organisation"
        subtitle={byToken ? null : <WizardSteps steps={connectPages} current={form.page} />}
        tall
        dirty={isConnectDirty(form)}
        busy={busy}
        failure={failure}
        failureActions={
          form.page === 0 && !byToken && signIn.failure ? (
            <SignInReportButton failure={signIn.failure} facts={factsOfForm(form.signIn, form.address)} />
          ) : null
        }
        primary={
          read
            ? {
                label: 'Use it',
                disabledReason:
                  read.method === null ? 'Paste a connection string with an AuthType first.' : null,
              }
            : { label: primaryLabel(form, byToken, account !== null) }
        }
        onSubmit={() => void submit()}
        secondary={
          read ? (
            <Button onClick={() => change({ ...form, connectionString: null })}>Back</Button>
          ) : form.page === 0 || byToken ? (
            <Button
              disabledFocusable={busy !== null}
              onClick={() => change({ ...form, connectionString: '' })}
            >
              Paste a connection string…
            </Button>
          ) : (
            <Button disabledFocusable={busy !== null} onClick={() => toPage(form.page === 2 ? 1 : 0)}>
              Back
            </Button>
          )
        }
        onClose={onClose}
      >
        {learned && !signIn.running ? (
          <NoteBox
            tone="info"
            title={`The organisation says that one signs in at ${authorityOf(form.signIn)}.`}
          >
            Your password or secret is sent there when you press Sign in.
          </NoteBox>
        ) : null}
        {read ? (
          <ConnectionStringPane
            text={form.connectionString ?? ''}
            onChange={(connectionString) => change({ ...form, connectionString })}
            read={read}
          />
        ) : signIn.progress ? (
          <SignInWaiting progress={signIn.progress} />
        ) : form.page === 0 || account === null ? (
          <AccountPage
            form={form}
            onChange={change}
            accounts={accounts}
            account={account}
            problems={{ ...problems, ...refused }}
          />
        ) : null}
        {byToken && !read ? (
          <TokenFields form={form} onChange={change} problems={{ ...problems, ...refused }} />
        ) : null}
        {account && form.page === 1 ? (
          <OrganizationPage
            account={account}
            address={form.address}
            onAddressChange={(address) => change({ ...form, address })}
            onChoose={(organization) => change({ ...form, ...choose(organization) })}
            onOpen={(organization) => toPage(2, choose(organization))}
            problems={{ ...problems, ...refused }}
          />
        ) : null}
        {account && form.page === 2 ? (
          <>
            <NameField
              name={nameOf(form)}
              onChange={(name) => change({ ...form, name })}
              problem={{ ...problems, ...refused }.name}
              autoFocus
            />
            <ConnectionLook look={lookOf(form)} onChange={(look) => change({ ...form, ...look })} />
          </>
        ) : null}
      </FormDialog>
    </WithoutSignInHelp>
  );
}

function primaryLabel({ page }: ConnectForm, byToken: boolean, hasAccount: boolean): string {
  if (byToken || page === 2) return 'Connect';
  return page === 1 || hasAccount ? 'Next' : 'Sign in';
}

function problemsOf(form: ConnectForm, byToken: boolean): Readonly<Record<string, string>> {
  if (byToken) return tokenProblems(form);
  if (form.page === 0) return accountProblems(form);
  return form.page === 1 ? addressProblems(form.address) : nameProblems(form);
}

function fieldsOf(failure: Failure | null): Readonly<Record<string, string>> {
  return failure?.fields ?? {};
}
