import { randomUUID } from 'node:crypto';

/**
 * The multipart bodies of `$batch`: written for requests, read for answers.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
 */

export interface BatchOperation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the Web API's root. */
  readonly path: string;
  readonly etag?: string | undefined;
  readonly body?: unknown;
  /** Asks for the row's new etag: the answer to an update holds none otherwise. */
  readonly returnEtag?: boolean | undefined;
  /** Unique name of the solution that a new row joins. */
  readonly solution?: string | undefined;
}

/** One answer within a batch's answer, in the order in which they stand. */
export interface PartReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly contentId: string | undefined;
}

/** Operations in one change set: all of them are carried out, or none. */
export function writeChangeSet(
  root: URL,
  operations: readonly BatchOperation[],
): { contentType: string; text: string } {
  const batch = `batch_${randomUUID()}`;
  const changeSet = `changeset_${randomUUID()}`;
  const lines = [`--${batch}`, `Content-Type: multipart/mixed; boundary="${changeSet}"`, ''];
  operations.forEach((operation, index) => {
    lines.push(`--${changeSet}`, ...partLines(root, operation, index + 1));
  });
  lines.push(`--${changeSet}--`, '', `--${batch}--`, '');
  return { contentType: `multipart/mixed; boundary="${batch}"`, text: lines.join('\r\n') };
}

/** Requests that only read, in one round trip. */
export function writeReads(root: URL, paths: readonly string[]): { contentType: string; text: string } {
  const batch = `batch_${randomUUID()}`;
  const lines: string[] = [];
  for (const path of paths) lines.push(`--${batch}`, ...partLines(root, { method: 'GET', path }, undefined));
  lines.push(`--${batch}--`, '');
  return { contentType: `multipart/mixed; boundary="${batch}"`, text: lines.join('\r\n') };
}

function partLines(root: URL, operation: BatchOperation, contentId: number | undefined): string[] {
  const lines = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary'];
  if (contentId !== undefined) lines.push(`Content-ID: ${contentId}`);
  lines.push(
    '',
    `${operation.method} ${root.pathname}${operation.path} HTTP/1.1`,
    'Accept: application/json',
  );
  if (operation.etag !== undefined) lines.push(`If-Match: ${operation.etag}`);
  if (operation.solution !== undefined) lines.push(`MSCRM.SolutionUniqueName: ${operation.solution}`);
  if (operation.returnEtag) lines.push('Prefer: return=representation');
  if (operation.body === undefined) lines.push('', '');
  else lines.push('Content-Type: application/json; type=entry', '', JSON.stringify(operation.body));
  return lines;
}

/** A batch's answer that does not follow its own rules. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
}

const deepest = 3;
const mostParts = 5000;

/**
 * Reads the answer of a batch; answers of a change set, which are nested, come out in one list with the others.
 * Throws MultipartError when it cannot be understood, and nothing else.
 */
export function readMultipart(contentType: string, text: string): PartReply[] {
  const replies: PartReply[] = [];
  readInto(replies, contentType, text, 0);
  return replies;
}

function readInto(replies: PartReply[], contentType: string, text: string, depth: number): void {
  if (depth > deepest) throw new MultipartError('The parts are nested too deep.');
  for (const part of splitParts(text, boundaryOf(contentType))) {
    const { headers, rest } = readHeaders(part);
    const type = headers.get('content-type') ?? '';
    if (/^multipart\//i.test(type.trim())) readInto(replies, type, rest, depth + 1);
    else if (/^application\/http\b/i.test(type.trim())) {
      if (replies.length >= mostParts) throw new MultipartError('There are too many parts.');
      replies.push(readHttpReply(rest, headers.get('content-id')));
    } else throw new MultipartError(`A part is of the unknown type ${type.slice(0, 80) || '(none)'}.`);
  }
}

function boundaryOf(contentType: string): string {
  const match = /;\s{0,20}boundary\s{0,20}=\s{0,20}(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw new MultipartError('The answer names no boundary between its parts.');
  return boundary;
}

function splitParts(text: string, boundary: string): string[] {
  const parts: string[] = [];
  const delimiter = `--${boundary}`;
  let partStart = -1;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + delimiter.length)) {
    // A boundary counts only at the beginning of a line.
    if (at > 0 && text[at - 1] !== '\n') continue;
    const after = text.slice(at + delimiter.length, at + delimiter.length + 200);
    const ending = /^(--)?[ \t]{0,50}(?:\r\n|\n|$)/.exec(after);
    if (!ending) continue;
    if (partStart >= 0) parts.push(withoutLineEnd(text.slice(partStart, at)));
    if (ending[1] === '--') return parts;
    partStart = at + delimiter.length + ending[0].length;
  }
  throw new MultipartError('The answer ends before its last boundary.');
}

function withoutLineEnd(text: string): string {
  if (text.endsWith('\r\n')) return text.slice(0, -2);
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

function readHeaders(text: string): { headers: Map<string, string>; rest: string } {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = (end < 0 ? text.slice(at) : text.slice(at, end)).replace(/\r$/, '');
    at = end < 0 ? text.length : end + 1;
    if (line === '') return { headers, rest: text.slice(at) };
    const colon = line.indexOf(':');
    if (colon <= 0) throw new MultipartError('A line among the headers is no header.');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, rest: '' };
}

function readHttpReply(text: string, contentId: string | undefined): PartReply {
  const end = text.indexOf('\n');
  const line = (end < 0 ? text : text.slice(0, end)).replace(/\r$/, '');
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})(?: |$)/.exec(line)?.[1];
  if (status === undefined) throw new MultipartError('A part holds no HTTP answer.');
  const { headers, rest } = readHeaders(end < 0 ? '' : text.slice(end + 1));
  return {
    status: Number(status),
    headers,
    body: rest.replace(/\r?\n$/, ''),
    contentId: contentId ?? headers.get('content-id'),
  };
}
