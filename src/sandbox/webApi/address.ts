import { badRequest, notSupportedHere } from '../dataverseFault.ts';
import type { Table } from '../schema/schema.ts';

/** One segment of an address: `accounts(…)` has the name `accounts` and the argument between its parentheses. */
export type Segment = { readonly name: string; readonly argument: string | undefined };

export type Address = { readonly segments: readonly Segment[]; readonly query: string };

/** Cuts an address below the root into segments and query. Segments are decoded one by one. */
export function parseAddress(target: string): Address {
  const [beforeHash = ''] = target.split('#', 1);
  const at = beforeHash.indexOf('?');
  const path = at < 0 ? beforeHash : beforeHash.slice(0, at);
  const query = at < 0 ? '' : beforeHash.slice(at + 1);
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return { segments: trimmed === '' ? [] : splitPath(trimmed).map(parseSegment), query };
}

/** Splits at slashes outside quotes. */
function splitPath(path: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < path.length; at += 1) {
    if (path[at] === "'") quoted = !quoted;
    else if (path[at] === '/' && !quoted) {
      pieces.push(path.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(path.slice(start));
  return pieces;
}

function parseSegment(text: string): Segment {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    throw badRequest('The address holds a wrong percent encoding.');
  }
  const match = /^([$\w.]+)(?:\((.*)\))?$/s.exec(decoded);
  if (match === null) throw badRequest('Bad Request - Error in query syntax.');
  return { name: match[1] ?? '', argument: match[2] };
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return guid.test(text);
}

/** The id in `set(…)`: a guid, or the key's own name with one. Alternate keys are not there. */
export function parseKey(table: Table, argument: string): string {
  const [, name, value] = /^(\w+)\s*=\s*(.*)$/s.exec(argument.trim()) ?? [];
  if (name !== undefined && name !== table.primaryKey)
    throw notSupportedHere(`the alternate key '${name}' of ${table.name}`);
  const id = (value ?? argument).trim().replace(/^'(.*)'$/, '$1');
  if (!isGuid(id))
    throw badRequest(`Bad Request - Error in query syntax: '${argument.slice(0, 100)}' is not a key.`);
  return id.toLowerCase();
}
