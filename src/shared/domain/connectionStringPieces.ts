import type { ConnectionStringPartName } from './connectionStringParts.ts';
import { editDistance } from './editDistance.ts';
import { looksLikePortalKey } from './sasKey.ts';
import { parseServiceBusAddress } from './serviceBusAddress.ts';

/** How a piece came to be what it is, where that was not plain `Name=value`. */
export type PieceOddity = 'misspelled' | 'noEquals' | 'noName';

/** One `Name=value` of a pasted text. */
export type Piece = {
  /** Undefined for a name that Service Bus does not know. */
  part: ConnectionStringPartName | undefined;
  /** As written, trimmed; empty where there was none. It may hold a secret when the text is malformed. */
  name: string;
  /** Without spaces and quotes around it. */
  value: string;
  oddity?: PieceOddity;
};

/** What had to be done to the text before it could be read. */
export type Cleaning = 'surroundingText' | 'invisibleCharacters' | 'escapedCharacters' | 'missingSeparator';

export type TakenApart = { pieces: Piece[]; cleanings: Set<Cleaning> };

const partByName = new Map<string, ConnectionStringPartName>([
  ['endpoint', 'endpoint'],
  ['sharedaccesskeyname', 'policyName'],
  ['sharedaccesskey', 'key'],
  ['sharedaccesssignature', 'token'],
  ['entitypath', 'entityPath'],
  ['usedevelopmentemulator', 'emulator'],
]);

/** Words that people and other tools write for the same things. */
const partByOtherName = new Map<string, ConnectionStringPartName>([
  ['keyname', 'policyName'],
  ['policyname', 'policyName'],
  ['sharedaccesspolicyname', 'policyName'],
  ['sharedaccesspolicykey', 'key'],
  ['primarykey', 'key'],
  ['entity', 'entityPath'],
  ['entityname', 'entityPath'],
  ['queuename', 'entityPath'],
  ['topicname', 'entityPath'],
]);

/** Names of other services that are near enough to ours to be taken for a slip. */
const notMisspelled = new Set(['stsendpoint', 'accountkey', 'accesskey']);

// Repetitions are bounded everywhere: an unbounded \s* would make a text of spaces take quadratic time.
const namePattern =
  'endpoint|shared[\\s_-]{0,2}access[\\s_-]{0,2}key(?:[\\s_-]{0,2}name)?|shared[\\s_-]{0,2}access[\\s_-]{0,2}signature|entity[\\s_-]{0,2}path|use[\\s_-]{0,2}development[\\s_-]{0,2}emulator';
const knownNameAhead = new RegExp(`^\\s{0,20}(?:${namePattern})\\s{0,20}=`, 'i');
const knownName = new RegExp(`(?<![A-Za-z])(?:${namePattern})\\s{0,20}=`, 'i');
const unnamedToken = /^sharedaccesssignature\s{1,9}(?:sr|sig|se|skn)=/i;

/**
 * Takes a pasted text apart into `Name=value` pieces, however it was written: any order and letter case,
 * spaces, line breaks in place of semicolons, quotes, a line of code around it. Never throws.
 */
export function takeConnectionStringApart(text: string): TakenApart {
  const cleanings = new Set<Cleaning>();
  const clean = cut(unescaped(visible(text, cleanings), cleanings), cleanings);
  const pieces: Piece[] = [];
  for (const segment of clean.split(';')) {
    for (const line of joinedLines(segment)) {
      for (const piece of splitGlued(unquoted(line), cleanings)) {
        const read = readPiece(piece);
        if (read) pieces.push(read);
      }
    }
  }
  return { pieces, cleanings };
}

/** Which part a name means, exactly or in other letter case and spacing; undefined when none. */
function partNamed(name: string): { part: ConnectionStringPartName; misspelled: boolean } | undefined {
  const plain = name.replace(/[\s_-]/g, '').toLowerCase();
  const exact = partByName.get(plain);
  if (exact) return { part: exact, misspelled: false };
  const other = partByOtherName.get(plain);
  if (other) return { part: other, misspelled: true };
  if (plain.length < 6 || plain.length > 30 || notMisspelled.has(plain)) return undefined;
  for (const [known, part] of partByName) {
    if (editDistance(plain, known, 2) <= 2) return { part, misspelled: true };
  }
  return undefined;
}

function readPiece(text: string): Piece | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (unnamedToken.test(trimmed)) return { part: 'token', name: '', value: trimmed, oddity: 'noName' };
  const equals = trimmed.indexOf('=');
  const name = (equals < 0 ? trimmed : trimmed.slice(0, equals)).trim();
  if (isAddress(name)) return { part: 'endpoint', name: '', value: trimmed, oddity: 'noName' };
  if (equals < 0) {
    const colon = trimmed.indexOf(':');
    const before = colon < 0 ? undefined : partNamed(trimmed.slice(0, Math.min(colon, 60)));
    if (before && !before.misspelled) {
      return {
        part: before.part,
        name: trimmed.slice(0, colon).trim(),
        value: unquoted(trimmed.slice(colon + 1)),
        oddity: 'noEquals',
      };
    }
    return { part: undefined, name: '', value: trimmed, oddity: 'noEquals' };
  }
  const value = unquoted(trimmed.slice(equals + 1));
  const named = name.length > 60 ? undefined : partNamed(name);
  if (!named) return { part: undefined, name, value };
  return { part: named.part, name, value, ...(named.misspelled ? { oddity: 'misspelled' as const } : {}) };
}

