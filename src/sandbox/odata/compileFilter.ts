import { badRequest, notSupportedHere } from '../dataverseFault.ts';
import type { Comparison, FilterExpression, Literal } from './filterExpression.ts';

export type Primitive = string | number | boolean | null;

/** What kind of value a path yields. `date` is compared as a moment though it is kept as a text. */
export type ValueKind = 'string' | 'number' | 'boolean' | 'guid' | 'date' | 'enum';

/** A readable property of the items that a filter looks at. `edmType` is only for error texts. */
export type Operand<Item> = {
  readonly valueKind: ValueKind;
  readonly edmType: string;
  read(item: Item): Primitive;
};

export type Predicate<Item> = (item: Item) => boolean;

/** What the names in a filter mean. */
export type FilterScope<Item> = {
  resolve(segments: readonly string[]): Operand<Item>;
  lambda(expression: FilterExpression & { kind: 'lambda' }): Predicate<Item>;
  queryFunction(expression: FilterExpression & { kind: 'queryFunction' }): Predicate<Item>;
};

const comparisonNames: { readonly [operator in Comparison]: string } = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
};

const literalTypes: { readonly [type in Literal['type']]: string } = {
  null: '<null>',
  string: 'Edm.String',
  number: 'Edm.Int32',
  boolean: 'Edm.Boolean',
  guid: 'Edm.Guid',
  date: 'Edm.DateTimeOffset',
  enum: 'Edm.EnumType',
};

/**
 * Turns a parsed filter into a test of one item. Names and types are checked here, before any item is looked at.
 *
 * Two-valued logic, as Dataverse's own SQL has it: `ne` and `not` hold for null.
 */
export function compileFilter<Item>(expression: FilterExpression, scope: FilterScope<Item>): Predicate<Item> {
  switch (expression.kind) {
    case 'and': {
      const terms = expression.terms.map((term) => compileFilter(term, scope));
      return (item) => terms.every((term) => term(item));
    }
    case 'or': {
      const terms = expression.terms.map((term) => compileFilter(term, scope));
      return (item) => terms.some((term) => term(item));
    }
    case 'not': {
      const term = compileFilter(expression.term, scope);
      return (item) => !term(item);
    }
    case 'comparison':
      return compileComparison(expression, scope);
    case 'call':
      return compileCall(expression, scope);
    case 'queryFunction':
      return scope.queryFunction(expression);
    case 'lambda':
      return scope.lambda(expression);
    case 'literal':
      if (expression.literal.type !== 'boolean') throw notBoolean();
      return expression.literal.value ? () => true : () => false;
    case 'path': {
      const operand = scope.resolve(expression.segments);
      if (operand.valueKind !== 'boolean') throw notBoolean();
      return (item) => operand.read(item) === true;
    }
  }
}

function notBoolean(): Error {
  return badRequest('The $filter expression must evaluate to a single boolean value.');
}

function compileComparison<Item>(
  { operator, left, right }: FilterExpression & { kind: 'comparison' },
  scope: FilterScope<Item>,
): Predicate<Item> {
  if (left.kind === 'literal' && right.kind !== 'literal')
    return compileComparison(
      { kind: 'comparison', operator: mirrored[operator], left: right, right: left },
      scope,
    );
  if (left.kind === 'literal') throw notSupportedHere('a comparison of two literals in $filter');
  if (left.kind !== 'path') return compareTruth(operator, compileFilter(left, scope), right);
  const operand = scope.resolve(left.segments);
  if (right.kind === 'literal') return compareToLiteral(operator, operand, right.literal);
  if (right.kind === 'path') return compareOperands(operator, operand, scope.resolve(right.segments));
  throw notSupportedHere('a comparison with an expression in $filter');
}

const mirrored: { readonly [operator in Comparison]: Comparison } = {
  eq: 'eq',
  ne: 'ne',
  gt: 'lt',
  ge: 'le',
  lt: 'gt',
  le: 'ge',
};

/** `contains(name,'x') eq true` and the like. */
function compareTruth<Item>(
  operator: Comparison,
  truth: Predicate<Item>,
  right: FilterExpression,
): Predicate<Item> {
  if (
    right.kind !== 'literal' ||
    right.literal.type !== 'boolean' ||
    (operator !== 'eq' && operator !== 'ne')
  )
    throw badRequest(`The operator '${operator}' needs a property on its left side.`);
  const expected = right.literal.value === (operator === 'eq');
  return (item) => truth(item) === expected;
}

