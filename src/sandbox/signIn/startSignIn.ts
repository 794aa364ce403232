import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { createDebouncedSaver } from '../persistence/debouncedSaver.ts';
import { readStateFile, writeStateFile } from '../persistence/stateFile.ts';
import { createFaultInjection, type FaultInjection } from '../webApi/faultInjection.ts';
import { startWebApi, type WebApiServer } from '../webApi/startWebApi.ts';
import { createAuthorityService } from './authorityService.ts';
import { appIdsWithSecret, createDirectory, type Directory } from './directory.ts';
import { answerDiscovery } from './discoveryService.ts';
import { answerGraph } from './graphService.ts';
import { type HttpsServer, startHttpsServer } from './httpsServer.ts';
import { makeCertificate, newCertificateKey, newTokenKey } from './makeCertificate.ts';
import type { SignInRequest, SignInResponse } from './message.ts';
import type { Account, Cloud, CloudName } from './model.ts';
import { createOrganisationGate, type OrganisationGate } from './organisationGate.ts';
import type { OrganisationHost } from './organisationHost.ts';
import { seedAccounts } from './seedDirectory.ts';
import { type SignInAddresses, signInAddresses } from './signInAddresses.ts';
import { type SignInPlace, type SignInSettings, type TokenKey, usualSettings } from './signInPlace.ts';
import { authorityName, newSignInState, parseSignInState, pemOf, type SignInState } from './signInState.ts';
import { createSmallOrganisations, type SmallOrganisationsPlace } from './smallOrganisations.ts';

export type SignInOptions = {
  readonly dataFolder: string | undefined;
  readonly settings: Partial<SignInSettings>;
  readonly clock: () => number;
  readonly serviceBus: SmallOrganisationsPlace['serviceBus'];
  readonly moveEndpoints: SmallOrganisationsPlace['moveEndpoints'];
  /** The sandbox's own organisation; its Web API may start after this. */
  readonly own: () => OrganisationHost;
  readonly latencyMs: number;
  readonly tell: (sentence: string) => void;
};

/** The sign-in services of the sandbox, for two clouds, with organisations beside the sandbox's own. */
export type SignIn = {
  readonly addresses: SignInAddresses;
  /** May be changed at any time. */
  readonly settings: SignInSettings;
  /** Of the authority, discovery and Graph. */
  readonly disturbances: FaultInjection;
  readonly directory: Directory;
  /** The Web APIs of the other organisations, by unique name. */
  readonly webApis: ReadonlyMap<string, WebApiServer>;
  /** All access tokens issued until now are refused from now on. */
  expireAccessTokens(): void;
  /** All refresh tokens of the account are void (50173), and it is signed out in all browsers. */
  revokeSessions(userName: string): void;
  /** All refresh tokens of the account are too old (700082). */
  expireRefreshTokens(userName: string): void;
  /** The account has to consent to the application again. */
  revokeConsent(userName: string, appId: string): void;
  /** Back to the first day; keys, passwords, ports and refresh tokens stay. */
  reset(): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
};

export const signInFile = 'sandbox-sign-in.json';
const day = 24 * 60 * 60 * 1000;
const saveDelayMs = 400;
const clouds: readonly CloudName[] = ['commercial', 'government'];

/** The gate of the sandbox's own organisation, which stands before the rest does. */
export function createLateGate(): { readonly gate: OrganisationGate; open(gate: OrganisationGate): void } {
  let inner: OrganisationGate | undefined;
  return {
    open: (gate) => {
      inner = gate;
    },
    gate: {
      authorizationUri: () => inner?.authorizationUri(),
      decide: async (token) =>
        inner?.decide(token) ?? { kind: 'invalid', reason: 'The sandbox is not ready yet.' },
    },
  };
}

