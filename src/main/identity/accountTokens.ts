import { isFailure } from '../../shared/contract/failure.ts';
import type { Clock } from '../ports.ts';
import type { AccountSession, IssuedToken, Wanted } from './accountSession.ts';
import type { TokenSource } from './ports.ts';

/** MSAL renews tokens in their last five minutes; before that, asking it only costs time. */
const surelyFresh = 300_000;
/** A token with a short life is used for this long all the same, or each request would renew it. */
const justMade = 30_000;
const safetyMargin = 3000;
/** Renewals within `justMade` that an organisation can bring about by refusing tokens. */
const mostForced = 3;

/** The tokens of one account in use, by what they are for. */
export interface AccountTokens {
  sourceOf(wanted: Wanted): TokenSource;
  /** Takes over a token that a sign-in brought. */
  put(wanted: Wanted, issued: IssuedToken): void;
}

export function createAccountTokens(ports: {
  readonly session: AccountSession;
  readonly clock: Clock;
  /** Told when an account has to sign in again, and when it works again. */
  readonly onSignInNeeded: (needed: boolean) => void;
}): AccountTokens {
  const { session, clock } = ports;
  const current = new Map<string, IssuedToken>();
  const renewals = new Map<string, Promise<IssuedToken>>();
  const forced = new Map<string, readonly number[]>();

  /** Everybody who asks meanwhile gets the same renewal. */
  function renew(key: string, wanted: Wanted, force: boolean): Promise<IssuedToken> {
    const underway = renewals.get(key);
    if (underway) return underway;
    const renewal = session
      .renew(wanted, force)
      .then(
        (issued) => {
          current.set(key, issued);
          ports.onSignInNeeded(false);
          return issued;
        },
        (error: unknown) => {
          // Being offline passes by itself; a sign-in does not come back without the user.
          if (isFailure(error) && error.failure.code === 'signIn') {
            current.delete(key);
            ports.onSignInNeeded(true);
          }
          throw error;
        },
      )
      .finally(() => renewals.delete(key));
    renewals.set(key, renewal);
    return renewal;
  }

  function isUsable({ madeAt, endsAt }: IssuedToken): boolean {
    const now = clock.now();
    if (endsAt - now > surelyFresh) return true;
    return now - madeAt < justMade && endsAt - now > safetyMargin;
  }

  return {
    put(wanted, issued) {
      current.set(keyOf(wanted), issued);
    },
    sourceOf(wanted) {
      const key = keyOf(wanted);
      return {
        async token() {
          const issued = current.get(key);
          if (issued && isUsable(issued)) return issued.token;
          return (await renew(key, wanted, false)).token;
        },
        async refused(token) {
          const underway = renewals.get(key);
          const known = underway ? await underway : current.get(key);
          if (known && known.token !== token) return true;
          // An organisation that refuses fresh tokens too is not asked with new ones all the time.
          const lately = (forced.get(key) ?? []).filter((at) => clock.now() - at < justMade);
          if (lately.length >= mostForced) return false;
          const { token: fresh } = await renew(key, wanted, true);
          forced.set(key, [...lately, clock.now()]);
          return fresh !== token;
        },
      };
    },
  };
}

function keyOf({ resource, tenant }: Wanted): string {
  return `${resource}\n${tenant ?? ''}`;
}
