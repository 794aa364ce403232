import type { Application } from './model.ts';
import { parseScopes, type RequestedScopes } from './requestedScopes.ts';
import { refuse } from './signInFault.ts';
import type { FlowTarget } from './signInFlow.ts';

/** Where the answer goes. @throws {SignInFault} for an address that the application did not register */
export function targetOf(application: Application, parameters: URLSearchParams): FlowTarget {
  const redirectUri = required(parameters, 'redirect_uri');
  const registered = [...application.publicRedirectUris, ...application.webRedirectUris];
  if (!registered.some((one) => isSameRedirect(one, redirectUri)))
    throw refuse.redirect(redirectUri, application.appId);
  const responseMode = parameters.get('response_mode') ?? 'query';
  if (responseMode !== 'query' && responseMode !== 'fragment' && responseMode !== 'form_post')
    throw refuse.unsupportedResponse(`response_mode '${responseMode}'`);
  return {
    kind: 'application',
    redirectUri,
    responseMode,
    state: parameters.get('state') ?? undefined,
    nonce: parameters.get('nonce') ?? undefined,
    challenge: parameters.get('code_challenge') ?? undefined,
  };
}

/** For an application on this machine the port does not matter (RFC 8252 7.3). */
function isSameRedirect(registered: string, given: string): boolean {
  if (registered === given) return true;
  if (!URL.canParse(registered) || !URL.canParse(given)) return false;
  const [one, other] = [new URL(registered), new URL(given)];
  const isLoopback = one.hostname === 'localhost' || one.hostname === '127.0.0.1';
  return (
    isLoopback &&
    one.protocol === 'http:' &&
    one.protocol === other.protocol &&
    one.hostname === other.hostname &&
    one.pathname === other.pathname &&
    one.search === other.search &&
    other.username === '' &&
    other.hash === ''
  );
}

/** @throws {SignInFault} for what the redirect address is told of */
export function checkParameters(parameters: URLSearchParams): void {
  const responseType = required(parameters, 'response_type');
  if (responseType !== 'code') throw refuse.unsupportedResponse(`response_type '${responseType}'`);
  const method = parameters.get('code_challenge_method') ?? 'plain';
  if (parameters.get('code_challenge') !== null && method !== 'S256')
    throw refuse.malformed("code_challenge_method must be 'S256'");
  const prompt = parameters.get('prompt');
  if (prompt !== null && !['none', 'login', 'consent', 'select_account'].includes(prompt))
    throw refuse.malformed(`prompt '${prompt}'`);
}

/** What the client asks a token for. */
export function requestedScopesOf(parameters: URLSearchParams): RequestedScopes {
  const resource = parameters.get('resource');
  // Version 1 of the protocol names a resource in place of scopes.
  return parseScopes(parameters.get('scope') ?? (resource === null ? '' : `${resource}/.default`));
}

/** A parameter that must be there. @throws {SignInFault} 900144 */
export function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null || value === '') throw refuse.missing(name);
  return value;
}
