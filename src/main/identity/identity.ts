import type { AuthenticationResult } from '@azure/msal-node';
import { FailureError, isFailure } from '../../shared/contract/failure.ts';
import { Account, type AccountId, defaultClientId } from '../../shared/domain/account.ts';
import { resolveCloud } from '../../shared/domain/cloud.ts';
import type { DiscoveredOrganization } from '../../shared/domain/discoveredOrganization.ts';
import type { SignInProgress, SignInRequest } from '../../shared/domain/signInRequest.ts';
import { readToken, type TokenContents } from '../../shared/domain/tokenContents.ts';
import { issuedToken, openAccountSession, signedOut } from './accountSession.ts';
import { accountIdOf, createAccountStore, type KeptAccount } from './accountStore.ts';
import { type AccountTokens, createAccountTokens } from './accountTokens.ts';
import { askForChallenge, type OrganizationSignIn } from './askForChallenge.ts';
import { discoverOrganizations } from './discoverOrganizations.ts';
import {
  applicationScopes,
  openConfidentialApplication,
  openPublicApplication,
  plainResource,
} from './msalApplication.ts';
import { createMsalNetwork } from './msalNetwork.ts';
import type { IdentityPorts, TokenSource } from './ports.ts';
import { credentialOf } from './readCredential.ts';
import { signInFailure } from './signInFailures.ts';
import { cancelled, signInByDeviceCode, signInByPassword, signInThroughBrowser } from './userFlows.ts';

export interface AccountState extends Account {
  /** The next use will ask for a new sign-in. */
  readonly signInNeeded: boolean;
}

/** Who is signed in on this computer, and what gets him in. Everything rejects with FailureErrors. */
export interface Identity {
  /** Signs in, tells on the way what the user has to do, and keeps the account. Nothing is kept of what fails. */
  signIn(
    request: SignInRequest,
    options: { readonly signal: AbortSignal; readonly progress: (value: SignInProgress) => void },
  ): Promise<Account>;
  accounts(): Promise<readonly AccountState[]>;
  /** Forgets the account and everything that was kept of it. */
  signOut(id: AccountId): Promise<void>;
  /**
   * @param resource what the tokens are for: origin of an organisation, or what its challenge named
   * @param tenant of the organisation, where that is not the account's own
   */
  tokensOf(id: AccountId, resource: string, tenant?: string | null): TokenSource;
  /** What a token of the account holds; the token itself stays here. */
  contentsOf(id: AccountId, resource: string, tenant?: string | null): Promise<TokenContents>;
  /** What accounts sign in with, by certificate: its chain in PEM, without the key. */
  signInCertificates(): Promise<readonly { readonly accountName: string; readonly chain: string }[]>;
  /** The organisations that the account's cloud and tenant list for it. */
  organizationsOf(id: AccountId, signal?: AbortSignal): Promise<DiscoveredOrganization[]>;
  /** Learns from an organisation where one signs in for it. */
  learn(webApi: string, signal?: AbortSignal): Promise<OrganizationSignIn>;
}

const defaultBrowserPatience = 5 * 60_000;

