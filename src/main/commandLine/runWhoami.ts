import { FailureError, isFailure } from '../../shared/contract/failure.ts';
import { defaultClientId } from '../../shared/domain/account.ts';
import { resolveCloud } from '../../shared/domain/cloud.ts';
import { redactText } from '../../shared/domain/redaction.ts';
import { type RightsReport, rightsReportOf } from '../../shared/domain/registrationRights.ts';
import { formatSignInReport } from '../../shared/domain/signInReport.ts';
import type { SignInProgress } from '../../shared/domain/signInRequest.ts';
import { problemsOfToken, readToken } from '../../shared/domain/tokenContents.ts';
import { createDataverse, type Dataverse } from '../dataverse/dataverse.ts';
import type { TokenSource } from '../dataverse/ports.ts';
import { createRequestQueue } from '../dataverse/requestQueue.ts';
import { readAddress } from '../features/organizationSignIn.ts';
import { honourSystemNetwork } from '../honourSystemNetwork.ts';
import { openSignInPage } from '../host/openSignInPage.ts';
import { createIdentity } from '../identity/identity.ts';
import { createMemorySecretBox } from '../memorySecretBox.ts';
import type { Log } from '../ports.ts';
import { stopOnSignals } from '../stopOnSignals.ts';
import { systemClock } from '../systemClock.ts';
import { productName, version } from '../version.ts';
import { readFlags } from './readFlags.ts';
import { readWish, signInRequestOf, type WhoamiWish } from './whoamiRequest.ts';

export const whoamiUsage = `registrar whoami --url ADDRESS [flags]

  --url ADDRESS       the organisation, such as https://contoso.crm4.dynamics.com
  --browser           signs in through the system's browser; left out, with a device code
  --user NAME         signs in with user name and password
  --certificate FILE  signs in as an application, with a PFX or PEM file
  --client-id ID      the app registration; left out, Microsoft's sample client
  --tenant TENANT     its id or domain; left out, what the organisation says
  --rights            tells roles, and the privileges that are missing to register
  --json              prints JSON

Signs in, asks the organisation who that is, and tells what the token holds. Nothing is kept. Secrets are taken from
the environment alone: REGISTRAR_PASSWORD, REGISTRAR_CLIENT_SECRET, REGISTRAR_CERTIFICATE_PASSWORD, REGISTRAR_TOKEN
(an access token), REGISTRAR_CONNECTION (a connection string of Microsoft's SDK).
`;

const quiet: Log = { info: () => undefined, error: () => '' };

/** `registrar whoami`. Returns the exit code. */
export async function runWhoami(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(whoamiUsage);
    return 0;
  }
  const reading = readFlags(args, {
    url: 'text',
    browser: 'switch',
    user: 'text',
    certificate: 'folder',
    'client-id': 'text',
    tenant: 'text',
    rights: 'switch',
    json: 'switch',
  });
  if (reading.kind === 'wrong') {
    process.stderr.write(`${reading.sentence}\n\n${whoamiUsage}`);
    return 2;
  }
  const { problem } = honourSystemNetwork();
  if (problem !== null) process.stderr.write(`${problem}\n`);
  const stop = new AbortController();
  void stopOnSignals().then(() => stop.abort());
  const known: Record<string, string> = {};
  try {
    const wish = readWish(reading.values, process.env);
    const told = await ask(wish, stop.signal, known, reading.values.rights ?? false);
    process.stdout.write(reading.values.json ? `${JSON.stringify(told)}\n` : textOf(told));
    return 0;
  } catch (error) {
    process.stderr.write(`${problemText(error, known)}\n`);
    return 1;
  }
}

type Told = Awaited<ReturnType<typeof ask>>;

