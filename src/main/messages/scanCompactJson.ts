import type { BodyGlance } from './glanceAtBody.ts';

/** Bytes from `start` to before `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Passes over the JSON of an execution context and picks what a list shows. Only for the spelling that Dataverse uses:
 * one object, no white space between tokens. Undefined for everything else, damaged bodies too: then the decoder reads it.
 */
export function scanCompactJson(body: Uint8Array): BodyGlance | undefined {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const members = spansOfMembers(bytes);
  if (!members?.has('MessageName') || !members.has('PrimaryEntityName')) return undefined;
  const text = (name: string): string | null => textOf(bytes, members.get(name));
  const extension = members.get('OwningExtension');
  return {
    format: 'json',
    messageName: text('MessageName'),
    table: text('PrimaryEntityName'),
    rowId: text('PrimaryEntityId'),
    rowName: rowNameOf(bytes, members),
    correlationId: text('CorrelationId'),
    operationId: text('OperationId'),
    stepId: extension ? valueAfter(bytes, '"Id":"', extension) : null,
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
function spansOfMembers(bytes: Buffer): Map<string, Span> | undefined {
  const spans = new Map<string, Span>();
  const { length } = bytes;
  if (bytes[0] !== openBrace) return undefined;
  let at = 1;
  for (;;) {
    if (bytes[at] !== quote) return undefined;
    const keyEnd = endOfString(bytes, at);
    if (keyEnd < 0 || bytes[keyEnd] !== colon) return undefined;
    const end = endOfValue(bytes, keyEnd + 1);
    if (end < 0) return undefined;
    const name = bytes.toString('latin1', at + 1, keyEnd - 1);
    if (wanted.has(name)) {
      // Members of one name twice are damage that the decoder shows.
      if (spans.has(name)) return undefined;
      spans.set(name, { start: keyEnd + 1, end });
    }
    const next = bytes[end];
    if (next === closeBrace) return end + 1 === length ? spans : undefined;
    if (next !== comma) return undefined;
    at = end + 1;
  }
}

/** Index after the closing quote of the string that opens at `start`; negative when it never closes. */
function endOfString(bytes: Buffer, start: number): number {
  const { length } = bytes;
  for (let at = start + 1; at < length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) return at + 1;
    if (byte === backslash) at += 1;
  }
  return -1;
}

/** Index after the value that begins at `start`; negative when it is cut off or spaced out. */
function endOfValue(bytes: Buffer, start: number): number {
  const first = bytes[start];
  if (first === quote) return endOfString(bytes, start);
  const { length } = bytes;
  if (first !== openBrace && first !== openBracket) {
    let at = start;
    while (at < length) {
      const byte = bytes[at] ?? 0;
      if (byte === comma || byte === closeBrace) return at > start ? at : -1;
      if (byte <= space || byte === quote || byte === openBrace || byte === openBracket) return -1;
      at += 1;
    }
    return -1;
  }
  let depth = 0;
  for (let at = start; at < length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      at = endOfString(bytes, at) - 1;
      if (at < 0) return -1;
    } else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (byte <= space) return -1;
  }
  return -1;
}

function textOf(bytes: Buffer, span: Span | undefined): string | null {
  if (!span || bytes[span.start] !== quote) return null;
  return unescaped(bytes.toString('utf8', span.start + 1, span.end - 1));
}

/** The string that begins right after a mark, looked for inside a span. */
function valueAfter(bytes: Buffer, mark: string, span: Span): string | null {
  const found = bytes.indexOf(mark, span.start, 'latin1');
  if (found < 0 || found >= span.end) return null;
  const start = found + mark.length - 1;
  const end = endOfString(bytes, start);
  return end < 0 ? null : unescaped(bytes.toString('utf8', start + 1, end - 1));
}

/** The image that Dataverse adds to asynchronous posts holds the row's name and its id, nothing else. */
const automaticImage = '"key":"AsynchronousStepPrimaryName"';
const attribute = /"key":"[^"\\]*","value":"((?:[^"\\]|\\.)*)"/g;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const commonNameColumns = ['name', 'fullname', 'subject', 'title'];

function rowNameOf(bytes: Buffer, members: ReadonlyMap<string, Span>): string | null {
  const spans = ['InputParameters', 'PostEntityImages', 'PreEntityImages'].flatMap(
    (name) => members.get(name) ?? [],
  );
  for (const span of spans) {
    const found = bytes.indexOf(automaticImage, span.start, 'latin1');
    if (found < 0 || found >= span.end) continue;
    const image = bytes.toString('utf8', found + automaticImage.length, Math.min(span.end, found + 1_500));
    for (const [, value = ''] of image.matchAll(attribute)) {
      if (value !== '' && !guid.test(value)) return unescaped(value);
    }
  }
  for (const column of commonNameColumns) {
    for (const span of spans) {
      const name = valueAfter(bytes, `"key":"${column}","value":"`, span);
      if (name) return name;
    }
  }
  return null;
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  try {
    const read: unknown = JSON.parse(`"${text}"`);
    return typeof read === 'string' ? read : text;
  } catch {
    return text;
  }
}
