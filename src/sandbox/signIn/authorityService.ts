import {
  type AuthorizePlace,
  applicationFor,
  authorize,
  continueFlow,
  enterDeviceCode,
} from './authorizeEndpoint.ts';
import { type BrowserSessions, createBrowserSessions } from './browserSessions.ts';
import { faultAnswer, faultIds } from './faultAnswer.ts';
import { formOf, json, redirect, type SignInRequest, type SignInResponse } from './message.ts';
import type { Cloud } from './model.ts';
import { createPendingGrants } from './pendingGrants.ts';
import { parseScopes } from './requestedScopes.ts';
import { refuse, SignInFault } from './signInFault.ts';
import type { SignInPlace } from './signInPlace.ts';
import { faultPage, notePage } from './stepPages.ts';
import { exchange, type TenantName } from './tokenEndpoint.ts';

export type AuthorityService = {
  answer(cloud: Cloud, request: SignInRequest): Promise<SignInResponse>;
  readonly sessions: BrowserSessions;
};

/** The authority's addresses, for each cloud: OpenID discovery, sign-in pages, tokens, device codes. */
export function createAuthorityService(place: SignInPlace): AuthorityService {
  const grants = createPendingGrants();
  const at: AuthorizePlace = { place, grants, sessions: createBrowserSessions(), flows: new Map() };

  async function answer(cloud: Cloud, request: SignInRequest): Promise<SignInResponse> {
    const { pathname } = request.url;
    const [, flowId] = /^\/signin\/([\w-]+)$/.exec(pathname) ?? [];
    if (flowId !== undefined) return continueFlow(at, cloud, flowId, request);
    if (pathname === '/device') return enterDeviceCode(at, cloud, request);
    if (pathname === '/error') return errorPage(request);
    const [, tenantText = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
    if (rest === 'discovery/instance') return instanceDiscovery(cloud, request);
    const named = tenantNamed(place, cloud, decodeURIComponent(tenantText));
    const version1 = !/^(?:oauth2\/)?v2\.0\//.test(rest);
    switch (rest.replace(/^oauth2\/v2\.0\//, 'oauth2/').replace(/^v2\.0\/\./, '.')) {
      case '.well-known/openid-configuration':
        return json(200, openIdConfiguration(cloud, known(named, tenantText), version1));
      case 'discovery/v2.0/keys':
      case 'discovery/keys':
        return json(200, await keySet(place));
      case 'oauth2/authorize':
        return authorize(at, cloud, known(named, tenantText), request);
      case 'oauth2/token':
        needsPost(request);
        return noStore(json(200, await exchange(tokenRequest(named, tenantText, cloud, request))));
      case 'oauth2/devicecode':
        needsPost(request);
        return noStore(json(200, deviceCode(cloud, known(named, tenantText), request)));
      case 'oauth2/logout':
        return signOut(request);
      default:
        return notFound(cloud, pathname);
    }
  }

  function tokenRequest(
    named: TenantName | undefined,
    tenantText: string,
    cloud: Cloud,
    request: SignInRequest,
  ) {
    const form = formOf(request);
    const resource = form.get('resource');
    // Version 1 of the protocol names a resource in place of scopes.
    if (resource !== null && form.get('scope') === null)
      form.set('scope', `${resource}/.default openid offline_access`);
    return { place, grants, cloud, named: known(named, tenantText), form };
  }

  function deviceCode(cloud: Cloud, named: TenantName, request: SignInRequest) {
    const form = formOf(request);
    const appId = form.get('client_id');
    if (appId === null) throw refuse.missing('client_id');
    const application = applicationFor(place, cloud, named, appId);
    if (!application.isFallbackPublicClient) throw refuse.secretNeeded();
    const { settings } = place;
    const code = grants.addDeviceCode({
      cloud,
      tenant: named.kind === 'tenant' ? named.tenant : undefined,
      application,
      requested: parseScopes(form.get('scope') ?? ''),
      expiresAt: place.now() + settings.deviceCodeSeconds * 1000,
    });
    const address = `${cloud.authority}/device`;
    return {
      user_code: code.userCode,
      device_code: code.deviceCode,
      verification_uri: address,
      expires_in: settings.deviceCodeSeconds,
      interval: settings.deviceIntervalSeconds,
      message: `To sign in, use a web browser to open the page ${address} and enter the code ${code.userCode} to authenticate.`,
    };
  }

  function signOut(request: SignInRequest): SignInResponse {
    const parameters = request.method === 'POST' ? formOf(request) : request.url.searchParams;
    const browser = at.sessions.browserOf(request);
    at.sessions.signOut(browser.id);
    const target = parameters.get('post_logout_redirect_uri');
    const isRegistered = place.directory.applications.some(({ publicRedirectUris, webRedirectUris }) =>
      [...publicRedirectUris, ...webRedirectUris].includes(target ?? ''),
    );
    if (target !== null && isRegistered) {
      const state = parameters.get('state');
      return redirect(state === null ? target : `${target}?state=${encodeURIComponent(state)}`);
    }
    return notePage('You signed out of your account', 'It is a good idea to close all browser windows.');
  }

  return {
    sessions: at.sessions,
    answer: async (cloud, request) => {
      try {
        return await answer(cloud, request);
      } catch (fault) {
        if (!(fault instanceof SignInFault)) throw fault;
        const isPage = /\/oauth2\/(?:v2\.0\/)?(?:authorize|logout)$/.test(request.url.pathname);
        return isPage
          ? faultPage(fault, faultIds(request, place.now()))
          : noStore(faultAnswer(fault, request, place.now()));
      }
    },
  };
}

/** Undefined for a tenant that the cloud does not have. */
function tenantNamed(place: SignInPlace, cloud: Cloud, name: string): TenantName | undefined {
  if (['common', 'organizations', 'consumers'].includes(name)) return { kind: 'any', name };
  const tenant = place.directory.findTenant(cloud.name, name);
  return tenant === undefined ? undefined : { kind: 'tenant', tenant };
}

function known(named: TenantName | undefined, text: string): TenantName {
  if (named === undefined) throw refuse.unknownTenant(text);
  return named;
}

function needsPost({ method }: SignInRequest): void {
  if (method !== 'POST')
    throw new SignInFault(
      'invalid_request',
      900561,
      `The endpoint only accepts POST requests. Received a ${method} request.`,
    );
}

function noStore(response: SignInResponse): SignInResponse {
  return { ...response, headers: { ...response.headers, 'Cache-Control': 'no-store' } };
}

/** What a client learns from `.well-known/openid-configuration` (OpenID Connect Discovery 1.0). */
function openIdConfiguration(cloud: Cloud, named: TenantName, version1: boolean) {
  const tenant = named.kind === 'tenant' ? named.tenant.id : named.name;
  const issuerTenant = named.kind === 'tenant' ? named.tenant.id : '{tenantid}';
  const base = `${cloud.authority}/${tenant}`;
  const version = version1 ? '' : 'v2.0/';
  return {
    token_endpoint: `${base}/oauth2/${version}token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${base}/discovery/${version}keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: version1 ? `${cloud.authority}/${issuerTenant}/` : `${cloud.authority}/${issuerTenant}/v2.0`,
    authorization_endpoint: `${base}/oauth2/${version}authorize`,
    device_authorization_endpoint: `${base}/oauth2/${version}devicecode`,
    end_session_endpoint: `${base}/oauth2/${version}logout`,
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'oid',
      'ver',
    ],
    tenant_region_scope: 'EU',
    cloud_instance_name: new URL(cloud.authority).host,
    msgraph_host: new URL(cloud.graph).host,
  };
}

/** Which hosts are one authority, for clients that were told of it. */
function instanceDiscovery(cloud: Cloud, request: SignInRequest): SignInResponse {
  const asked = request.url.searchParams.get('authorization_endpoint') ?? '';
  const { host } = new URL(cloud.authority);
  const tenant =
    URL.canParse(asked) && new URL(asked).host === host ? new URL(asked).pathname.split('/')[1] : undefined;
  if (tenant === undefined) throw new SignInFault('invalid_instance', 50049, 'Unknown or invalid instance.');
  return json(200, {
    tenant_discovery_endpoint: `${cloud.authority}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

/** The keys that tokens are signed with (RFC 7517). */
async function keySet(place: SignInPlace) {
  const { id, publicKey } = await place.tokenKey();
  return { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: id, x5t: id }] };
}

function errorPage({ url }: SignInRequest): SignInResponse {
  const number = /^\d{1,8}$/.exec(url.searchParams.get('code') ?? '')?.[0] ?? 'unknown';
  return notePage(`AADSTS${number}`, 'The message that came with this number says what to do.');
}

function notFound(cloud: Cloud, pathname: string): SignInResponse {
  if (pathname !== '/') return { ...notePage('Not found', 'There is nothing at this address.'), status: 404 };
  return notePage(
    'Sign-in authority of the sandbox',
    `Applications sign their users in here. Codes of devices are typed at ${cloud.authority}/device.`,
  );
}
