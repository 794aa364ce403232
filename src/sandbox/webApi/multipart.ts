import { badRequest } from '../dataverseFault.ts';

/** A part of a multipart body: its headers, names in lower case, and what follows the blank line. */
export type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string };

/** The boundary that a content type names, with or without quotes. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const match = /^\s*multipart\/mixed\s*;(.*)$/is.exec(contentType ?? '');
  const parameter = /(?:^|;)\s*boundary\s*=\s*(?:"([^"]{1,100})"|([^\s;"]{1,100}))/i.exec(match?.[1] ?? '');
  return parameter?.[1] ?? parameter?.[2];
}

/**
 * Cuts a multipart body at its boundary. Line ends are CRLF; a bare LF is read too. What stands before the first
 * boundary and after the closing one is left out, as MIME has it.
 */
export function splitParts(body: string, boundary: string): string[] {
  const delimiter = `--${boundary}`;
  const parts: string[] = [];
  let start: number | undefined;
  let at = 0;
  while (at <= body.length) {
    const found = body.indexOf(delimiter, at);
    if (found < 0) break;
    at = found + delimiter.length;
    if (found > 0 && body[found - 1] !== '\n') continue;
    const closing = body.startsWith('--', at);
    const end = closing ? at + 2 : at;
    const lineEnd = /[ \t]*(?:\r?\n|$)/y;
    lineEnd.lastIndex = end;
    const line = lineEnd.exec(body);
    if (line === null) continue;
    if (start !== undefined) parts.push(body.slice(start, found).replace(/\r?\n$/, ''));
    if (closing) return parts;
    start = end + line[0].length;
    at = start;
  }
  throw badRequest('The batch is not well formed: its closing boundary is missing.');
}

/** Splits headers from body at the first blank line. */
export function parsePart(text: string): Part {
  const headers = new Map<string, string>();
  let rest = text;
  for (;;) {
    const [line = ''] = rest.split(/\r?\n/, 1);
    const hasEnd = line.length < rest.length;
    rest = rest.slice(line.length).replace(/^\r?\n/, '');
    if (line === '') return { headers, body: rest };
    const at = line.indexOf(':');
    if (at < 1) throw badRequest(`The batch is not well formed: '${line.slice(0, 60)}' is not a header.`);
    headers.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
    if (!hasEnd) return { headers, body: '' };
  }
}

/** One part of a multipart answer. */
export function writePart(boundary: string, headers: readonly string[], body: string): string {
  return `--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n${body}\r\n`;
}
