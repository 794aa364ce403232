import { z } from 'zod';

/**
 * What an access token says about itself. It is read to explain things, never to decide what is allowed:
 * that is the organisation's to do, which alone can tell whether the token is genuine.
 */
export const TokenContents = z.object({
  /** For whom it was made: the organisation's address, without a slash at its end. */
  audience: z.string(),
  kind: z.enum(['user', 'application']),
  tenantId: z.string().nullable(),
  userName: z.string().nullable(),
  name: z.string().nullable(),
  /** Object id of the user or of the application's service principal. */
  objectId: z.string().nullable(),
  clientId: z.string().nullable(),
  /** Delegated permissions, such as `user_impersonation`. */
  scopes: z.array(z.string()),
  roles: z.array(z.string()),
  issuedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
  issuer: z.string().nullable(),
});
export type TokenContents = z.infer<typeof TokenContents>;

export type TokenReading =
  | { kind: 'contents'; contents: TokenContents }
  | { kind: 'unreadable'; sentence: string; advice: string };

const Claims = z.object({
  aud: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  tid: z.string().optional(),
  upn: z.string().optional(),
  unique_name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  oid: z.string().optional(),
  sub: z.string().optional(),
  appid: z.string().optional(),
  azp: z.string().optional(),
  scp: z.string().optional(),
  roles: z.array(z.string()).optional(),
  idtyp: z.string().optional(),
  iat: z.number().optional(),
  exp: z.number().optional(),
  iss: z.string().optional(),
});

const longestToken = 50_000;

/** Reads the claims of a token. The sentences hold nothing of it. */
export function readToken(token: string): TokenReading {
  const text = token.trim().replace(/^Bearer\s{1,9}/i, '');
  const parts = text.split('.');
  if (text.length > longestToken || parts.length !== 3 || parts[1] === undefined) {
    return unreadable('This is not an access token that can be looked into.');
  }
  const claims = Claims.safeParse(decode(parts[1]));
  if (!claims.success)
    return unreadable('The access token cannot be understood; a part of it may be missing.');
  const { aud, scp, roles = [], iat, exp, ...rest } = claims.data;
  const audience = Array.isArray(aud) ? aud[0] : aud;
  const scopes = (scp ?? '').split(' ').filter((scope) => scope !== '');
  const userName = rest.upn ?? rest.unique_name ?? rest.preferred_username ?? rest.email ?? null;
  return {
    kind: 'contents',
    contents: {
      audience: (audience ?? '').replace(/\/+$/, ''),
      kind: rest.idtyp === 'app' || (scopes.length === 0 && userName === null) ? 'application' : 'user',
      tenantId: rest.tid ?? null,
      userName,
      name: rest.name ?? null,
      objectId: rest.oid ?? rest.sub ?? null,
      clientId: rest.appid ?? rest.azp ?? null,
      scopes,
      roles,
      issuedAt: instant(iat),
      expiresAt: instant(exp),
      issuer: rest.iss ?? null,
    },
  };
}

export interface TokenExpectation {
  /** What the token has to be for: origin of the organisation, or what its challenge named. */
  readonly resource: string;
  readonly tenantId?: string | undefined;
  /** A delegated permission that is needed. */
  readonly scope?: string | undefined;
}

export const TokenProblem = z.object({
  kind: z.enum(['audience', 'expired', 'notYet', 'tenant', 'scope']),
  sentence: z.string(),
  advice: z.string(),
});
export type TokenProblem = z.infer<typeof TokenProblem>;

/** What stands against using a token for an organisation, the most important first. */
export function problemsOfToken(
  contents: TokenContents,
  expected: TokenExpectation,
  now: Date,
): TokenProblem[] {
  const problems: TokenProblem[] = [];
  const resource = expected.resource.replace(/\/+$/, '');
  if (contents.audience.toLowerCase() !== resource.toLowerCase()) {
    problems.push({
      kind: 'audience',
      sentence: `The token is for ${contents.audience === '' ? 'nobody in particular' : contents.audience}, not for ${resource}.`,
      advice: `Ask for a token with the scope ${resource}/.default`,
    });
  }
  if (contents.expiresAt !== null && Date.parse(contents.expiresAt) <= now.getTime()) {
    problems.push({
      kind: 'expired',
      sentence: `The token ended at ${contents.expiresAt}.`,
      advice: 'Tokens live about an hour. Get a fresh one, or sign in so that it is renewed by itself.',
    });
  }
  // Servers allow five minutes of difference between clocks.
  if (contents.issuedAt !== null && Date.parse(contents.issuedAt) > now.getTime() + 300_000) {
    problems.push({
      kind: 'notYet',
      sentence: `By this computer’s clock the token was made in the future, at ${contents.issuedAt}.`,
      advice: 'Set the computer’s clock right, best by letting it follow an internet time server.',
    });
  }
  const { tenantId } = expected;
  if (tenantId !== undefined && contents.tenantId !== null && contents.tenantId !== tenantId.toLowerCase()) {
    problems.push({
      kind: 'tenant',
      sentence: `The token is of the tenant ${contents.tenantId}; the organisation belongs to ${tenantId}.`,
      advice: 'Sign in with the organisation’s tenant: guests have to name it.',
    });
  }
  const { scope } = expected;
  if (scope !== undefined && contents.kind === 'user' && !contents.scopes.includes(scope)) {
    problems.push({
      kind: 'scope',
      sentence: `The token does not hold the permission ${scope}.`,
      advice: `Add the delegated permission ${scope} of Dynamics CRM (Dataverse) to the app registration, and consent to it.`,
    });
  }
  return problems;
}

function unreadable(sentence: string): TokenReading {
  return {
    kind: 'unreadable',
    sentence,
    advice: 'A token is one long word with two dots in it, which begins with eyJ. Copy it whole.',
  };
}

function decode(part: string): unknown {
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(
      new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0))),
    );
  } catch {
    return undefined;
  }
}

function instant(seconds: number | undefined): string | null {
  if (seconds === undefined || Math.abs(seconds) > 8_000_000_000_000) return null;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 0
    ? null
    : date.toISOString();
}
