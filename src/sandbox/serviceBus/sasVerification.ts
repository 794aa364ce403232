import { createHmac, timingSafeEqual } from 'node:crypto';
import { isWithinScope, parseResourceUri, type ResourceUri } from './entityAddress.ts';
import type { PolicyDefinition, PolicyRight } from './namespaceDefinition.ts';

export type SasVerdict =
  | {
      readonly kind: 'granted';
      /** Path (lower case) that the grant covers, with everything below it; empty: the namespace. */
      readonly scope: string;
      readonly rights: ReadonlySet<PolicyRight>;
      /** Milliseconds since 1970. */
      readonly expiresAt: number;
    }
  | { readonly kind: 'refused'; readonly description: string };

/** What is needed to judge a token. */
export interface SasJudge {
  /** Policies of that name which may speak for the path: the entity's own and the namespace's. */
  readonly findPolicies: (name: string, path: string) => readonly PolicyDefinition[];
  /** Whether a URI's host and port are this namespace's. */
  readonly isOwnHost: (uri: ResourceUri) => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface SasFields {
  readonly sr: string;
  readonly sig: string;
  readonly se: number;
  readonly skn: string;
}

const MAX_TOKEN_LENGTH = 8192;

// InvalidSignature, InvalidAudience and ExpiredToken read as the real service writes them (seen in public reports).
// The sentence for a malformed token is a guess.
const INVALID_SIGNATURE = 'InvalidSignature: The token has an invalid signature.';
const INVALID_AUDIENCE = 'InvalidAudience: The authorization header contains a token with a wrong audience.';
const MALFORMED_TOKEN = 'MalformedToken: The token is malformed.';

/**
 * Verifies a shared access signature for an audience, as `$cbs` receives the two.
 * Authorisation comes before existence, as in the real service: whether the entity exists is not looked at here.
 * That the signature is judged before the expiry is a guess.
 */
export function verifySasToken(token: string, audience: string, judge: SasJudge): SasVerdict {
  const fields = parseSasToken(token);
  if (fields === undefined) return refuse(MALFORMED_TOKEN);
  const resource = parseResourceUri(decode(fields.sr.replaceAll('+', ' ')) ?? '');
  const wanted = parseResourceUri(audience);
  if (resource === undefined || wanted === undefined) return refuse(INVALID_AUDIENCE);
  if (!judge.isOwnHost(resource) || !judge.isOwnHost(wanted)) return refuse(INVALID_AUDIENCE);

  // The text that was signed is the URI as sent, still encoded: encodings and letter case differ between clients.
  const signed = `${fields.sr}\n${fields.se}`;
  const policies = judge.findPolicies(fields.skn, resource.path);
  const policy = policies.find(({ key, secondaryKey }) =>
    [key, secondaryKey].some((one) => one !== undefined && isSignatureOf(fields.sig, signed, one)),
  );
  if (policy === undefined) return refuse(INVALID_SIGNATURE);

  const expiresAt = fields.se * 1000;
  if (expiresAt <= judge.now) {
    return refuse(`ExpiredToken: The token is expired. Expiration time: '${formatExpiry(expiresAt)}'.`);
  }
  if (!isWithinScope(wanted.path, resource.path)) return refuse(INVALID_AUDIENCE);
  return { kind: 'granted', scope: wanted.path, rights: rightsOf(policy), expiresAt };
}

function refuse(description: string): SasVerdict {
  return { kind: 'refused', description };
}

function formatExpiry(milliseconds: number): string {
  const latest = 8.64e15;
  return new Date(Math.min(milliseconds, latest))
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}

function parseSasToken(token: string): SasFields | undefined {
  if (token.length > MAX_TOKEN_LENGTH) return undefined;
  const match = /^SharedAccessSignature\s+(\S.*)$/is.exec(token.trim());
  if (match?.[1] === undefined) return undefined;
  const fields = new Map<string, string>();
  for (const pair of match[1].split('&')) {
    const at = pair.indexOf('=');
    if (at <= 0) return undefined;
    const name = pair.slice(0, at).trim().toLowerCase();
    if (fields.has(name)) return undefined;
    fields.set(name, pair.slice(at + 1).trim());
  }
  const sr = fields.get('sr');
  const sig = decode(fields.get('sig') ?? '');
  const se = fields.get('se');
  const skn = decode((fields.get('skn') ?? '').replaceAll('+', ' '));
  if (!sr || !sig || !skn || se === undefined || !/^\d{1,12}$/.test(se)) return undefined;
  return { sr, sig, se: Number(se), skn };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function isSignatureOf(signature: string, signed: string, key: string): boolean {
  const expected = createHmac('sha256', Buffer.from(key, 'utf8')).update(signed, 'utf8').digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function rightsOf(policy: PolicyDefinition): ReadonlySet<PolicyRight> {
  return new Set(policy.rights.includes('Manage') ? ['Send', 'Listen', 'Manage'] : policy.rights);
}