function incompatible(operator: Comparison, left: string, right: string): Error {
  return badRequest(
    'A binary operator with incompatible types was detected. ' +
      `Found operand types '${left}' and '${right}' for operator kind '${comparisonNames[operator]}'.`,
  );
}

function compareToLiteral<Item>(
  operator: Comparison,
  operand: Operand<Item>,
  literal: Literal,
): Predicate<Item> {
  if (literal.type === 'null') {
    if (operator === 'eq') return (item) => operand.read(item) === null;
    if (operator === 'ne') return (item) => operand.read(item) !== null;
    return () => false;
  }
  if (literal.type !== operand.valueKind)
    throw incompatible(operator, operand.edmType, literalTypes[literal.type]);
  const expected = comparable(literal.value, operand.valueKind);
  const holds = test(operator);
  return (item) => {
    const value = operand.read(item);
    if (value === null) return operator === 'ne';
    return holds(comparable(value, operand.valueKind), expected);
  };
}

function compareOperands<Item>(
  operator: Comparison,
  left: Operand<Item>,
  right: Operand<Item>,
): Predicate<Item> {
  if (left.valueKind !== right.valueKind) throw incompatible(operator, left.edmType, right.edmType);
  const holds = test(operator);
  return (item) => {
    const leftValue = left.read(item);
    const rightValue = right.read(item);
    if (leftValue === null || rightValue === null) return false;
    return holds(comparable(leftValue, left.valueKind), comparable(rightValue, right.valueKind));
  };
}

/** Texts compare without regard to case, dates as moments. */
export function comparable(value: string | number | boolean, kind: ValueKind): string | number | boolean {
  if (typeof value !== 'string') return value;
  return kind === 'date' ? Date.parse(value) : value.toLowerCase();
}

function test(
  operator: Comparison,
): (left: string | number | boolean, right: string | number | boolean) => boolean {
  switch (operator) {
    case 'eq':
      return (left, right) => left === right;
    case 'ne':
      return (left, right) => left !== right;
    case 'gt':
      return (left, right) => left > right;
    case 'ge':
      return (left, right) => left >= right;
    case 'lt':
      return (left, right) => left < right;
    case 'le':
      return (left, right) => left <= right;
  }
}

/** Functions that OData has and this organisation, like Dataverse itself for most of them, has not. */
const otherFunctions = new Set(
  (
    'length indexof substring tolower toupper trim concat year month day hour minute second fractionalseconds ' +
    'date time totaloffsetminutes now mindatetime maxdatetime round floor ceiling cast isof matchesPattern ' +
    'substringof geo.distance'
  ).split(' '),
);

function compileCall<Item>(
  { name, parameters }: FilterExpression & { kind: 'call' },
  scope: FilterScope<Item>,
): Predicate<Item> {
  if (name !== 'contains' && name !== 'startswith' && name !== 'endswith') {
    if (otherFunctions.has(name)) throw notSupportedHere(`the function '${name}' in $filter`);
    throw badRequest(`An unknown function with name '${name}' was found.`);
  }
  const [path, literal] = parameters;
  if (parameters.length !== 2 || path?.kind !== 'path' || literal?.kind !== 'literal')
    throw badRequest(`The function '${name}' takes a property and a text.`);
  const operand = scope.resolve(path.segments);
  if (operand.valueKind !== 'string' || literal.literal.type !== 'string')
    throw badRequest(
      `No function signature for the function with name '${name}' matches the specified arguments: ` +
        `${operand.edmType}, ${literalTypes[literal.literal.type]}.`,
    );
  const wanted = literal.literal.value.toLowerCase();
  const holds: (value: string) => boolean =
    name === 'contains'
      ? (value) => value.includes(wanted)
      : name === 'startswith'
        ? (value) => value.startsWith(wanted)
        : (value) => value.endsWith(wanted);
  return (item) => {
    const value = operand.read(item);
    return typeof value === 'string' && holds(value.toLowerCase());
  };
}
