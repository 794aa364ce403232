import {
  AuthError,
  type AuthenticationResult,
  type DeviceCodeRequest,
  type PublicClientApplication,
} from '@azure/msal-node';
import { FailureError } from '../../shared/contract/failure.ts';
import { readRedirect } from '../../shared/domain/account.ts';
import type { SignInProgress, SignInRequest } from '../../shared/domain/signInRequest.ts';
import type { Clock, Log } from '../ports.ts';
import { abandonLoopback } from './abandonLoopback.ts';
import { delegatedRequest, plainResource } from './msalApplication.ts';
import { refusedPage, signedInPage } from './signInPages.ts';

export interface FlowContext {
  readonly signal: AbortSignal;
  readonly progress: (value: SignInProgress) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly openBrowser: (url: string) => Promise<void>;
  readonly browserPatience: number;
  /** What is asked for of the resource; left out, the right to act as the user. */
  readonly permission?: string | undefined;
}

type Of<Method extends SignInRequest['method']> = Extract<SignInRequest, { method: Method }>;

/** Sends the user to the system's browser and waits for what it brings back to this computer. */
export async function signInThroughBrowser(
  application: PublicClientApplication,
  request: Of<'browser'>,
  context: FlowContext,
): Promise<AuthenticationResult> {
  const port = portOf(request.redirect);
  const until = new Date(context.clock.now() + context.browserPatience).toISOString();
  const asked = Promise.withResolvers<string>();
  const ended = new AbortController();

  const signedIn = application.acquireTokenInteractive({
    ...delegatedRequest(request.cloud, plainResource(request.resource), context.permission),
    // Whoever names an account means it; everybody else chooses among several.
    prompt: request.askConsent ? 'consent' : request.userName === null ? 'select_account' : undefined,
    loginHint: request.userName ?? undefined,
    preferredPort: port ?? undefined,
    successTemplate: signedInPage,
    errorTemplate: refusedPage,
    async openBrowser(link) {
      asked.resolve(link);
      if (ended.signal.aborted) throw new Error('The sign-in was ended before the browser was opened.');
      let opened = true;
      try {
        await context.openBrowser(link);
      } catch (error) {
        opened = false;
        context.log.info('The system’s browser could not be opened for a sign-in.', { error });
      }
      if (!ended.signal.aborted) context.progress({ kind: 'browser', link, opened, until });
    },
  });

  try {
    return await Promise.race([
      signedIn,
      rejectOnAbort(context.signal, ended.signal),
      timeOut(context.browserPatience, context.clock, ended.signal),
    ]);
  } catch (error) {
    ended.abort();
    // Whatever it ends with, somebody has answered for it already.
    signedIn.catch(() => undefined);
    // Where no link was made yet, the wait begins with `openBrowser`, which ends it.
    void Promise.race([
      asked.promise,
      signedIn.then(
        () => null,
        () => null,
      ),
    ]).then((link) => (link === null ? undefined : abandonLoopback(link)));
    throw error;
  } finally {
    ended.abort();
  }
}

/** Shows a code that the user types on any device, and asks the authority until he has. */
export async function signInByDeviceCode(
  application: PublicClientApplication,
  request: Of<'deviceCode'>,
  context: FlowContext,
): Promise<AuthenticationResult> {
  const ended = new AbortController();
  const asking: DeviceCodeRequest = {
    ...delegatedRequest(request.cloud, plainResource(request.resource), context.permission),
    deviceCodeCallback: ({ userCode, verificationUri, expiresIn }) => {
      if (ended.signal.aborted) return;
      // MSAL takes a refusal for a code without its parts; what the authority said was seen on the network.
      if (userCode === undefined) throw new AuthError('device_code_refused', '');
      context.progress({
        kind: 'deviceCode',
        code: userCode,
        address: verificationUri,
        until: new Date(context.clock.now() + expiresIn * 1000).toISOString(),
      });
    },
  };
  const signedIn = application.acquireTokenByDeviceCode(asking);
  try {
    const result = await Promise.race([signedIn, rejectOnAbort(context.signal, ended.signal)]);
    if (result === null)
      throw new FailureError({ code: 'signIn', sentence: 'The sign-in brought no token.' });
    return result;
  } finally {
    ended.abort();
    asking.cancel = true;
    signedIn.catch(() => undefined);
  }
}

/** Where policy allows it: no second factor, no rules about devices, an account of the cloud's own directory. */
export async function signInByPassword(
  application: PublicClientApplication,
  request: Of<'password'>,
): Promise<AuthenticationResult> {
  const result = await application.acquireTokenByUsernamePassword({
    ...delegatedRequest(request.cloud, plainResource(request.resource)),
    username: request.userName,
    password: request.password,
  });
  if (result === null) throw new FailureError({ code: 'signIn', sentence: 'The sign-in brought no token.' });
  return result;
}

function portOf(redirect: string | null): number | null {
  if (redirect === null) return null;
  const read = readRedirect(redirect);
  if (read.kind === 'loopback') return read.port;
  throw new FailureError({
    code: 'invalid',
    sentence: read.sentence,
    advice: read.advice,
    fields: { redirect: `${read.sentence} ${read.advice}` },
  });
}

export const cancelled = (): FailureError => new FailureError({ code: 'cancelled', sentence: 'Cancelled.' });

function rejectOnAbort(signal: AbortSignal, ended: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(cancelled());
    else signal.addEventListener('abort', () => reject(cancelled()), { once: true, signal: ended });
  });
}

async function timeOut(patience: number, clock: Clock, ended: AbortSignal): Promise<never> {
  try {
    await clock.wait(patience, ended);
  } catch {
    return await new Promise<never>(() => undefined);
  }
  const minutes = Math.max(1, Math.round(patience / 60_000));
  throw new FailureError({
    code: 'signIn',
    sentence: `No answer has come from the browser within ${minutes === 1 ? 'a minute' : `${minutes} minutes`}. Its page may have been closed.`,
    advice: 'Start again. If the browser shows an error that it keeps to itself, sign in with a device code.',
  });
}
