import type { Value } from '../../shared/domain/contextValue.ts';

/**
 * How one serializer writes a data contract down. The contract itself, which members a class has and of what
 * type, is read once for all dialects by `ContextReader`; a dialect only says what a node is when the
 * contract asks for it. Each answer is undefined when the node is something else.
 */
export interface WireDialect<Node> {
  /** Whether a local time is written with its offset from UTC, and not as the moment alone. */
  readonly keepsOffsets: boolean;
  readonly isNull: (node: Node) => boolean;
  readonly textOf: (node: Node) => string | undefined;
  /** A number as it was written. */
  readonly numberOf: (node: Node) => string | undefined;
  readonly booleanOf: (node: Node) => boolean | undefined;
  readonly dateTimeOf: (node: Node) => Extract<Value, { kind: 'dateTime' }> | undefined;
  /** The members of an object, without a type hint. */
  readonly membersOf: (node: Node) => readonly WireMember<Node>[] | undefined;
  readonly itemsOf: (node: Node) => readonly Node[] | undefined;
  /** Name of the class that the node says it is, without its namespace. */
  readonly typeNameOf: (node: Node) => string | undefined;
  /** A value of no class that the contract knows. `read` reads what is inside it. */
  readonly readPlain: (node: Node, read: ReadValue<Node>) => Value;
}

export interface WireMember<Node> {
  readonly name: string;
  readonly node: Node;
}

/** @param typeName the class, where the node's surroundings say it and the node itself does not */
export type ReadValue<Node> = (node: Node, typeName?: string) => Value;

/**
 * What a list is, by what is in it: choices, references and pairs have kinds of their own. An empty one is a plain
 * array.
 */
export const gatherItems = (items: readonly Value[]): Value => {
  const choices = items.flatMap((item) => (item.kind === 'optionSetValue' ? [item.value] : []));
  if (items.length > 0 && choices.length === items.length) {
    return { kind: 'optionSetValueCollection', values: choices };
  }
  const references = items.flatMap((item) => (item.kind === 'entityReference' ? [item.reference] : []));
  if (items.length > 0 && references.length === items.length) {
    return { kind: 'entityReferenceCollection', references };
  }
  const pairs = items.flatMap((item) => pairOf(item) ?? []);
  if (items.length > 0 && pairs.length === items.length) return { kind: 'keyValuePairs', items: pairs };
  return { kind: 'array', items };
};

const pairOf = (value: Value): { key: Value; value: Value }[] | undefined => {
  if (value.kind !== 'object' || value.members.length !== 2) return undefined;
  const key = value.members.find(({ name }) => name.toLowerCase() === 'key');
  const content = value.members.find(({ name }) => name.toLowerCase() === 'value');
  return key && content ? [{ key: key.value, value: content.value }] : undefined;
};

const numberShape = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const specialNumber = /^(NaN|-?INF|-?Infinity)$/;

/** Whether a text is a number as .NET's serializers write one, NaN and INF included. */
export const isNumberText = (text: string): boolean => numberShape.test(text) || specialNumber.test(text);

/** A number from its source text; `value` is added only when a JavaScript number holds all of it. */
export const readNumber = (text: string, type?: string): Extract<Value, { kind: 'number' }> => {
  const written = text.replace('Infinity', 'INF');
  const value = Number(text);
  const digits = written
    .replace(/[eE].*/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  const isExact = Number.isFinite(value) && (Number.isSafeInteger(value) || digits.length <= 15);
  return {
    kind: 'number',
    text: written,
    ...(isExact ? { value: value === 0 ? 0 : value } : {}),
    ...(type === undefined ? {} : { type }),
  };
};
