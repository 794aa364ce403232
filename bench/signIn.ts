import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../scripts/browser.mjs';
import { inProject } from '../scripts/project.mjs';
import { startHost } from '../src/main/host/host.ts';
import { createTrustingFetch } from '../src/main/identity/trustingFetch.ts';
import type { CallInput } from '../src/shared/contract/contract.ts';
import type { ConnectionId } from '../src/shared/domain/ids.ts';
import { fetchAndForget, newestActivity } from './load.ts';
import { type BenchRow, compare, millisecondsOf } from './measure.ts';
import { type BenchCore, startCore } from './startCore.ts';

const latencyMs = 40;
const userName = 'nancy@contoso.example';

/** From a start with an account that is known to a usable tree, and from a sign-in to the tree. */
export async function benchSignIn(): Promise<BenchRow[]> {
  const bench = await startCore(latencyMs);
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const connectionId = await connect(bench);
    const before = await newestActivity({ ...bench, connectionId });
    await bench.core.call('registrations.load', { connectionId });
    await bench.core.call('registrations.load', { connectionId: bench.connectionId });
    const { entries } = await bench.core.call('activity.list', { connectionId, after: before });
    const paths = entries.map(({ path }) => path);

    const signIn = await compare(
      () => millisecondsOf(() => signInAndLoad(bench)),
      () => millisecondsOf(() => leastOfSignIn(bench, paths)),
    );
    const start = await compare(
      () => startWith(bench, browser, connectionId),
      () => startWith(bench, browser, bench.connectionId),
    );
    return [
      {
        what: 'from start to a usable tree with a cached account, in a browser that is open',
        against: 'the same start with the sandbox, which needs no account',
        unit: 'ms',
        ...start,
        goal: 'at most 1.2',
      },
      {
        what: `from sign-in to the tree at ${latencyMs} ms latency: token, who am I, load`,
        against: 'the token asked for by hand, the same responses fetched in parallel and thrown away',
        unit: 'ms',
        ...signIn,
        goal: 'at most 2.5',
      },
    ];
  } finally {
    await browser.close();
    await bench.close();
  }
}

function request({ addresses }: BenchCore): CallInput<'account.signIn'>['request'] {
  const { authority, organizations, accounts } = addresses.signIn;
  return {
    method: 'password',
    cloud: { kind: 'custom', authority, discovery: null, graph: null },
    tenant: null,
    clientId: null,
    resource: organizations[0]?.url ?? '',
    userName,
    password: accounts.find((account) => account.userName === userName)?.password ?? '',
  };
}

async function connect(bench: BenchCore): Promise<ConnectionId> {
  const { account } = await bench.core.call('account.signIn', { request: request(bench) });
  const { connection } = await bench.core.call('connection.addSignedIn', {
    accountId: account.id,
    name: 'Contoso',
    address: bench.addresses.webApi,
    color: 'blue',
    production: false,
  });
  return connection.id;
}

async function signInAndLoad(bench: BenchCore): Promise<void> {
  const connectionId = await connect(bench);
  await bench.core.call('registrations.load', { connectionId });
}

/** What nobody can do without: one request for the token, who one is, and what the tree shows. */
async function leastOfSignIn(bench: BenchCore, paths: readonly string[]): Promise<void> {
  const { signIn, webApi } = bench.addresses;
  const { authority, discovery, graph, certificateAuthority } = signIn;
  const trusting = createTrustingFetch(fetch, async () => ({
    origins: [authority, discovery, graph],
    certificateAuthority,
  }));
  const wanted = request(bench);
  const answer = await trusting(`${authority}/organizations/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: '51f81489-12ee-4a9e-aaae-a2591f45987d',
      username: userName,
      password: 'password' in wanted ? wanted.password : '',
      scope: `${new URL(webApi).origin}/user_impersonation openid profile offline_access`,
    }),
  });
  const { access_token: accessToken } = (await answer.json()) as { access_token?: string };
  if (!accessToken) throw new Error(`The authority gave no token: ${answer.status}.`);
  const asUser = { ...bench, addresses: { ...bench.addresses, accessToken } };
  await fetchAndForget(asUser, ['WhoAmI']);
  await fetchAndForget(asUser, paths);
}

/** The program and the page from nothing until a node of the tree can be clicked; the browser is there already. */
async function startWith(bench: BenchCore, browser: Browser, front: ConnectionId): Promise<number> {
  await bench.core.call('preference.write', { values: { tabs: { open: [front], active: front } } });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  try {
    const start = performance.now();
    const core = await bench.openAnotherCore();
    const host = await startHost({
      core,
      log: bench.log,
      rendererFolder: inProject('out', 'renderer'),
      port: 0,
    });
    await page.goto(host.makeOneTimeAddress());
    await page.getByRole('treeitem').first().click();
    const taken = performance.now() - start;
    await host.close();
    await core.close();
    return taken;
  } finally {
    await context.close();
  }
}
