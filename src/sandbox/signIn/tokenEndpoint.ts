import { createHash } from 'node:crypto';
import { hashOf } from './directory.ts';
import { issueApplicationToken, issueUserTokens, type TokenAnswer } from './issueTokens.ts';
import type { Account, Application, Cloud, Tenant } from './model.ts';
import type { PendingGrants } from './pendingGrants.ts';
import { proveApplication } from './proveApplication.ts';
import {
  missingPermissions,
  parseScopes,
  type RequestedScopes,
  resourceIn,
  wantedScopes,
} from './requestedScopes.ts';
import { refuse } from './signInFault.ts';
import type { SignInPlace } from './signInPlace.ts';

/** A tenant as an address names it; `organizations` and `common` stand for whichever the user is of. */
export type TenantName =
  | { readonly kind: 'tenant'; readonly tenant: Tenant }
  | { readonly kind: 'any'; readonly name: string };

export type TokenRequest = {
  readonly place: SignInPlace;
  readonly grants: PendingGrants;
  readonly cloud: Cloud;
  readonly named: TenantName;
  readonly form: URLSearchParams;
};

/** Exchanges what the client has for tokens (RFC 6749, 7636, 8628). @throws {SignInFault} */
export function exchange(request: TokenRequest): Promise<TokenAnswer> {
  const grantType = request.form.get('grant_type');
  switch (grantType) {
    case null:
      throw refuse.missing('grant_type');
    case 'authorization_code':
      return byCode(request);
    case 'refresh_token':
      return byRefreshToken(request);
    case 'client_credentials':
      return byApplication(request);
    case 'password':
      return byPassword(request);
    case 'urn:ietf:params:oauth:grant-type:device_code':
    case 'device_code':
      return byDeviceCode(request);
    default:
      throw refuse.badGrantType(grantType);
  }
}

async function byCode(request: TokenRequest): Promise<TokenAnswer> {
  const { place, grants, form } = request;
  const code = grants.findCode(required(form, 'code'));
  if (code === undefined || !sameTenant(request, code.tenant)) throw refuse.badGrant('code');
  const proof = prove(request, code.tenant);
  if (proof.application.appId !== code.application.appId) throw refuse.badGrant('code');
  if (code.redeemed) throw refuse.redeemed();
  if (place.now() > code.expiresAt) throw refuse.expiredCode();
  if (required(form, 'redirect_uri') !== code.redirectUri) throw refuse.otherRedirect();
  if (code.challenge !== undefined) {
    const verifier = required(form, 'code_verifier');
    if (createHash('sha256').update(verifier).digest('base64url') !== code.challenge)
      throw refuse.wrongVerifier();
  }
  code.redeemed = true;
  const asked = form.get('scope') === null ? code.requested : parseScopes(form.get('scope') ?? '');
  return tokensFor(request, proof, {
    tenant: code.tenant,
    account: code.account,
    methods: code.methods,
    requested: asked,
    ...(code.nonce === undefined ? {} : { nonce: code.nonce }),
  });
}

async function byRefreshToken(request: TokenRequest): Promise<TokenAnswer> {
  const { place, form } = request;
  const { directory, settings } = place;
  const now = place.now();
  const token = directory.findRefreshToken(hashOf(required(form, 'refresh_token')));
  if (token === undefined) throw refuse.badGrant('refresh_token');
  const account = directory.account(token.accountId);
  if (account === undefined) throw refuse.badGrant('refresh_token');
  const tenant = directory.tenant(token.tenantId);
  if (!sameTenant(request, tenant)) throw refuse.foreignUser(account.userName, namedText(request.named));
  const proof = prove(request, tenant);
  if (proof.application.appId !== token.appId) throw refuse.badGrant('refresh_token');
  const revoked = directory.revokedBefore(account.id);
  if (revoked !== undefined && token.issuedAt <= revoked)
    throw refuse.revoked(new Date(revoked).toISOString());
  if (now >= token.expiresAt) throw refuse.expiredRefresh(new Date(token.issuedAt).toISOString());
  if (token.usedAt !== undefined && now >= token.usedAt + settings.refreshGraceSeconds * 1000)
    throw refuse.badGrant('refresh_token');
  checkAccount(account);
  const requested = parseScopes(form.get('scope') ?? '');
  const answer = await tokensFor(request, proof, {
    tenant,
    account,
    methods: token.methods,
    // Whoever has a refresh token gets the next one, asked for or not.
    requested: { ...requested, openId: [...new Set([...requested.openId, 'offline_access'])] },
  });
  if (token.usedAt === undefined) directory.putRefreshToken({ ...token, usedAt: now });
  return answer;
}

async function byPassword(request: TokenRequest): Promise<TokenAnswer> {
  const { place, cloud, form, named } = request;
  const userName = required(form, 'username');
  const password = required(form, 'password');
  const account = place.directory.findAccount(cloud.name, userName);
  if (account === undefined) throw refuse.noUser(userName, namedText(named));
  const tenant = place.directory.tenant(account.tenantId);
  if (!sameTenant(request, tenant)) throw refuse.noUser(userName, namedText(named));
  const proof = prove(request, tenant, 'public');
  if (account.password !== password) throw refuse.wrongPassword();
  checkAccount(account);
  const requested = parseScopes(form.get('scope') ?? '');
  if (account.mfa) throw refuse.mfa(resourceIn(place, cloud, tenant, requested).appId);
  return tokensFor(request, proof, { tenant, account, methods: ['pwd'], requested });
}

