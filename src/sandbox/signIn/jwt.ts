import { constants, type KeyObject, sign, verify } from 'node:crypto';

export type Claims = { readonly [name: string]: unknown };

/** A token taken apart; nothing of it is verified. */
export type DecodedJwt = {
  readonly header: Claims;
  readonly claims: Claims;
  readonly signed: string;
  readonly signature: Buffer;
};

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

/** Signs with RS256. */
export function signJwt(header: Claims, claims: Claims, key: KeyObject): string {
  const signed = `${encode({ typ: 'JWT', alg: 'RS256', ...header })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

/** Undefined for what is no JSON Web Token. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const [, head, body, tail] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
  if (head === undefined || body === undefined || tail === undefined) return undefined;
  const header = parse(head);
  const claims = parse(body);
  if (header === undefined || claims === undefined) return undefined;
  return { header, claims, signed: `${head}.${body}`, signature: Buffer.from(tail, 'base64url') };
}

function parse(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** RS256 and PS256 are what clients sign with; anything else, `none` among it, verifies nothing. */
export function isSignedBy({ header, signed, signature }: DecodedJwt, key: KeyObject): boolean {
  const data = Buffer.from(signed);
  if (header.alg === 'RS256') return verify('sha256', data, key, signature);
  if (header.alg !== 'PS256') return false;
  return verify(
    'sha256',
    data,
    { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    signature,
  );
}

export function textClaim(claims: Claims, name: string): string | undefined {
  const value = claims[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberClaim(claims: Claims, name: string): number | undefined {
  const value = claims[name];
  return typeof value === 'number' ? value : undefined;
}
