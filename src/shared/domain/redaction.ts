/**
 * Takes secrets out of what is written to a log or shown as activity. The one place that knows what a secret
 * looks like: members by name, and texts by shape. It rather takes too much than too little.
 */

/** What stands where a secret was. */
export const redactedMark = '[removed]';

const secretMembers = new Set([
  'accesskey',
  'accesstoken',
  'apikey',
  'authorization',
  'authvalue',
  'clientassertion',
  'clientsecret',
  'codeverifier',
  'connectionstring',
  'cookie',
  'devicecode',
  'idtoken',
  'key',
  'passphrase',
  'password',
  'privatekey',
  'refreshtoken',
  'sastoken',
  'saskey',
  'secret',
  'secureconfig',
  'secureconfiguration',
  'setcookie',
  'sharedaccesskey',
  'sharedaccesssignature',
  'sig',
  'token',
]);

/** Members in a piece of JSON that may be cut off anywhere, or stand inside other text. */
const jsonMember = new RegExp(
  '("(?:access_?key|access_?token|api_?key|authorization|authvalue|client_?secret|connection_?string|device_?code|id_?token|key|' +
    'password|refresh_?token|sastoken|saskey|secret|secureconfig(?:uration)?|shared_?access_?key|token)"' +
    String.raw`\s{0,20}:\s{0,20})"(?:[^"\\]|\\.)*(?:"|\\?$)`,
  'gi',
);

const shapes: readonly (readonly [RegExp, string])[] = [
  [jsonMember, `$1"${redactedMark}"`],
  // A key of a connection string ends where the next part begins. Keys are base64: `=` belongs to them.
  [/(SharedAccessKey\s{0,20}=\s{0,20})[^;"'\r\n]+/gi, `$1${redactedMark}`],
  [
    /((?:AccountKey|Password|Pwd|ClientSecret|Client Secret)\s{0,20}=\s{0,20})[^;"'\r\n]+/gi,
    `$1${redactedMark}`,
  ],
  [
    /((?:^|[?&;\s"'])(?:sig|code|(?:access|refresh|id)_token|client_(?:secret|assertion)|device_code|code_verifier)=)[^&;\s"']+/gi,
    `$1${redactedMark}`,
  ],
  [/(Authorization\s{0,20}:\s{0,20})[^\r\n"]+/gi, `$1${redactedMark}`],
  [/(\bBearer\s{1,20})[A-Za-z0-9._~+/=-]+/gi, `$1${redactedMark}`],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)*/g, redactedMark],
  // 256 bits in base64 is what Azure makes keys and signatures of.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}=(?!=)/g, redactedMark],
  [/(?<![A-Za-z0-9+/%])(?:[A-Za-z0-9]|%2[BFbf]){43}%3[Dd]/g, redactedMark],
];

/** Whether a member of this name holds a secret, whatever the letter case and the separators. */
export function isSecretMember(name: string): boolean {
  return secretMembers.has(name.toLowerCase().replaceAll(/[_.\-\s]/g, ''));
}

/** Takes secrets out of any text: connection strings, tokens, signatures, headers, JSON whole or cut off. */
export function redactText(text: string): string {
  let rest = text;
  for (const [shape, replacement] of shapes) rest = rest.replace(shape, replacement);
  return rest;
}

/** Copies a JSON value without its secrets. What is not JSON becomes a text. Depth is bounded, cycles end there. */
export function redactValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || value === undefined) {
    return value;
  }
  if (typeof value !== 'object') return String(value);
  if (depth >= 12) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  if (value instanceof Error) return redactText(`${value.name}: ${value.message}`);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    copy[name] =
      isSecretMember(name) && member !== null && member !== undefined && typeof member !== 'boolean'
        ? redactedMark
        : redactValue(member, depth + 1);
  }
  return copy;
}
