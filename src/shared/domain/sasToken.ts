import { withoutEdgeSlashes } from './serviceBusAddress.ts';

/**
 * Shared access signatures of Service Bus, Event Hubs and Relay:
 * `SharedAccessSignature sr=<resource>&sig=<signature>&se=<unix seconds>&skn=<policy name>`, fields in any order.
 */
export type SasToken = {
  /** The resource in clear: `sb://contoso.servicebus.windows.net/crm`. */
  resource: string;
  /** The resource as the token spells it: this spelling is what was signed. */
  encodedResource: string;
  /** base64. */
  signature: string;
  /** Unix seconds. */
  expiry: number;
  expiresAt: Date;
  policyName: string;
};

export type SasTokenProblemKind =
  | 'noPrefix'
  | 'missingField'
  | 'doubleField'
  | 'expiryNotANumber'
  | 'expiryInMilliseconds'
  | 'signatureInvalid';

export type SasTokenReading =
  | { kind: 'token'; token: SasToken }
  /** `correction` is the whole token put right, where that can be guessed. `sentence` holds no secret. */
  | { kind: 'malformed'; problem: SasTokenProblemKind; sentence: string; correction?: string };

/** HMAC-SHA256 of a text under a key, both as UTF-8, in base64. The core hands in node:crypto's. */
export type SignSas = (key: string, text: string) => string;

const prefix = 'SharedAccessSignature';
const fieldNames = ['sr', 'sig', 'se', 'skn'] as const;
type FieldName = (typeof fieldNames)[number];

const fieldMeanings: Readonly<Record<FieldName, string>> = {
  sr: 'the resource (sr)',
  sig: 'the signature (sig)',
  se: 'the expiry (se)',
  skn: 'the policy name (skn)',
};

/** Whether a text looks like a token, well-formed or not. */
export function looksLikeSasToken(text: string): boolean {
  const start = text.trimStart().slice(0, 40).toLowerCase();
  return start.startsWith('sharedaccesssignature ') || /^(sr|sig|se|skn)=[^;]*$/.test(start);
}

/** Takes a token apart. Never throws. */
export function parseSasToken(text: string): SasTokenReading {
  const trimmed = text.trim();
  const hasPrefix = trimmed.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase();
  const body = hasPrefix ? trimmed.slice(prefix.length).trim() : trimmed;
  const fields = new Map<FieldName, string>();
  for (const piece of body.split('&')) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const name = fieldNames.find((known) => known === piece.slice(0, equals).trim().toLowerCase());
    if (!name) continue;
    if (fields.has(name)) {
      return {
        kind: 'malformed',
        problem: 'doubleField',
        sentence: `The token has ${fieldMeanings[name]} twice. Two tokens may have been pasted into one: paste one of them.`,
      };
    }
    fields.set(name, piece.slice(equals + 1).trim());
  }
  const missing = fieldNames.filter((name) => !fields.get(name));
  if (missing.length > 0) {
    return {
      kind: 'malformed',
      problem: 'missingField',
      sentence: `The token lacks ${listed(missing.map((name) => fieldMeanings[name]))}, so Azure will refuse it. Copy it whole: it reads SharedAccessSignature sr=…&sig=…&se=…&skn=…`,
    };
  }
  const encodedResource = fields.get('sr') ?? '';
  const expiryText = fields.get('se') ?? '';
  if (!/^\d{1,16}$/.test(expiryText)) {
    return {
      kind: 'malformed',
      problem: 'expiryNotANumber',
      sentence:
        "The token's expiry (se) is not a number of seconds since 1970, so Azure will refuse it. Make a new token.",
    };
  }
  const expiry = Number(expiryText);
  if (expiry > 100_000_000_000) {
    return {
      kind: 'malformed',
      problem: 'expiryInMilliseconds',
      sentence:
        "The token's expiry (se) seems to be in milliseconds, but Azure counts seconds. Make a new token: the expiry is part of what is signed.",
    };
  }
  // A plus sign is part of base64 here, not a space, so that a signature that nobody encoded still reads right.
  const signature = decode(fields.get('sig') ?? '', false);
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(signature)) {
    return {
      kind: 'malformed',
      problem: 'signatureInvalid',
      sentence:
        "The token's signature (sig) is not the base64 text of 32 bytes, so part of it is lost or changed. Copy the token again.",
    };
  }
  if (!hasPrefix) {
    return {
      kind: 'malformed',
      problem: 'noPrefix',
      sentence: 'The token must begin with the word SharedAccessSignature and a space.',
      correction: `${prefix} ${body}`,
    };
  }
  return {
    kind: 'token',
    token: {
      resource: decode(encodedResource, true),
      encodedResource,
      signature,
      expiry,
      expiresAt: new Date(expiry * 1000),
      policyName: decode(fields.get('skn') ?? '', true),
    },
  };
}

