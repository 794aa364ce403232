import { badRequest, notSupportedHere } from '../dataverseFault.ts';
import type { Comparison, FilterExpression } from './filterExpression.ts';
import { type Token, tokenizeFilter } from './filterTokens.ts';

/** Deeper nesting is refused, as Dataverse refuses it, before it can exhaust the stack. */
const deepest = 100;

const comparisons = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const unsupportedOperators = new Set(['has', 'in', 'add', 'sub', 'mul', 'div', 'divby', 'mod']);
const queryNamespace = 'Microsoft.Dynamics.CRM.';

/**
 * Parses `$filter`. A syntax error is a 400; what OData knows and this organisation cannot is a 501 that names it.
 * @param aliases values of `@name` query options, which stand for literals
 */
export function parseFilter(
  filter: string,
  aliases: ReadonlyMap<string, string> = new Map(),
): FilterExpression {
  const tokens = tokenizeFilter(filter);
  let position = 0;
  let depth = 0;

  function peek(): Token {
    return tokens[position] ?? { kind: 'end', at: filter.length };
  }

  function next(): Token {
    const token = peek();
    position += 1;
    return token;
  }

  function fail(token: Token): never {
    throw badRequest(
      token.kind === 'end'
        ? `Expression expected at position ${token.at} in '${filter}'.`
        : `Syntax error at position ${token.at} in '${filter}'.`,
    );
  }

  function isSign(text: string): boolean {
    const token = peek();
    return token.kind === 'sign' && token.text === text;
  }

  function isWord(text: string): boolean {
    const token = peek();
    return token.kind === 'word' && token.text === text;
  }

  function expectSign(text: string): void {
    const token = next();
    if (token.kind !== 'sign' || token.text !== text) fail(token);
  }

  function nested<T>(parse: () => T): T {
    depth += 1;
    if (depth > deepest) throw badRequest('The filter is nested too deeply.');
    const result = parse();
    depth -= 1;
    return result;
  }

  function parseOr(): FilterExpression {
    const terms = [parseAnd()];
    while (isWord('or')) {
      next();
      terms.push(parseAnd());
    }
    const [only] = terms;
    return terms.length === 1 && only !== undefined ? only : { kind: 'or', terms };
  }

  function parseAnd(): FilterExpression {
    const terms = [parseNot()];
    while (isWord('and')) {
      next();
      terms.push(parseNot());
    }
    const [only] = terms;
    return terms.length === 1 && only !== undefined ? only : { kind: 'and', terms };
  }

  function parseNot(): FilterExpression {
    if (!isWord('not')) return parseComparison();
    next();
    return nested(() => ({ kind: 'not', term: parseNot() }));
  }

  function parseComparison(): FilterExpression {
    const left = parseOperand();
    const token = peek();
    if (token.kind !== 'word') return left;
    if (unsupportedOperators.has(token.text))
      throw notSupportedHere(`the operator '${token.text}' in $filter`);
    if (!comparisons.has(token.text)) return left;
    next();
    return { kind: 'comparison', operator: token.text as Comparison, left, right: parseOperand() };
  }

  function parseOperand(): FilterExpression {
    const token = next();
    switch (token.kind) {
      case 'string':
        if (token.quote !== "'") return fail(token);
        return { kind: 'literal', literal: { type: 'string', value: token.value } };
      case 'number':
        return { kind: 'literal', literal: { type: 'number', value: token.value } };
      case 'guid':
        return { kind: 'literal', literal: { type: 'guid', value: token.value } };
      case 'date':
        return { kind: 'literal', literal: { type: 'date', value: token.value } };
      case 'enum':
        return { kind: 'literal', literal: { type: 'enum', typeName: token.typeName, value: token.value } };
      case 'sign':
        if (token.text !== '(') return fail(token);
        return nested(() => {
          const inner = parseOr();
          expectSign(')');
          return inner;
        });
      case 'word':
        return parseWord(token.text, token);
      case 'end':
        return fail(token);
    }
  }

  function parseWord(text: string, token: Token): FilterExpression {
    if (text === 'null') return { kind: 'literal', literal: { type: 'null' } };
    if (text === 'true' || text === 'false')
      return { kind: 'literal', literal: { type: 'boolean', value: text === 'true' } };
    if (text.startsWith('@')) return parseAlias(text);
    if (isSign('(')) return nested(() => parseCall(text));
    if (text.includes('.')) return fail(token);
    const segments = [text];
    while (isSign('/')) {
      next();
      const segment = next();
      if (segment.kind !== 'word') return fail(segment);
      if ((segment.text === 'any' || segment.text === 'all') && isSign('(')) {
        const quantifier = segment.text;
        return nested(() => parseLambda(quantifier, segments));
      }
      if (segment.text === '$count') throw notSupportedHere("'/$count' in $filter");
      segments.push(segment.text);
    }
    return { kind: 'path', segments };
  }

  function parseAlias(name: string): FilterExpression {
    const text = aliases.get(name);
    if (text === undefined) throw badRequest(`The parameter alias '${name}' has no value.`);
    const literal = parseFilter(text);
    if (literal.kind !== 'literal')
      throw badRequest(`The value of the parameter alias '${name}' is not a literal.`);
    return literal;
  }

  function parseCall(name: string): FilterExpression {
    if (name.startsWith(queryNamespace)) return parseQueryFunction(name.slice(queryNamespace.length));
    if (name.includes('.')) throw notSupportedHere(`the function '${name}' in $filter`);
    expectSign('(');
    const parameters: FilterExpression[] = [];
    while (!isSign(')')) {
      if (parameters.length > 0) expectSign(',');
      parameters.push(parseOr());
    }
    next();
    return { kind: 'call', name, parameters };
  }

  function parseQueryFunction(name: string): FilterExpression {
    expectSign('(');
    const parameters = new Map<string, string | readonly string[]>();
    while (!isSign(')')) {
      if (parameters.size > 0) expectSign(',');
      const parameter = next();
      if (parameter.kind !== 'word') return fail(parameter);
      if (parameters.has(parameter.text))
        throw badRequest(`The parameter '${parameter.text}' is given twice.`);
      expectSign('=');
      parameters.set(parameter.text, parseParameterValue());
    }
    next();
    return { kind: 'queryFunction', name, parameters };
  }

  function parseParameterValue(): string | readonly string[] {
    const token = next();
    if (token.kind === 'word' && token.text.startsWith('@')) return parseAliasedValue(token.text);
    if (token.kind !== 'sign' || token.text !== '[') return valueText(token);
    const values: string[] = [];
    while (!isSign(']')) {
      if (values.length > 0) expectSign(',');
      values.push(valueText(next()));
    }
    next();
    return values;
  }

  function parseAliasedValue(name: string): string | readonly string[] {
    const text = aliases.get(name);
    if (text === undefined) throw badRequest(`The parameter alias '${name}' has no value.`);
    const parsed = parseFilter(`${queryNamespace}Alias(Value=${text})`);
    const value = parsed.kind === 'queryFunction' ? parsed.parameters.get('Value') : undefined;
    if (value === undefined) throw badRequest(`The value of the parameter alias '${name}' is not a literal.`);
    return value;
  }

  function valueText(token: Token): string {
    switch (token.kind) {
      case 'string':
      case 'guid':
        return token.value;
      case 'number':
        return String(token.value);
      case 'date':
        return new Date(token.value).toISOString();
      case 'word':
        if (token.text === 'true' || token.text === 'false') return token.text;
        return fail(token);
      default:
        return fail(token);
    }
  }

  function parseLambda(quantifier: 'any' | 'all', path: readonly string[]): FilterExpression {
    expectSign('(');
    if (isSign(')')) {
      next();
      if (quantifier === 'all') throw badRequest("'all' needs an expression.");
      return { kind: 'lambda', quantifier, path, variable: '', body: undefined };
    }
    const variable = next();
    if (variable.kind !== 'word') return fail(variable);
    expectSign(':');
    const body = parseOr();
    expectSign(')');
    return { kind: 'lambda', quantifier, path, variable: variable.text, body };
  }

  const expression = parseOr();
  const rest = next();
  if (rest.kind !== 'end') fail(rest);
  return expression;
}
