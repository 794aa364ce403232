import { AuthError } from '@azure/msal-node';
import { type Failure, FailureError, isFailure } from '../../shared/contract/failure.ts';
import { redactText } from '../../shared/domain/redaction.ts';
import { explainSignIn, type SignInRefusal } from '../../shared/domain/signInFailure.ts';
import type { SeenOnNetwork } from './msalNetwork.ts';

/** From here on a wrong clock is worth naming: servers allow five minutes. */
const worthNaming = 240_000;

/**
 * Makes a FailureError of whatever MSAL threw, with what was seen on the network, which says more:
 * MSAL keeps only the word of some refusals, and nothing of why a host did not answer.
 */
export function signInFailure(error: unknown, seen: SeenOnNetwork, operation: string): FailureError {
  if (isFailure(error)) return error;
  if (seen.broken !== null) {
    return new FailureError(networkFailure(seen.broken.host, seen.broken.cause, operation), { cause: error });
  }
  const refusal = refusalOf(error, seen);
  if (refusal === null) return localFailure(error, operation);
  const told = explainSignIn(refusal);
  const failure: Failure = {
    code: told.failure,
    sentence: told.sentence,
    advice: told.advice,
    operation,
    ...(told.code === null ? {} : { serverCode: told.code }),
    ...(refusal.description === null ? {} : { serverMessage: clean(refusal.description) }),
    ...(refusal.correlationId === null ? {} : { requestId: refusal.correlationId }),
  };
  const clock = clockSentence(seen.serverAhead);
  if (clock !== null && told.kind !== 'declined') {
    failure.sentence = `${failure.sentence} ${clock}`;
    failure.advice = `Set the computer’s clock right first. ${failure.advice ?? ''}`.trim();
  }
  return new FailureError(failure, { cause: error });
}

/** Says that the clock is wrong, when it is by more than servers bear. */
function clockSentence(serverAhead: number | null): string | null {
  if (serverAhead === null || Math.abs(serverAhead) < worthNaming) return null;
  const minutes = Math.round(Math.abs(serverAhead) / 60_000);
  return `This computer’s clock is ${minutes} minutes ${serverAhead > 0 ? 'behind' : 'ahead of'} the server’s.`;
}

function refusalOf(
  error: unknown,
  seen: SeenOnNetwork,
): (SignInRefusal & { readonly correlationId: string | null }) | null {
  if (!(error instanceof AuthError)) return null;
  // MSAL asks the authority to describe itself first, and tells only that it did not.
  const describing = /^(endpoints_resolution|openid_config)_error$/.test(error.errorCode);
  if (isLocal(error) && !(describing && seen.refusal !== null)) return null;
  // MSAL repeats what came over the network in words of its own; what the browser brought back came another way.
  const { refusal } = seen;
  if (refusal !== null) {
    const repeated = refusal.description !== null && error.errorMessage.includes(refusal.description);
    if (repeated || !/AADSTS|MSIS\d/.test(error.errorMessage)) return refusal;
  }
  return {
    error: error.errorCode,
    description: error.errorMessage === '' ? null : error.errorMessage,
    suberror: error.subError === '' ? null : error.subError,
    correlationId: error.correlationId === '' ? null : error.correlationId,
  };
}

/** MSAL's own words for what happened in this program. */
const localSentences: Readonly<Record<string, readonly [Failure['code'], string, string]>> = {
  device_code_expired: [
    'signIn',
    'The code was not used in time.',
    'Start again and type the new code within its time.',
  ],
  user_timeout_reached: [
    'signIn',
    'The code was not used in time.',
    'Start again and type the new code within its time.',
  ],
  device_code_polling_cancelled: ['cancelled', 'Cancelled.', ''],
  no_account_found: [
    'signIn',
    'This account is not signed in any more.',
    'Sign in again. Nothing that you have typed is lost.',
  ],
  no_tokens_found: [
    'signIn',
    'This account is not signed in any more.',
    'Sign in again. Nothing that you have typed is lost.',
  ],
  refresh_token_expired: [
    'signIn',
    'The sign-in has expired.',
    'Sign in again. Nothing that you have typed is lost.',
  ],
  state_mismatch: [
    'signIn',
    'The browser brought the answer to another sign-in than this one.',
    'Close older sign-in pages and start again.',
  ],
  nonce_mismatch: [
    'signIn',
    'The answer belongs to another sign-in than this one.',
    'Close older sign-in pages and start again.',
  ],
  loopback_server_query_response_not_supported: [
    'unsupported',
    'The authority sent its answer in an address, which this program does not accept because addresses are kept in histories.',
    'Sign in with a device code. An old AD FS is a usual reason.',
  ],
  endpoints_resolution_error: [
    'invalid',
    'The sign-in authority does not describe itself.',
    'Check tenant and cloud; of AD FS, the address has to end in /adfs and the version be 2016 or newer.',
  ],
  openid_config_error: [
    'invalid',
    'The sign-in authority does not describe itself.',
    'Check tenant and cloud; of AD FS, the address has to end in /adfs and the version be 2016 or newer.',
  ],
  untrusted_authority: [
    'invalid',
    'This address is not known as a sign-in authority.',
    'Check the cloud that is chosen.',
  ],
};

