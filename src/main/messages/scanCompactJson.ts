import type { BodyGlance } from './glanceAtBody.ts';

/** Characters from `start` to before `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Passes over the JSON of an execution context and picks what a list shows. Only for the spelling that Dataverse uses:
 * one object, no white space between tokens. Undefined for everything else, damaged bodies too: then the decoder reads it.
 *
 * Each byte is looked at as one character, which is quickest by far; only what is picked is read as UTF-8.
 */
export function scanCompactJson(body: Uint8Array): BodyGlance | undefined {
  const json = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const members = spansOfMembers(json);
  if (!members?.has('MessageName') || !members.has('PrimaryEntityName')) return undefined;
  const text = (name: string): string | null => textOf(json, members.get(name));
  const extension = members.get('OwningExtension');
  return {
    format: 'json',
    messageName: text('MessageName'),
    table: text('PrimaryEntityName'),
    rowId: text('PrimaryEntityId'),
    rowName: rowNameOf(json, members),
    correlationId: text('CorrelationId'),
    operationId: text('OperationId'),
    stepId: extension ? valueAfter(json, '"Id":"', extension) : null,
    problem: null,
  };
}

const wanted = new Set([
  'CorrelationId',
  'InputParameters',
  'MessageName',
  'OperationId',
  'OwningExtension',
  'PostEntityImages',
  'PreEntityImages',
  'PrimaryEntityId',
  'PrimaryEntityName',
]);

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const space = 0x20;

/** Where the wanted members of the outermost object stand. Undefined when it is not one whole compact object. */
function spansOfMembers(json: string): Map<string, Span> | undefined {
  const spans = new Map<string, Span>();
  if (json.charCodeAt(0) !== openBrace) return undefined;
  let at = 1;
  for (;;) {
    if (json.charCodeAt(at) !== quote) return undefined;
    const keyEnd = endOfString(json, at);
    if (keyEnd < 0 || json.charCodeAt(keyEnd) !== colon) return undefined;
    const end = endOfValue(json, keyEnd + 1);
    if (end < 0) return undefined;
    const name = json.slice(at + 1, keyEnd - 1);
    if (wanted.has(name)) {
      // Members of one name twice are damage that the decoder shows.
      if (spans.has(name)) return undefined;
      spans.set(name, { start: keyEnd + 1, end });
    }
    const next = json.charCodeAt(end);
    if (next === closeBrace) return end + 1 === json.length ? spans : undefined;
    if (next !== comma) return undefined;
    at = end + 1;
  }
}

/** Index after the closing quote of the string that opens at `start`; negative when it never closes. */
function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (end > 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end < 0 ? -1 : end + 1;
}

/** A quote after an odd number of backslashes does not close. */
function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json.charCodeAt(before) === backslash) before -= 1;
  return (at - before) % 2 === 0;
}

/** Index after the value that begins at `start`; negative when it is cut off or spaced out. */
function endOfValue(json: string, start: number): number {
  const first = json.charCodeAt(start);
  if (first === quote) return endOfString(json, start);
  return first === openBrace || first === openBracket ? endOfNested(json, start) : endOfScalar(json, start);
}

function endOfNested(json: string, start: number): number {
  const { length } = json;
  let depth = 0;
  for (let at = start; at < length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === quote) {
      at = endOfString(json, at) - 1;
      if (at < 0) return -1;
    } else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (code <= space) return -1;
  }
  return -1;
}

function endOfScalar(json: string, start: number): number {
  const { length } = json;
  for (let at = start; at < length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === comma || code === closeBrace) return at > start ? at : -1;
    if (code <= space || code === quote || code === openBrace || code === openBracket) return -1;
  }
  return -1;
}

function textOf(json: string, span: Span | undefined): string | null {
  if (!span || json.charCodeAt(span.start) !== quote) return null;
  return readable(json.slice(span.start + 1, span.end - 1));
}

/** The string that begins right after a mark, looked for inside a span. */
function valueAfter(json: string, mark: string, span: Span): string | null {
  const found = json.indexOf(mark, span.start);
  if (found < 0 || found >= span.end) return null;
  const start = found + mark.length - 1;
  const end = endOfString(json, start);
  return end < 0 ? null : readable(json.slice(start + 1, end - 1));
}

/** The image that Dataverse adds to asynchronous posts holds the row's name and its id, nothing else. */
const automaticImage = '"key":"AsynchronousStepPrimaryName"';
const attribute = /"key":"[^"\\]*","value":"((?:[^"\\]|\\.)*)"/g;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Columns that usually hold a name, the likeliest first. */
const commonNames = /"key":"(name|fullname|subject|title)","value":"((?:[^"\\]|\\.)*)"/g;
const nameOrder = ['name', 'fullname', 'subject', 'title'];

function rowNameOf(json: string, members: ReadonlyMap<string, Span>): string | null {
  const part = (name: string): string => {
    const span = members.get(name);
    return span ? json.slice(span.start, span.end) : '';
  };
  const images = [part('PostEntityImages'), part('PreEntityImages')];
  for (const image of images) {
    const found = image.indexOf(automaticImage);
    if (found < 0) continue;
    for (const [, value = ''] of image.slice(found, found + 1_500).matchAll(attribute)) {
      if (value !== '' && !guid.test(value)) return readable(value);
    }
  }
  let best: { rank: number; value: string } | undefined;
  for (const text of [part('InputParameters'), ...images]) {
    for (const [, column = '', value = ''] of text.matchAll(commonNames)) {
      const rank = nameOrder.indexOf(column);
      if (value !== '' && (!best || rank < best.rank)) best = { rank, value };
    }
  }
  return best ? readable(best.value) : null;
}

/** A string's bytes as text, its escapes resolved. */
function readable(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  if (!text.includes('\\')) return text;
  try {
    const read: unknown = JSON.parse(`"${text}"`);
    return typeof read === 'string' ? read : text;
  } catch {
    return text;
  }
}
