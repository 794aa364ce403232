import type {
  AccountInfo,
  AuthenticationResult,
  ConfidentialClientApplication,
  PublicClientApplication,
} from '@azure/msal-node';
import { FailureError } from '../../shared/contract/failure.ts';
import type { Clock } from '../ports.ts';
import type { AccountStore, KeptAccount } from './accountStore.ts';
import {
  applicationScopes,
  authorityOf,
  delegatedRequest,
  openConfidentialApplication,
  openPublicApplication,
} from './msalApplication.ts';
import { createMsalNetwork } from './msalNetwork.ts';
import { signInFailure } from './signInFailures.ts';

/** What a token is wanted for. */
export interface Wanted {
  /** Plain, without a slash at its end. */
  readonly resource: string;
  /** Another tenant than that of the sign-in: guests have one for each organisation. */
  readonly tenant: string | null;
}

export interface IssuedToken {
  readonly token: string;
  /** Milliseconds since 1970, by this computer's clock. */
  readonly madeAt: number;
  readonly endsAt: number;
}

/** One signed-in account in use: gets tokens without asking anybody. */
export interface AccountSession {
  /**
   * A token from the cache, or a fresh one; `force` always gets a fresh one. One renewal after the other, because each
   * uses up the refresh token that the next one needs. Rejects with a FailureError.
   */
  renew(wanted: Wanted, force: boolean): Promise<IssuedToken>;
}

export function openAccountSession(options: {
  readonly account: KeptAccount;
  readonly store: AccountStore;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}): AccountSession {
  const { account, store, clock } = options;
  const network = createMsalNetwork({ fetch: options.fetch, clock });
  const msal = { ...account, tenant: account.tenantId, network, cache: store.cacheOf(account.id) };
  let users: PublicClientApplication | undefined;
  let applications: ConfidentialClientApplication | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function renewForUser({ resource, tenant }: Wanted, force: boolean): Promise<AuthenticationResult> {
    users ??= openPublicApplication(msal);
    const known: AccountInfo | undefined = (await users.getAllAccounts()).find(
      ({ homeAccountId }) => homeAccountId === account.homeAccountId,
    );
    if (!known) throw signedOut();
    return users.acquireTokenSilent({
      ...delegatedRequest(account.cloud, resource),
      account: known,
      authority: authorityOf(account.cloud, tenant ?? account.tenantId),
      forceRefresh: force,
    });
  }

  async function renewForApplication({ resource }: Wanted, force: boolean): Promise<AuthenticationResult> {
    if (!applications) {
      const credential = await store.credentialOf(account.id);
      if (credential === null) throw signedOut();
      applications = openConfidentialApplication(msal, credential);
    }
    const result = await applications.acquireTokenByClientCredential({
      scopes: applicationScopes(resource),
      skipCache: force,
    });
    if (result === null) throw signedOut();
    return result;
  }

  async function renew(wanted: Wanted, force: boolean): Promise<IssuedToken> {
    network.forget();
    try {
      const result =
        account.kind === 'user'
          ? await renewForUser(wanted, force)
          : await renewForApplication(wanted, force);
      return issuedToken(result, clock);
    } catch (error) {
      throw signInFailure(error, network.seen, 'signIn.renew');
    }
  }

  return {
    renew(wanted, force) {
      const done = last.then(() => renew(wanted, force));
      last = done.catch(() => undefined);
      return done;
    },
  };
}

export function issuedToken(result: AuthenticationResult, clock: Clock): IssuedToken {
  return {
    token: result.accessToken,
    madeAt: clock.now(),
    endsAt: result.expiresOn?.getTime() ?? clock.now(),
  };
}

export function signedOut(): FailureError {
  return new FailureError({
    code: 'signIn',
    sentence: 'This account is not signed in on this computer any more.',
    advice: 'Sign in again. Nothing that you have typed is lost.',
  });
}