async function byDeviceCode(request: TokenRequest): Promise<TokenAnswer> {
  const { place, grants, form } = request;
  const given = form.get('device_code') ?? form.get('code');
  if (given === null) throw refuse.missing('device_code');
  const code = grants.findDeviceCode(given);
  if (code === undefined) throw refuse.badDeviceCode();
  const { outcome } = code;
  if (outcome.kind !== 'signedIn') {
    if (outcome.kind === 'declined') throw refuse.deviceDeclined();
    if (outcome.kind === 'refused') throw outcome.fault;
    throw place.now() > code.expiresAt ? refuse.deviceExpired() : refuse.pending();
  }
  const proof = prove(request, outcome.tenant, 'public');
  if (proof.application.appId !== code.application.appId) throw refuse.badDeviceCode();
  grants.removeDeviceCode(code);
  return tokensFor(request, proof, { ...outcome, requested: code.requested });
}

async function byApplication(request: TokenRequest): Promise<TokenAnswer> {
  const { place, cloud, named, form } = request;
  const { directory } = place;
  if (named.kind === 'any') throw refuse.noTenant();
  const { tenant } = named;
  const { application, proof } = prove(request, tenant);
  if (proof === 'public') throw refuse.secretNeeded();
  const principal = directory.servicePrincipal(tenant.id, application.appId);
  if (principal === undefined) throw refuse.unknownApplication(application.appId, tenant.displayName);
  const text = required(form, 'scope');
  const requested = parseScopes(text);
  if (requested.values.length !== 1 || requested.values[0] !== '.default')
    throw refuse.defaultScopeNeeded(text);
  const resource = resourceIn(place, cloud, tenant, requested);
  return issueApplicationToken(place, {
    cloud,
    tenant,
    application,
    resource,
    proof,
    roles: directory.grantedRoles(tenant.id, application.appId, resource.appId),
    servicePrincipalId: principal.id,
  });
}

type Proof = { readonly application: Application; readonly proof: 'public' | 'secret' | 'certificate' };

/** @param only public clients that are marked as such may sign in without a browser of their own */
function prove(
  { place, cloud, form }: Pick<TokenRequest, 'place' | 'cloud' | 'form'>,
  tenant: Tenant,
  only?: 'public',
): Proof {
  const application = knownApplication(place, tenant, required(form, 'client_id'));
  const proof = proveApplication({ cloud, tenant, application, now: place.now() }, form);
  if (proof === 'public' && !mayBePublic(application, form, only)) throw refuse.secretNeeded();
  return { application, proof };
}

/** A registration is public by its mark; without the mark, for redirect addresses of the public kind only. */
function mayBePublic(application: Application, form: URLSearchParams, only?: 'public'): boolean {
  if (application.isFallbackPublicClient) return true;
  if (only === 'public') return false;
  if (form.get('grant_type') === 'client_credentials') return true;
  return application.publicRedirectUris.length > 0;
}

/** @throws {SignInFault} 700016, also for a new application that has not got about yet */
export function knownApplication(place: SignInPlace, tenant: Tenant, appId: string): Application {
  const application = place.directory.findApplication(tenant, appId);
  const isNew =
    application !== undefined &&
    place.now() < application.createdAt + place.settings.propagationSeconds * 1000;
  if (application === undefined || isNew) throw refuse.unknownApplication(appId, tenant.displayName);
  return application;
}

/** @throws {SignInFault} when the account may get no tokens at all */
export function checkAccount(account: Account): void {
  if (account.disabled) throw refuse.disabled();
  if (account.blocked) throw refuse.conditionalAccess();
}

type SignedIn = {
  readonly tenant: Tenant;
  readonly account: Account;
  readonly methods: readonly string[];
  readonly requested: RequestedScopes;
  readonly nonce?: string;
};

function tokensFor(
  { place, cloud, form }: TokenRequest,
  { application, proof }: Proof,
  { tenant, account, methods, requested, nonce }: SignedIn,
): Promise<TokenAnswer> {
  const { directory } = place;
  const resource = resourceIn(place, cloud, tenant, requested);
  const scopes = wantedScopes(directory, application, account, resource, requested);
  if (missingPermissions(directory, application, account, resource, scopes).length > 0)
    throw refuse.consent(application.appId, application.displayName);
  return issueUserTokens(place, {
    cloud,
    tenant,
    application,
    account,
    methods,
    resource,
    scopes,
    askedScopes: requested.values,
    openId: requested.openId,
    ...(nonce === undefined ? {} : { nonce }),
    clientInfo: form.get('client_info') === '1',
    confidential: proof !== 'public',
  });
}

function sameTenant({ named }: TokenRequest, tenant: Tenant): boolean {
  return named.kind === 'any' || named.tenant.id === tenant.id;
}

function namedText(named: TenantName): string {
  return named.kind === 'any' ? named.name : named.tenant.displayName;
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (value === null || value === '') throw refuse.missing(name);
  return value;
}
