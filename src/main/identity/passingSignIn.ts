import type { AuthenticationResult } from '@azure/msal-node';
import { type Failure, isFailure } from '../../shared/contract/failure.ts';
import { defaultClientId } from '../../shared/domain/account.ts';
import type { SignInProgress, SignInRequest } from '../../shared/domain/signInRequest.ts';
import { openPublicApplication, plainResource } from './msalApplication.ts';
import { createMsalNetwork } from './msalNetwork.ts';
import type { IdentityPorts } from './ports.ts';
import { signInFailure } from './signInFailures.ts';
import { cancelled, signInByDeviceCode, signInThroughBrowser } from './userFlows.ts';

/** Ways of signing in that need nothing secret of this program. */
export type PassingRequest = Extract<SignInRequest, { method: 'browser' | 'deviceCode' }>;

interface PassingToken {
  readonly token: string;
  readonly tenantId: string | null;
  readonly userName: string | null;
}

/** Sign-ins that serve one purpose and leave nothing behind: no account, no token, no renewal. */
export interface PassingSignIn {
  /**
   * @param permission of the resource; left out, the right to act as the user
   * Rejects with a FailureError.
   */
  signIn(
    request: PassingRequest,
    options: {
      readonly signal: AbortSignal;
      readonly progress: (value: SignInProgress) => void;
      readonly permission?: string | undefined;
    },
  ): Promise<PassingToken>;
  /**
   * Asks the authority whether it knows the application, without asking anybody to sign in. Nothing when it does; otherwise
   * what it said.
   */
  refusalOfApplication(request: PassingRequest, signal: AbortSignal): Promise<Failure | null>;
}

const defaultBrowserPatience = 5 * 60_000;

export function createPassingSignIn(ports: Omit<IdentityPorts, 'secretBox' | 'onChange'>): PassingSignIn {
  const { clock, log } = ports;

  function contextOf(options: Parameters<PassingSignIn['signIn']>[1]) {
    return {
      ...options,
      clock,
      log,
      openBrowser: ports.openBrowser,
      browserPatience: ports.browserPatience ?? defaultBrowserPatience,
    };
  }

  /** Runs with an application of its own, and says in plain words what went wrong. */
  async function run<T>(
    request: PassingRequest,
    signal: AbortSignal,
    act: (application: ReturnType<typeof openPublicApplication>) => Promise<T>,
  ): Promise<T> {
    if (signal.aborted) throw cancelled();
    const network = createMsalNetwork({ fetch: ports.fetch, clock, signal });
    try {
      const clientId = request.clientId ?? defaultClientId;
      return await act(
        openPublicApplication({ cloud: request.cloud, tenant: request.tenant, clientId, network }),
      );
    } catch (error) {
      if (signal.aborted) throw cancelled();
      throw signInFailure(error, network.seen, `signIn.${request.method}`);
    }
  }

  return {
    signIn: (request, options) =>
      run(request, options.signal, async (application) => {
        const result: AuthenticationResult =
          request.method === 'browser'
            ? await signInThroughBrowser(application, request, contextOf(options))
            : await signInByDeviceCode(application, request, contextOf(options));
        if (options.signal.aborted) throw cancelled();
        return {
          token: result.accessToken,
          tenantId: result.tenantId === '' ? request.tenant : result.tenantId,
          userName: result.account?.username ?? null,
        };
      }),

    async refusalOfApplication(request, signal) {
      // A device code is given before anybody signs in, but to applications alone that the authority knows.
      const enough = new AbortController();
      const asked: PassingRequest = {
        method: 'deviceCode',
        cloud: request.cloud,
        tenant: request.tenant,
        clientId: request.clientId,
        resource: plainResource(request.resource),
      };
      try {
        await run(asked, signal, (application) =>
          signInByDeviceCode(
            application,
            { ...asked, method: 'deviceCode' },
            contextOf({
              signal: AbortSignal.any([signal, enough.signal]),
              progress: () => enough.abort(),
            }),
          ),
        );
        return null;
      } catch (error) {
        if (signal.aborted || !isFailure(error)) throw error;
        if (enough.signal.aborted) return null;
        const { code } = error.failure;
        if (code === 'offline' || code === 'unavailable') throw error;
        return error.failure;
      }
    },
  };
}