export async function startSignIn(
  options: SignInOptions,
): Promise<{ readonly signIn: SignIn; readonly gate: OrganisationGate }> {
  const { clock, tell } = options;
  const settings: SignInSettings = { ...usualSettings, ...options.settings };
  const state = await readState(options);
  const saver = createDebouncedSaver(saveDelayMs, () => save(), tell);
  const disturbances = createFaultInjection();
  const now = (): number => clock() + settings.clockSkewSeconds * 1000;
  let directory = createDirectory(state, clock(), () => saver.touch());
  const alive = new Map<string, number>();
  const voided = new Map<string, number>();
  let tokenKey: Promise<TokenKey> | undefined;
  const cloudsNow: Cloud[] = [];
  const hosts: OrganisationHost[] = [];

  const place: SignInPlace = {
    get directory() {
      return directory;
    },
    settings,
    disturbances,
    now,
    tokenKey: () => {
      tokenKey ??= makeTokenKey(state, () => saver.touch());
      return tokenKey;
    },
    clouds: () => cloudsNow,
    organisations: () => [options.own(), ...hosts],
    issued: (tokenId, expiresAt) => {
      alive.set(tokenId, expiresAt);
      forgetPast(alive, now());
    },
    isVoid: (tokenId) => voided.has(tokenId),
  };
  const authority = createAuthorityService(place);
  const open: { close(): Promise<void> }[] = [];

  async function save(): Promise<void> {
    state.directory = directory.snapshot();
    if (options.dataFolder !== undefined)
      await writeStateFile(join(options.dataFolder, signInFile), JSON.stringify(state));
  }

  async function closeAll(): Promise<void> {
    await Promise.all(open.splice(0).map((server) => server.close()));
    await saver.flush();
  }

  try {
    const server = await serverCertificate(state);
    const ports: { [service: string]: number } = {};
    const serve = async (
      name: string,
      answer: (request: SignInRequest) => Promise<SignInResponse>,
    ): Promise<string> => {
      const started = await startWhereItWas<HttpsServer>(name, state, tell, (port) =>
        startHttpsServer({ ...server, port, disturbances, answer }),
      );
      open.push(started);
      ports[name] = started.port;
      return started.origin;
    };
    for (const name of clouds) {
      let cloud: Cloud = { name, authority: '', discovery: '', graph: '' };
      const origins = await Promise.all([
        serve(`${name} authority`, (request) => authority.answer(cloud, request)),
        serve(`${name} discovery`, (request) => answerDiscovery(place, cloud, request)),
        serve(`${name} graph`, (request) => answerGraph(place, cloud, request)),
      ]);
      cloud = { name, authority: origins[0], discovery: origins[1], graph: origins[2] };
      cloudsNow.push(cloud);
    }
    const webApis = new Map<string, WebApiServer>();
    const small = await createSmallOrganisations({
      clock,
      accounts: directory.accounts,
      serviceBus: options.serviceBus,
      moveEndpoints: options.moveEndpoints,
      dataFolder: options.dataFolder,
      tell,
    });
    for (const one of small) {
      const late = createLateGate();
      const name = one.details.uniqueName;
      const webApi = await startWhereItWas(name, state, tell, (port) =>
        startWebApi({
          organisation: one.bare,
          port,
          latencyMs: options.latencyMs,
          accessTokens: {},
          gate: late.gate,
        }),
      );
      open.push(webApi, one);
      ports[name] = webApi.port;
      webApis.set(name, webApi);
      const host = hostAt(webApi.port, one);
      hosts.push(host);
      late.open(
        createOrganisationGate(
          () => place,
          () => host,
        ),
      );
    }
    state.ports = ports;
    await save();

    const accountNamed = (userName: string): Account => {
      const found = directory.accounts.find((account) => account.userName === userName);
      if (found === undefined) throw new Error(`There is no account ${userName}.`);
      return found;
    };
    const signIn: SignIn = {
      get addresses() {
        return signInAddresses(place, state);
      },
      settings,
      disturbances,
      get directory() {
        return directory;
      },
      webApis,
      expireAccessTokens: () => {
        for (const [id, expiresAt] of alive) voided.set(id, expiresAt);
        alive.clear();
        forgetPast(voided, now() - day);
      },
      revokeSessions: (userName) => {
        const { id } = accountNamed(userName);
        directory.revoke(id, now());
        authority.sessions.forget(id);
      },
      expireRefreshTokens: (userName) => {
        const { id } = accountNamed(userName);
        for (const token of directory.refreshTokens)
          if (token.accountId === id) directory.putRefreshToken({ ...token, expiresAt: now() });
      },
      revokeConsent: (userName, appId) => directory.removeConsents(appId, accountNamed(userName).id),
      reset: async () => {
        const { refreshTokens } = directory;
        delete state.directory;
        directory = createDirectory(state, clock(), () => saver.touch());
        for (const token of refreshTokens) directory.putRefreshToken(token);
        disturbances.clear();
        await Promise.all(small.map((one) => one.reset()));
      },
      flush: async () => {
        await Promise.all([saver.flush(), ...small.map((one) => one.flush())]);
      },
      close: closeAll,
    };
    const gate = createOrganisationGate(() => place, options.own);
    return { signIn, gate };
  } catch (error) {
    await closeAll().catch(() => undefined);
    throw error;
  }
}

/** An organisation's Web API as discovery and the authority know it. */
export function hostAt(
  port: number,
  one: Pick<OrganisationHost, 'details' | 'cloud' | 'type' | 'purpose' | 'region' | 'organisation'>,
): OrganisationHost {
  return {
    details: one.details,
    cloud: one.cloud,
    type: one.type,
    purpose: one.purpose,
    region: one.region,
    organisation: one.organisation,
    origin: `http://127.0.0.1:${port}`,
    aliases: [`http://localhost:${port}`],
  };
}

async function readState({ dataFolder, tell }: SignInOptions): Promise<SignInState> {
  if (dataFolder !== undefined) {
    const read = await readStateFile(join(dataFolder, signInFile), parseSignInState);
    if (read.kind === 'setAside') tell(read.sentence);
    if (read.kind === 'read') return read.value;
  }
  const userNames = seedAccounts(() => '').map(({ userName }) => userName);
  return newSignInState(Date.now(), userNames, appIdsWithSecret());
}

/** A new one at each start, under the authority that stays. */
async function serverCertificate(state: SignInState) {
  const privateKey = await newCertificateKey();
  const certificate = makeCertificate({
    commonName: '127.0.0.1',
    use: 'server',
    privateKey,
    issuer: { commonName: authorityName, privateKey: createPrivateKey(state.authorityKey) },
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + 365 * day),
  });
  return { certificate, privateKey: pemOf(privateKey) };
}

async function makeTokenKey(state: SignInState, changed: () => void): Promise<TokenKey> {
  if (state.tokenKey === undefined) {
    state.tokenKey = pemOf(await newTokenKey());
    changed();
  }
  const privateKey = createPrivateKey(state.tokenKey);
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return { id: createHash('sha1').update(der).digest('base64url'), privateKey, publicKey };
}

async function startWhereItWas<Server>(
  name: string,
  state: SignInState,
  tell: (sentence: string) => void,
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  const remembered = state.ports[name] ?? 0;
  if (remembered === 0) return start(0);
  try {
    return await start(remembered);
  } catch {
    tell(
      `Another program has port ${remembered}, where the sandbox's ${name} was last time: it is elsewhere now.`,
    );
    return start(0);
  }
}

function forgetPast(tokens: Map<string, number>, now: number): void {
  if (tokens.size < 1000) return;
  for (const [id, expiresAt] of tokens) if (expiresAt < now) tokens.delete(id);
}