async function ask(
  wish: WhoamiWish,
  signal: AbortSignal,
  known: Record<string, string>,
  withRights: boolean,
) {
  const webApi = readAddress(wish.address);
  const identity = createIdentity({
    secretBox: createMemorySecretBox('Nothing is kept.'),
    clock: systemClock,
    log: quiet,
    openBrowser: openSignInPage,
    fetch,
    onChange: () => undefined,
  });
  known.clientId = wish.clientId ?? defaultClientId;
  let source: TokenSource;
  let resource = new URL(webApi).origin;
  if (wish.way.kind === 'token') {
    const { token } = wish.way;
    source = { token: async () => token, refused: async () => false };
  } else {
    const learned = await identity.learn(webApi, signal);
    resource = learned.resource;
    known.authority = resolveCloud(learned.cloud).authority;
    known.tenant = wish.tenant ?? learned.tenant ?? '';
    known.resource = resource;
    const request = await signInRequestOf(wish, learned);
    known.method = request.method;
    const account = await identity.signIn(request, { signal, progress: tellProgress });
    source = identity.tokensOf(account.id, resource);
  }
  const token = await source.token();
  const reading = readToken(token);
  const dataverse = createDataverse({
    webApi,
    tokens: source,
    queue: createRequestQueue(2, systemClock),
    activity: { add: () => undefined },
    clock: systemClock,
  });
  // First: without any role the organisation tells nothing else.
  const rights = withRights ? await rightsIn(dataverse, signal) : undefined;
  const organization = await dataverse.organizations.describe(undefined, { signal });
  return {
    user: { id: organization.userId, name: organization.userName },
    organization: {
      name: organization.friendlyName,
      uniqueName: organization.uniqueName,
      id: organization.organizationId,
      version: organization.version,
      webApi,
    },
    authority: known.authority ?? null,
    token: reading.kind === 'contents' ? reading.contents : null,
    problems: reading.kind === 'contents' ? problemsOfToken(reading.contents, { resource }, new Date()) : [],
    ...(rights === undefined ? {} : { rights }),
  };
}

async function rightsIn(dataverse: Dataverse, signal: AbortSignal): Promise<RightsReport> {
  const { user, roles, held } = await dataverse.userRights.mine({ signal });
  const report = rightsReportOf(user, roles, held);
  if (held.size > 0) return report;
  const { sentence, advice } = report;
  throw new FailureError({ code: 'forbidden', sentence, ...(advice === undefined ? {} : { advice }) });
}

function tellProgress(progress: SignInProgress): void {
  if (progress.kind === 'deviceCode') {
    process.stderr.write(`Open ${progress.address} in any browser and type the code ${progress.code}\n`);
    return;
  }
  const first = progress.opened
    ? 'Sign in in your browser. Where it has not opened'
    : 'No browser could be opened';
  process.stderr.write(`${first}, open this address in a browser of this computer:\n${progress.link}\n`);
}

function textOf({ user, organization, authority, token, problems, rights }: Told): string {
  const lines: (readonly [string, string | null | undefined])[] = [
    ['User', user.name === '' ? user.id : `${user.name} (${user.id})`],
    ['Organisation', `${organization.name} (${organization.uniqueName}), version ${organization.version}`],
    ['Web API', organization.webApi],
    ['Signed in at', authority],
    ['Tenant', token?.tenantId],
    ['Application', token?.clientId],
    ['Token for', token?.audience],
    ['Permissions', token === null ? null : [...token.scopes, ...token.roles].join(', ')],
    ['Ends at', token?.expiresAt],
    ...problems.map(({ sentence, advice }) => ['Note', `${sentence} ${advice}`] as const),
    ...(rights === undefined ? [] : rightsLines(rights)),
  ];
  return lines.map(([label, value]) => (value ? `${`${label}:`.padEnd(15)}${value}\n` : '')).join('');
}

function rightsLines({ roles, sentence, advice, areas }: RightsReport) {
  return [
    ['Roles', roles === null ? 'may not be read' : roles.join(', ') || 'none of the user’s own'],
    ['Rights', [sentence, advice].filter(Boolean).join(' ')],
    ...areas.flatMap(({ missing }) => missing.map(({ privilege }) => ['Missing', privilege] as const)),
  ] as const;
}

function problemText(error: unknown, known: Record<string, string>): string {
  if (!isFailure(error)) {
    return redactText(`This did not work: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { code, sentence, advice, serverCode, serverMessage, requestId } = error.failure;
  if (code === 'cancelled' && serverCode === undefined) return sentence;
  if (serverCode === undefined) return [sentence, advice].filter(Boolean).join(' ');
  return formatSignInReport({
    ...known,
    sentence,
    advice,
    serverCode,
    serverMessage,
    requestId,
    application: `${productName} ${version}`,
    at: new Date().toISOString(),
  });
}