function isLocal({ errorCode }: AuthError): boolean {
  return Object.hasOwn(localSentences, errorCode);
}

function localFailure(error: unknown, operation: string): FailureError {
  const code = error instanceof AuthError ? error.errorCode : '';
  const known = Object.hasOwn(localSentences, code) ? localSentences[code] : undefined;
  if (known) {
    const [failure, sentence, advice] = known;
    return new FailureError(
      {
        code: failure,
        sentence,
        operation,
        ...(advice === '' ? {} : { advice }),
        ...(failure === 'cancelled' ? {} : { serverCode: code }),
      },
      { cause: error },
    );
  }
  return new FailureError(
    {
      code: 'signIn',
      sentence: 'The sign-in did not succeed.',
      advice: 'Try again, or another way of signing in; the report has the details.',
      operation,
      ...(code === '' ? {} : { serverCode: code }),
      ...(error instanceof Error && error.message !== '' ? { serverMessage: clean(error.message) } : {}),
    },
    { cause: error },
  );
}

const certificateCodes =
  /^(ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** Explains why a host did not answer, or not as it should. */
export function networkFailure(host: string, cause: unknown, operation: string): Failure {
  const { codes, text } = reasonsOf(cause);
  const base = { operation, ...(text === '' ? {} : { serverMessage: clean(text) }) };
  if (codes.some((code) => certificateCodes.test(code)) || text.includes('net::ERR_CERT_')) {
    return {
      ...base,
      code: 'offline',
      sentence: `This computer does not trust the certificate that ${host} shows. Nothing was sent.`,
      advice:
        'A company’s proxy is a usual reason: its certificate has to be known to this computer, or be named in the environment variable NODE_EXTRA_CA_CERTS.',
    };
  }
  if (
    codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN') ||
    text.includes('ERR_NAME_NOT_RESOLVED')
  ) {
    return {
      ...base,
      code: 'offline',
      sentence: `The name ${host} cannot be found.`,
      advice: 'Check the network connection, the VPN, and the spelling of address and cloud.',
    };
  }
  if (/is not of a sign-in authority/.test(text)) {
    return {
      ...base,
      code: 'unavailable',
      sentence: `What answers at ${host} is no sign-in authority.`,
      advice: 'A proxy that wants a sign-in of its own is a usual reason; otherwise check the address.',
    };
  }
  if (/TimeoutError/.test(text) || codes.includes('UND_ERR_CONNECT_TIMEOUT') || codes.includes('ETIMEDOUT')) {
    return {
      ...base,
      code: 'offline',
      sentence: `${host} did not answer in time.`,
      advice: 'Check the network connection. Companies often need a proxy: set HTTPS_PROXY before the start.',
    };
  }
  return {
    ...base,
    code: 'offline',
    sentence: `${host} cannot be reached.`,
    advice: 'Check the network connection, the VPN and the proxy, then try again.',
  };
}

function reasonsOf(error: unknown): { codes: string[]; text: string } {
  const codes: string[] = [];
  const texts: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') codes.push(current.code);
    if (current.name === 'TimeoutError') texts.push('TimeoutError');
    if (current.message !== '') texts.push(current.message);
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : current.cause;
    current = inner;
  }
  return { codes, text: texts.join(': ') };
}

function clean(text: string): string {
  return redactText(text.slice(0, 3000)).replaceAll(/\s+/g, ' ').trim().slice(0, 1500);
}