/** What the key signs: the resource as the token spells it, a line feed, the expiry. */
export function sasStringToSign(encodedResource: string, expiry: number): string {
  return `${encodedResource}\n${expiry}`;
}

/** Makes a token. The key is used as the text that it is: Service Bus does not decode its base64. */
export function createSasToken(
  wanted: { resource: string; policyName: string; key: string; expiry: number },
  sign: SignSas,
): string {
  const encodedResource = encodeURIComponent(wanted.resource);
  const signature = encodeURIComponent(sign(wanted.key, sasStringToSign(encodedResource, wanted.expiry)));
  return `${prefix} sr=${encodedResource}&sig=${signature}&se=${wanted.expiry}&skn=${encodeURIComponent(wanted.policyName)}`;
}

/** Whether a key made a token's signature. */
export function isSignedBy(token: SasToken, key: string, sign: SignSas): boolean {
  return (
    withoutPadding(sign(key, sasStringToSign(token.encodedResource, token.expiry))) ===
    withoutPadding(token.signature)
  );
}

/**
 * Whether a token opens a resource: its own one, or anything below it.
 * Scheme, letter case, ports and slashes at the end do not matter, a whole path segment does:
 * a token for `…/crm` does not open `…/crm2`.
 */
export function tokenCovers(token: Pick<SasToken, 'resource'>, resourceUri: string): boolean {
  const granted = comparable(token.resource);
  const wanted = comparable(resourceUri);
  return granted !== '' && (wanted === granted || wanted.startsWith(`${granted}/`));
}

/** Whether a token is no longer valid at a time. */
export function isSasTokenExpired(token: Pick<SasToken, 'expiresAt'>, now: Date): boolean {
  return token.expiresAt.getTime() <= now.getTime();
}

/** "Policy send on sb://…, valid until 2026-05-01 12:00 UTC": what may be shown of a token. */
export function describeSasToken(token: SasToken, now: Date): string {
  const until = utcText(token.expiresAt);
  const verb = isSasTokenExpired(token, now) ? 'expired' : 'valid until';
  return `Policy ${token.policyName} on ${token.resource}, ${verb} ${until}`;
}

/** `2026-05-01 12:00 UTC`. */
export function utcText(date: Date): string {
  return Number.isNaN(date.getTime())
    ? 'an impossible date'
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function comparable(resource: string): string {
  const mark = resource.indexOf('://');
  const rest = (mark < 0 ? resource : resource.slice(mark + 3)).toLowerCase();
  const slash = rest.indexOf('/');
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? '' : withoutEdgeSlashes(rest.slice(slash));
  const host = authority.replace(/:\d{1,5}$/, '');
  return path === '' ? host : `${host}/${path}`;
}

function decode(text: string, plusIsSpace: boolean): string {
  const source = plusIsSpace ? text.replaceAll('+', ' ') : text;
  try {
    return decodeURIComponent(source);
  } catch {
    return source;
  }
}

function withoutPadding(base64: string): string {
  return base64.endsWith('=') ? base64.slice(0, base64.indexOf('=')) : base64;
}

function listed(words: string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