/** An address that lost its `Endpoint=`: it has a scheme, or ends like a namespace. */
function isAddress(text: string): boolean {
  if (text.length > 400) return false;
  const address = parseServiceBusAddress(text);
  return address !== undefined && (address.scheme !== undefined || /\.servicebus\./.test(address.host));
}

function visible(text: string, cleanings: Set<Cleaning>): string {
  // Zero-width spaces and soft hyphens come along from chats and documents.
  const clean = text.replace(/\u200B|\u200C|\u200D|\u2060|\uFEFF|\u00AD/g, '');
  if (clean !== text.replace(/^\uFEFF/, '')) cleanings.add('invisibleCharacters');
  return clean;
}

function unescaped(text: string, cleanings: Set<Cleaning>): string {
  let plain = text
    .replace(/\\u003d/gi, '=')
    .replace(/\\u0026|&amp;/gi, '&')
    .replace(/\\u002b/gi, '+')
    .replace(/\\"/g, '"');
  if (!plain.includes('=') && /endpoint%3d/i.test(plain)) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      // Not an encoded text after all: it is read as it stands.
    }
  }
  if (plain !== text) cleanings.add('escapedCharacters');
  return plain;
}

const closingQuotes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '„': '“',
  '«': '»',
};

/** Cuts away what was pasted along: a setting's name and quotes before, a comma after. */
function cut(text: string, cleanings: Set<Cleaning>): string {
  const first = knownName.exec(text);
  if (!first) return text;
  const literal = literalAround(text, first.index);
  if (literal) {
    if (/[^\s;,)}\]]/.test(`${literal.before}${literal.after}`)) cleanings.add('surroundingText');
    return literal.inside;
  }
  const start = text.lastIndexOf(';', first.index) + 1;
  const before = text.slice(start, first.index).trim();
  if (before === '' || isAddress(before)) return text;
  if (!Object.hasOwn(closingQuotes, before)) cleanings.add('surroundingText');
  return `${text.slice(0, start)}${text.slice(first.index)}`;
}

/** The quoted text that a place is in: of `"Bus": "Endpoint=…",` what is between the second pair of quotes. */
function literalAround(
  text: string,
  place: number,
): { before: string; inside: string; after: string } | undefined {
  const ahead = text.slice(0, place);
  for (const [opening, closing] of Object.entries(closingQuotes)) {
    if (opening === closing && (ahead.split(opening).length - 1) % 2 === 0) continue;
    const start = ahead.lastIndexOf(opening);
    if (start < 0 || (opening !== closing && ahead.indexOf(closing, start + 1) >= 0)) continue;
    const end = text.indexOf(closing, place);
    if (end < 0) continue;
    const after = text.slice(end + 1);
    // A quote after which parts go on belongs to a value, not to the whole.
    if (knownName.test(after)) continue;
    return { before: text.slice(0, start), inside: text.slice(start + 1, end), after };
  }
  return undefined;
}

/**
 * Lines of one segment; a line that does not begin with a name goes on with the one before.
 * The rest of a broken key may look like a name, for it ends with `=`: a name has something after its sign.
 */
function joinedLines(segment: string): string[] {
  const groups: string[][] = [];
  for (const line of segment.split(/\r\n|\n|\r|\u2028|\u2029/)) {
    if (line.trim() === '') continue;
    const begins =
      knownNameAhead.test(line) ||
      /^\s{0,20}[A-Za-z][A-Za-z ]{0,39}=\s{0,20}[^\s=]/.test(line) ||
      isAddress(line.trim()) ||
      looksLikePortalKey(line.trim());
    const last = groups.at(-1);
    if (last === undefined || begins) groups.push([line]);
    else last.push(line);
  }
  return groups.map((lines) => lines.join('\n'));
}

/** Splits `Endpoint=sb://x/SharedAccessKeyName=y`, where a semicolon was lost. */
function splitGlued(text: string, cleanings: Set<Cleaning>): string[] {
  const equals = text.indexOf('=');
  if (equals < 0) return [text];
  const pieces: string[] = [];
  const glued = new RegExp(`(?:${namePattern})\\s{0,20}=`, 'gi');
  glued.lastIndex = equals + 1;
  let start = 0;
  for (let found = glued.exec(text); found; found = glued.exec(text)) {
    const piece = text.slice(start, found.index).trim();
    // `Endpoint=Endpoint=sb://…`: the first name stands for nothing.
    const repeated = piece.endsWith('=') && piece.indexOf('=') === piece.length - 1;
    if (!repeated) pieces.push(piece);
    cleanings.add('missingSeparator');
    start = found.index;
  }
  pieces.push(text.slice(start));
  return pieces;
}

function unquoted(text: string): string {
  let value = text.trim();
  if (value.length >= 2 && closingQuotes[value[0] ?? ''] === value.at(-1)) value = value.slice(1, -1).trim();
  else if (value.length >= 1 && /^["'`“„«]/.test(value)) value = value.slice(1).trim();
  else if (/["'`”»]$/.test(value) && !/["'`“„«]/.test(value.slice(0, -1))) value = value.slice(0, -1).trim();
  return value;
}
