import { badRequest, notSupportedHere } from '../dataverseFault.ts';

/** Query options as sent, decoded. `aliases` are the values of `@name` options. */
export type QueryOptions = {
  readonly select?: string;
  readonly filter?: string;
  readonly expand?: string;
  readonly orderBy?: string;
  readonly top?: number;
  readonly count?: boolean;
  readonly skipToken?: string;
  readonly id?: string;
  readonly aliases: ReadonlyMap<string, string>;
};

export type OptionName =
  | '$select'
  | '$filter'
  | '$expand'
  | '$orderby'
  | '$top'
  | '$count'
  | '$skiptoken'
  | '$id';

/**
 * Parses the part of an address after the question mark. An option that is not in `allowed` is refused with 501 by
 * name: nothing that was asked for is ever left out in silence.
 */
export function parseQueryOptions(query: string, allowed: readonly OptionName[]): QueryOptions {
  const values = new Map<string, string>();
  const aliases = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decodeQuery(at < 0 ? pair : pair.slice(0, at)).trim();
    const value = at < 0 ? '' : decodeQuery(pair.slice(at + 1));
    const isAlias = name.startsWith('@');
    if (!isAlias && !(allowed as readonly string[]).includes(name))
      throw notSupportedHere(`the query option '${name}' here`);
    const kept = isAlias ? aliases : values;
    if (kept.has(name)) throw badRequest(`The query option '${name}' is given more than once.`);
    kept.set(name, value);
  }
  const top = values.get('$top');
  const count = values.get('$count');
  return {
    aliases,
    ...optional('select', values.get('$select')),
    ...optional('filter', values.get('$filter')),
    ...optional('expand', values.get('$expand')),
    ...optional('orderBy', values.get('$orderby')),
    ...optional('skipToken', values.get('$skiptoken')),
    ...optional('id', values.get('$id')),
    ...(top === undefined ? {} : { top: parseTop(top) }),
    ...(count === undefined ? {} : { count: parseCount(count) }),
  };
}

function optional<Name extends string>(name: Name, value: string | undefined): { [key in Name]?: string } {
  if (value === undefined) return {};
  const result: { [key in Name]?: string } = {};
  result[name] = value;
  return result;
}

/** Decodes percent signs and plus signs. */
function decodeQuery(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badRequest(`The address holds a wrong percent encoding: '${text.slice(0, 100)}'.`);
  }
}

export function parseTop(text: string): number {
  if (!/^\d{1,9}$/.test(text.trim()) || Number(text) === 0)
    throw badRequest(
      `Invalid value '${text}' for $top query option found. It must be a whole number above 0.`,
    );
  return Number(text);
}

function parseCount(text: string): boolean {
  if (text !== 'true' && text !== 'false')
    throw badRequest(`Invalid value '${text}' for $count query option found.`);
  return text === 'true';
}
