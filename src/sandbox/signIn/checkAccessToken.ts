import { accessTokenIssuer } from './issueTokens.ts';
import { type Claims, decodeJwt, isSignedBy, numberClaim, textClaim } from './jwt.ts';
import type { Cloud } from './model.ts';
import type { SignInPlace } from './signInPlace.ts';

export type AccessTokenCheck =
  | { readonly kind: 'valid'; readonly claims: Claims }
  /** Why not, in a sentence for developers. */
  | { readonly kind: 'invalid'; readonly reason: string };

export type ExpectedToken = {
  readonly cloud: Cloud;
  /** Nothing: any tenant of the cloud. */
  readonly tenantId?: string;
  /** Whether the audience is this resource. */
  readonly isAudience: (audience: string) => boolean;
  /** Of the resource's own clock; milliseconds since 1970. */
  readonly now: number;
};

/** Clocks of authority and resource may differ by so much. */
const allowedSkewSeconds = 300;

/** Verifies an access token as a resource does: signature, issuer, audience, and times. */
export async function checkAccessToken(
  place: SignInPlace,
  token: string,
  { cloud, tenantId, isAudience, now }: ExpectedToken,
): Promise<AccessTokenCheck> {
  const invalid = (reason: string): AccessTokenCheck => ({ kind: 'invalid', reason });
  const decoded = decodeJwt(token);
  if (decoded === undefined) return invalid('The token is no JSON Web Token.');
  const { header, claims } = decoded;
  const key = await place.tokenKey();
  if (header.alg !== 'RS256' || header.kid !== key.id || !isSignedBy(decoded, key.publicKey))
    return invalid("The token's signature is invalid.");
  const tenant = textClaim(claims, 'tid') ?? '';
  if (textClaim(claims, 'iss') !== accessTokenIssuer(cloud, tenant) || (tenantId ?? tenant) !== tenant)
    return invalid("The token's issuer is not the tenant's authority.");
  const audience = textClaim(claims, 'aud') ?? '';
  if (!isAudience(audience)) return invalid(`The token's audience '${audience}' is invalid.`);
  const seconds = now / 1000;
  const expiry = numberClaim(claims, 'exp') ?? 0;
  const start = numberClaim(claims, 'nbf') ?? Number.POSITIVE_INFINITY;
  // A token that lives for seconds only, for a test, is not given minutes more.
  const lifetime = expiry - (numberClaim(claims, 'iat') ?? 0);
  const skew = Math.min(allowedSkewSeconds, lifetime / 12);
  if (seconds >= expiry + skew || place.isVoid(textClaim(claims, 'uti') ?? ''))
    return invalid('The token is expired.');
  if (seconds < start - allowedSkewSeconds) return invalid('The token is not yet valid.');
  return { kind: 'valid', claims };
}

/** The token in an `Authorization` header. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
}

/** Whether a text claim with words between spaces holds one. */
export function hasScope(claims: Claims, scope: string): boolean {
  return (textClaim(claims, 'scp') ?? '').split(' ').includes(scope);
}

export function hasRole({ roles }: Claims, role: string): boolean {
  return Array.isArray(roles) && roles.includes(role);
}

/** A token of an application in its own name, with no user. */
export function isApplicationToken(claims: Claims): boolean {
  return textClaim(claims, 'idtyp') === 'app';
}
