import { badRequest } from '../dataverseFault.ts';
import type { SortKey } from './orderBy.ts';

/** Where a page ended: its number, the last row's id and what that row was sorted by. */
export type PageEnd = { readonly page: number; readonly id: string; readonly keys: readonly SortKey[] };

/** An opaque token in the shape of Dataverse's paging cookie, to be sent back as it is. */
export function writeSkipToken({ page, id, keys }: PageEnd): string {
  const cookie = Buffer.from(JSON.stringify([id, ...keys])).toString('base64url');
  return `<cookie pagenumber="${page + 1}" pagingcookie="${cookie}" istracking="False" />`;
}

/** Reads a token back. Anything that this organisation did not write is a 400. */
export function readSkipToken(token: string): PageEnd {
  const match = /^<cookie pagenumber="(\d{1,9})" pagingcookie="([\w-]*)" istracking="False" \/>$/.exec(token);
  const malformed = badRequest('Malformed $skiptoken: use the next link as it was given.');
  if (match === null) throw malformed;
  const [, page = '1', cookie = ''] = match;
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cookie, 'base64url').toString('utf8'));
  } catch {
    throw malformed;
  }
  if (!Array.isArray(values)) throw malformed;
  const [id, ...keys] = values as unknown[];
  if (typeof id !== 'string' || !keys.every(isSortKey)) throw malformed;
  return { page: Number(page), id, keys };
}

function isSortKey(value: unknown): value is SortKey {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}
