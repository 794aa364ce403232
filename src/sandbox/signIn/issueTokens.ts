import { createHash, randomBytes } from 'node:crypto';
import { hashOf } from './directory.ts';
import { signJwt } from './jwt.ts';
import type { Account, Application, Cloud, Resource, Tenant } from './model.ts';
import type { SignInPlace } from './signInPlace.ts';

/** Somebody who signed in to an application, for a resource. */
export type Grant = {
  readonly cloud: Cloud;
  readonly tenant: Tenant;
  readonly application: Application;
  readonly account: Account;
  /** How they proved who they are: `pwd`, `mfa`. */
  readonly methods: readonly string[];
  readonly resource: Resource;
  readonly scopes: readonly string[];
  /** Names of permissions as the client asked for them, such as `.default`: it finds the token again by them. */
  readonly askedScopes: readonly string[];
  readonly openId: readonly string[];
  readonly nonce?: string;
  /** The client wants to know home ids. */
  readonly clientInfo: boolean;
  /** The client proved itself with a secret or certificate. */
  readonly confidential: boolean;
};

export type TokenAnswer = { readonly [name: string]: string | number };

/** Issuer of a tenant's access tokens: Dataverse and Graph get tokens of version 1. */
export function accessTokenIssuer(cloud: Cloud, tenantId: string): string {
  return `${cloud.authority}/${tenantId}/`;
}

export function idTokenIssuer(cloud: Cloud, tenantId: string): string {
  return `${cloud.authority}/${tenantId}/v2.0`;
}

/** Tokens for a user. */
export async function issueUserTokens(place: SignInPlace, grant: Grant): Promise<TokenAnswer> {
  const { cloud, tenant, application, account, resource, openId } = grant;
  const now = place.now();
  const seconds = Math.floor(now / 1000);
  const accessToken = await accessTokenFor(place, grant, {
    appidacr: grant.confidential ? '1' : '0',
    amr: grant.methods,
    name: account.displayName,
    oid: account.id,
    scp: grant.scopes.join(' '),
    sub: pairwiseId(account.id, resource.appId),
    unique_name: account.userName,
    upn: account.userName,
  });
  const answer: { [name: string]: string | number } = {
    token_type: 'Bearer',
    scope: scopeText(grant),
    expires_in: place.settings.accessTokenSeconds,
    ext_expires_in: place.settings.accessTokenSeconds,
    access_token: accessToken,
  };
  if (openId.includes('offline_access')) {
    const refreshToken = randomBytes(48).toString('base64url');
    place.directory.putRefreshToken({
      hash: hashOf(refreshToken),
      tenantId: tenant.id,
      accountId: account.id,
      appId: application.appId,
      methods: grant.methods,
      issuedAt: now,
      expiresAt: now + place.settings.refreshTokenSeconds * 1000,
    });
    answer.refresh_token = refreshToken;
  }
  if (openId.includes('openid')) {
    const key = await place.tokenKey();
    answer.id_token = signJwt(
      { kid: key.id },
      {
        aud: application.appId,
        iss: idTokenIssuer(cloud, tenant.id),
        iat: seconds,
        nbf: seconds,
        exp: seconds + place.settings.accessTokenSeconds,
        name: account.displayName,
        ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
        oid: account.id,
        preferred_username: account.userName,
        sub: pairwiseId(account.id, application.appId),
        tid: tenant.id,
        ver: '2.0',
      },
      key.privateKey,
    );
  }
  if (grant.clientInfo) {
    const info = JSON.stringify({ uid: account.id, utid: account.tenantId });
    answer.client_info = Buffer.from(info).toString('base64url');
  }
  return answer;
}

export type ApplicationGrant = Pick<Grant, 'cloud' | 'tenant' | 'application' | 'resource'> & {
  readonly roles: readonly string[];
  readonly servicePrincipalId: string;
  readonly proof: 'secret' | 'certificate';
};

/** A token for an application in its own name. */
export async function issueApplicationToken(
  place: SignInPlace,
  grant: ApplicationGrant,
): Promise<TokenAnswer> {
  const accessToken = await accessTokenFor(place, grant, {
    appidacr: grant.proof === 'secret' ? '1' : '2',
    idtyp: 'app',
    oid: grant.servicePrincipalId,
    ...(grant.roles.length === 0 ? {} : { roles: grant.roles }),
    sub: grant.servicePrincipalId,
  });
  return {
    token_type: 'Bearer',
    expires_in: place.settings.accessTokenSeconds,
    ext_expires_in: place.settings.accessTokenSeconds,
    access_token: accessToken,
  };
}

async function accessTokenFor(
  place: SignInPlace,
  { cloud, tenant, application, resource }: Pick<Grant, 'cloud' | 'tenant' | 'application' | 'resource'>,
  claims: { readonly [name: string]: unknown },
): Promise<string> {
  const key = await place.tokenKey();
  const seconds = Math.floor(place.now() / 1000);
  const expiry = seconds + place.settings.accessTokenSeconds;
  const tokenId = randomBytes(16).toString('base64url');
  place.issued(tokenId, expiry * 1000);
  return signJwt(
    { kid: key.id, x5t: key.id },
    {
      aud: resource.audience,
      iss: accessTokenIssuer(cloud, tenant.id),
      iat: seconds,
      nbf: seconds,
      exp: expiry,
      appid: application.appId,
      idp: accessTokenIssuer(cloud, tenant.id),
      tid: tenant.id,
      uti: tokenId,
      ver: '1.0',
      ...claims,
    },
    key.privateKey,
  );
}

/** A user's id that differs from application to application. */
function pairwiseId(accountId: string, appId: string): string {
  return createHash('sha256').update(`${accountId} ${appId}`).digest('base64url');
}

function scopeText({ resource, scopes, askedScopes, openId }: Grant): string {
  const permissions = [...new Set([...scopes, ...askedScopes])].map((scope) => `${resource.prefix}${scope}`);
  return [...permissions, ...openId.filter((scope) => scope !== 'offline_access')].join(' ');
}
