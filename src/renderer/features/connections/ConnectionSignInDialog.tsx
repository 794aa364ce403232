import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { AccountState } from '../../../shared/contract/calls/signIn.ts';
import type { SignInReportFacts } from '../../../shared/domain/signInReport.ts';
import type { TokenContents, TokenProblem } from '../../../shared/domain/tokenContents.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { WithoutSignInHelp } from '../../app/SignInHelp.tsx';
import { useConnection } from '../../app/useConnections.ts';
import {
  Button,
  FailureMessage,
  FormDialog,
  NoteBox,
  type Property,
  PropertyList,
  SkeletonRows,
} from '../../kit/kit.ts';
import { SignInReportButton } from '../signIn/SignInReportButton.tsx';
import { factsOfAccount } from '../signIn/signInFacts.ts';
import { cloudName, methodLabels } from '../signIn/signInWords.ts';

/** How a connection signs in, what its token holds, and what stands against it. */
export function ConnectionSignInDialog({ request, onClose }: DialogProps<'connectionSignIn'>) {
  const { connectionId } = request;
  const connection = useConnection(connectionId);
  const accounts = useCoreQuery('account.list', {});
  const token = useCoreQuery('connection.inspectToken', { connectionId }, { staleTime: 0 });
  const account = accounts.data?.accounts.find(({ id }) => id === connection?.accountId) ?? null;
  if (!connection) return null;
  const { failure } = token;
  return (
    <WithoutSignInHelp>
      <FormDialog
        title={`Sign-in of ${connection.name}`}
        dirty={false}
        cancelLabel="Close"
        secondary={
          token.isFetching ? null : (
            <SignInReportButton
              failure={failure}
              facts={factsOf(connection, account, token.data ?? null, failure !== null)}
            />
          )
        }
        onClose={onClose}
      >
        <PropertyList columns={1} properties={waysOf(connection, account)} />
        {token.isFetching ? (
          <SkeletonRows label="Asking for a token" count={4} />
        ) : failure ? (
          <FailureMessage
            failure={failure}
            onRetry={() => void token.refetch()}
            actions={failure.code === 'signIn' ? <SignInAgainButton connection={connection} /> : null}
          />
        ) : token.data ? (
          <TokenNotes {...token.data} />
        ) : null}
      </FormDialog>
    </WithoutSignInHelp>
  );
}

function SignInAgainButton({ connection }: { readonly connection: Connection }) {
  const { id, accountId } = connection;
  return accountId === undefined ? (
    <Button size="small" onClick={() => openDialog({ kind: 'renewConnection', connectionId: id })}>
      Enter a new access token
    </Button>
  ) : (
    <Button size="small" onClick={() => openDialog({ kind: 'signInAgain', accountId })}>
      Sign in again
    </Button>
  );
}

interface TokenNotesProps {
  readonly contents: TokenContents;
  readonly problems: readonly TokenProblem[];
}

function TokenNotes({ contents, problems }: TokenNotesProps) {
  return (
    <>
      {problems.length === 0 ? (
        <NoteBox tone="good" title="Nothing stands against its token." />
      ) : (
        problems.map(({ kind, sentence, advice }) => (
          <NoteBox key={kind} tone="warning" title={sentence}>
            {advice}
          </NoteBox>
        ))
      )}
      <PropertyList columns={1} properties={tokenProperties(contents)} />
    </>
  );
}

function waysOf(connection: Connection, account: AccountState | null): readonly Property[] {
  const { origin } = new URL(connection.webApi);
  const organisation = { name: 'Organisation', value: origin, mono: true, copy: origin };
  if (connection.kind === 'token')
    return [organisation, { name: 'Signs in', value: 'With a pasted access token' }];
  if (!account)
    return [organisation, { name: 'Signs in', value: 'With an account that was signed out here' }];
  return [
    organisation,
    { name: 'Signs in', value: methodLabels[account.method] },
    { name: 'Account', value: account.name ?? account.userName },
    { name: 'Cloud', value: cloudName(account.cloud) },
    ...(account.tenantId === null
      ? []
      : [{ name: 'Tenant', value: account.tenantId, mono: true, copy: account.tenantId }]),
    { name: 'Client id', value: account.clientId, mono: true, copy: account.clientId },
  ];
}

function tokenProperties(contents: TokenContents): readonly Property[] {
  const permissions = [...contents.scopes, ...contents.roles].join(', ');
  return [
    { name: 'Token for', value: contents.audience, mono: true },
    { name: 'Acts as', value: contents.kind === 'user' ? (contents.userName ?? 'A user') : 'An application' },
    ...(permissions === '' ? [] : [{ name: 'Permissions', value: permissions, mono: true }]),
    ...(contents.expiresAt === null
      ? []
      : [{ name: 'Good until', value: new Date(contents.expiresAt).toLocaleString() }]),
  ];
}

function factsOf(
  connection: Connection,
  account: AccountState | null,
  token: TokenNotesProps | null,
  failed: boolean,
): Partial<SignInReportFacts> {
  const known = {
    ...(account ? factsOfAccount(account) : { method: 'Access token' }),
    resource: new URL(connection.webApi).origin,
  };
  if (failed || !token) return known;
  const [problem] = token.problems;
  return {
    ...known,
    title: problem ? 'What stands against the token' : 'The sign-in works',
    sentence: problem?.sentence ?? 'A token was had, and nothing stands against it.',
    advice: problem?.advice,
    token: token.contents,
  };
}
