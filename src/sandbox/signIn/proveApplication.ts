import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { hashOf } from './directory.ts';
import { decodeJwt, isSignedBy, numberClaim, textClaim } from './jwt.ts';
import type { Application, Cloud, Tenant } from './model.ts';
import { refuse } from './signInFault.ts';

export type ProofContext = {
  readonly cloud: Cloud;
  readonly tenant: Tenant;
  readonly application: Application;
  readonly now: number;
};

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const allowedSkewSeconds = 300;

/**
 * How the client proves which application it is.
 * @returns `public` when it presents nothing and need not
 * @throws {SignInFault} when the proof fails, or is missing, or does not belong there
 */
export function proveApplication(
  context: ProofContext,
  form: URLSearchParams,
): 'public' | 'secret' | 'certificate' {
  const { application } = context;
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  const hasCredentials = application.passwords.length > 0 || application.keys.length > 0;
  if (secret === null && assertion === null) return 'public';
  if (!hasCredentials && application.isFallbackPublicClient) throw refuse.secretNotAllowed();
  if (secret !== null) {
    checkSecret(context, secret);
    return 'secret';
  }
  if (form.get('client_assertion_type') !== assertionType) throw refuse.malformed('client_assertion_type');
  checkAssertion(context, assertion ?? '');
  return 'certificate';
}

function checkSecret({ application, now }: ProofContext, secret: string): void {
  const hash = Buffer.from(hashOf(secret));
  const matching = application.passwords.filter((one) => timingSafeEqual(Buffer.from(one.hash), hash));
  if (matching.length === 0) throw refuse.wrongSecret(application.appId);
  if (!matching.some(({ startsAt, endsAt }) => startsAt <= now && now < endsAt))
    throw refuse.expiredSecret(application.appId);
}

/** RFC 7523, with the certificate named by its thumbprint as Microsoft's identity platform asks for it. */
function checkAssertion(context: ProofContext, assertion: string): void {
  const { application, cloud, tenant, now } = context;
  const token = decodeJwt(assertion);
  if (token === undefined) throw refuse.badAssertion('The assertion is no JSON Web Token');
  const { header, claims } = token;
  const certificate = application.keys
    .map((key) => new X509Certificate(key.certificate))
    .find(
      ({ raw }) => header['x5t#S256'] === thumbprint('sha256', raw) || header.x5t === thumbprint('sha1', raw),
    );
  if (certificate === undefined) throw refuse.badAssertion('The key was not found');
  if (!isSignedBy(token, certificate.publicKey))
    throw refuse.badAssertion('The key was found, but use of the key to verify the signature failed');
  if (now < certificate.validFromDate.getTime() || now > certificate.validToDate.getTime())
    throw refuse.badAssertion('The key was found, but its certificate is not within its valid time range');
  if (textClaim(claims, 'iss') !== application.appId || textClaim(claims, 'sub') !== application.appId)
    throw refuse.badAssertion('The issuer and the subject must be the id of the application');
  const audience = textClaim(claims, 'aud') ?? '';
  const names = [tenant.id, tenant.domain];
  const audiences = names.flatMap((name) => [
    `${cloud.authority}/${name}/oauth2/v2.0/token`,
    `${cloud.authority}/${name}/oauth2/token`,
    `${cloud.authority}/${name}/v2.0`,
    `${cloud.authority}/${name}/`,
  ]);
  if (!audiences.includes(audience)) throw refuse.assertionAudience();
  const seconds = now / 1000;
  const expiry = numberClaim(claims, 'exp');
  const start = numberClaim(claims, 'nbf') ?? 0;
  if (expiry === undefined || seconds > expiry + allowedSkewSeconds || seconds < start - allowedSkewSeconds)
    throw refuse.assertionTime(new Date(now).toISOString());
  // Not more than that: Microsoft's identity platform takes an assertion again until it expires, and clients keep theirs.
  if ((textClaim(claims, 'jti') ?? '') === '') throw refuse.badAssertion("The claim 'jti' is missing");
}

function thumbprint(algorithm: 'sha1' | 'sha256', raw: Buffer): string {
  return createHash(algorithm).update(raw).digest('base64url');
}