export function createIdentity(ports: IdentityPorts): Identity {
  const { clock, log } = ports;
  const store = createAccountStore(ports.secretBox, log);
  const opened = new Map<AccountId, AccountTokens>();
  const needing = new Set<AccountId>();

  function setNeeding(id: AccountId, needed: boolean): void {
    if (needing.has(id) === needed) return;
    if (needed) needing.add(id);
    else needing.delete(id);
    ports.onChange();
  }

  function open(account: KeptAccount): AccountTokens {
    const { id } = account;
    const tokens = createAccountTokens({
      session: openAccountSession({ account, store, fetch: ports.fetch, clock }),
      clock,
      onSignInNeeded: (needed) => {
        if (opened.get(id) === tokens) setNeeding(id, needed);
      },
    });
    opened.set(id, tokens);
    return tokens;
  }

  function tokensOf(id: AccountId, resource: string, tenant: string | null = null): TokenSource {
    const source = async (): Promise<TokenSource> => {
      const account = await store.find(id);
      if (!account) throw signedOut();
      // The account's own tenant needs no name; one spelling, one token.
      const named = tenant === account.tenantId ? null : tenant;
      return (opened.get(id) ?? open(account)).sourceOf({ resource: plainResource(resource), tenant: named });
    };
    return {
      token: async () => (await source()).token(),
      refused: async (token) => (await source()).refused(token),
    };
  }

  async function signIn(
    request: SignInRequest,
    {
      signal,
      progress,
    }: { readonly signal: AbortSignal; readonly progress: (value: SignInProgress) => void },
  ): Promise<Account> {
    if (signal.aborted) throw cancelled();
    const clientId = request.clientId ?? defaultClientId;
    const network = createMsalNetwork({ fetch: ports.fetch, clock, signal });
    const msal = { cloud: request.cloud, tenant: request.tenant, clientId, network };
    const context = {
      signal,
      progress,
      clock,
      log,
      openBrowser: ports.openBrowser,
      browserPatience: ports.browserPatience ?? defaultBrowserPatience,
    };
    try {
      const resource = plainResource(request.resource);
      const credential = credentialOf(request, new Date(clock.now()));
      let result: AuthenticationResult | null;
      let cache: string;
      if (credential !== null) {
        const application = openConfidentialApplication(msal, credential);
        result = await application.acquireTokenByClientCredential({ scopes: applicationScopes(resource) });
        cache = application.getTokenCache().serialize();
      } else {
        const application = openPublicApplication(msal);
        if (request.method === 'browser') result = await signInThroughBrowser(application, request, context);
        else if (request.method === 'deviceCode')
          result = await signInByDeviceCode(application, request, context);
        else if (request.method === 'password') result = await signInByPassword(application, request);
        else throw new Error('A way of signing in was forgotten.');
        cache = application.getTokenCache().serialize();
      }
      if (signal.aborted) throw cancelled();
      if (result === null)
        throw new FailureError({ code: 'signIn', sentence: 'The sign-in brought no token.' });
      const account = keptAccountOf(request, clientId, result);
      await store.keep(account, cache, credential);
      opened.delete(account.id);
      needing.delete(account.id);
      open(account).put({ resource, tenant: null }, issuedToken(result, clock));
      ports.onChange();
      return Account.parse(account);
    } catch (error) {
      if (signal.aborted) throw cancelled();
      if (isFailure(error)) throw error;
      throw signInFailure(error, network.seen, `signIn.${request.method}`);
    }
  }

  return {
    signIn,
    tokensOf,
    async accounts() {
      return (await store.list()).map((account) => ({
        ...Account.parse(account),
        signInNeeded: needing.has(account.id),
      }));
    },
    async signOut(id) {
      opened.delete(id);
      needing.delete(id);
      await store.remove(id);
      ports.onChange();
    },
    async contentsOf(id, resource, tenant) {
      const reading = readToken(await tokensOf(id, resource, tenant).token());
      if (reading.kind === 'contents') return reading.contents;
      throw new FailureError({ code: 'unsupported', sentence: reading.sentence, advice: reading.advice });
    },
    async organizationsOf(id, signal) {
      const account = await store.find(id);
      if (!account) throw signedOut();
      const { discovery } = resolveCloud(account.cloud);
      if (discovery === null || account.kind === 'application') {
        throw new FailureError({
          code: 'unsupported',
          sentence:
            discovery === null
              ? 'This cloud has no list of organisations.'
              : 'The list of organisations is not open to applications that sign in by themselves.',
          advice: 'Type the address of the organisation.',
        });
      }
      return discoverOrganizations({
        discovery,
        tokens: tokensOf(id, discovery),
        fetch: ports.fetch,
        signal,
      });
    },
    async signInCertificates() {
      const used: { accountName: string; chain: string }[] = [];
      for (const { id, method, name, userName } of await store.list()) {
        const credential = method === 'certificate' ? await store.credentialOf(id) : null;
        if (credential?.kind === 'certificate') {
          used.push({ accountName: name ?? userName, chain: credential.chain });
        }
      }
      return used;
    },
    learn: (webApi, signal) => askForChallenge({ webApi, fetch: ports.fetch, signal }),
  };
}

function keptAccountOf(request: SignInRequest, clientId: string, result: AuthenticationResult): KeptAccount {
  const { account } = result;
  const byItself = request.method === 'secret' || request.method === 'certificate';
  const tenantId = result.tenantId === '' ? request.tenant : result.tenantId;
  const who = byItself ? (tenantId ?? '') : (account?.homeAccountId ?? '');
  if (!byItself && who === '') {
    throw new FailureError({
      code: 'unsupported',
      sentence: 'The authority did not say who signed in.',
      advice: 'Of AD FS, the application needs the permission openid.',
    });
  }
  const { id: cloud, authority } = resolveCloud(request.cloud);
  return {
    id: accountIdOf({ authority, clientId, who: `${cloud}\n${byItself ? 'application' : 'user'}\n${who}` }),
    kind: byItself ? 'application' : 'user',
    method: request.method,
    userName: byItself ? clientId : (account?.username ?? ''),
    name: byItself ? null : (account?.name ?? null),
    tenantId,
    clientId,
    cloud: request.cloud,
    homeAccountId: byItself ? null : who,
  };
}
