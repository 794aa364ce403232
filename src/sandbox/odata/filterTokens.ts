import { badRequest } from '../dataverseFault.ts';

export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  /** Double quotes are only for lists of query functions. */
  | { readonly kind: 'string'; readonly value: string; readonly quote: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'guid'; readonly value: string; readonly at: number }
  | { readonly kind: 'date'; readonly value: number; readonly at: number }
  | { readonly kind: 'enum'; readonly typeName: string; readonly value: string; readonly at: number }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

const space = /[\s]+/y;
const guid = /[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![\w-])/y;
const dateTime = /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2}))?(?![\w-])/y;
const number = /-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)[LlMmDdFf]?(?![\w.])/y;
const word = /[@A-Za-z_$][\w$]*(?:\.[A-Za-z_]\w*)*/y;
const sign = /[()[\],/:=*]/y;

/** Cuts a filter into tokens. Whatever is not one is a 400 that says where. */
export function tokenizeFilter(filter: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(filter)?.[0];
  }

  /** Reads a quoted text that begins here; a doubled quote stands for one. */
  function quoted(quote: string): string {
    const start = at;
    let value = '';
    at += 1;
    for (;;) {
      const end = filter.indexOf(quote, at);
      if (end < 0)
        throw badRequest(`There is an unterminated string literal at position ${start} in '${filter}'.`);
      value += filter.slice(at, end);
      at = end + 1;
      if (filter[at] !== quote) return value;
      value += quote;
      at += 1;
    }
  }

  while (at < filter.length) {
    const start = at;
    const blank = match(space);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const character = filter[at];
    if (character === "'" || character === '"') {
      tokens.push({ kind: 'string', value: quoted(character), quote: character, at: start });
      continue;
    }
    const found = match(guid);
    if (found !== undefined) {
      at += found.length;
      tokens.push({ kind: 'guid', value: found.toLowerCase(), at: start });
      continue;
    }
    const moment = match(dateTime);
    if (moment !== undefined) {
      const value = Date.parse(moment);
      if (Number.isNaN(value)) throw badRequest(`'${moment}' at position ${start} is not a date.`);
      at += moment.length;
      tokens.push({ kind: 'date', value, at: start });
      continue;
    }
    const digits = match(number);
    if (digits !== undefined) {
      at += digits.length;
      tokens.push({ kind: 'number', value: Number(digits.replace(/[LlMmDdFf]$/, '')), at: start });
      continue;
    }
    const text = match(word);
    if (text !== undefined) {
      at += text.length;
      if (filter[at] === "'") tokens.push({ kind: 'enum', typeName: text, value: quoted("'"), at: start });
      else tokens.push({ kind: 'word', text, at: start });
      continue;
    }
    const symbol = match(sign);
    if (symbol === undefined)
      throw badRequest(
        `Syntax error: character '${character}' is not valid at position ${at} in '${filter}'.`,
      );
    at += 1;
    tokens.push({ kind: 'sign', text: symbol, at: start });
  }
  tokens.push({ kind: 'end', at });
  return tokens;
}
