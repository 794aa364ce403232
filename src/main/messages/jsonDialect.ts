import type { Value } from '../../shared/domain/contextValue.ts';
import type { JsonMember, JsonNode } from './jsonTree.ts';
import { readIsoDateTime, readJsonDateTime } from './wireDateTime.ts';
import { gatherItems, type ReadValue, readNumber, type WireDialect } from './wireDialect.ts';

/** `Entity:http://schemas…`; of `KeyValuePairOfstringstring:#System.Collections.Generic` too, the name comes first. */
const typeMember = '__type';

const guid = /^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/;

/**
 * What DataContractJsonSerializer writes. It marks neither Guids nor bytes: a text of the form of a Guid is taken
 * for one, bytes stay an array of numbers.
 */
export const jsonDialect: WireDialect<JsonNode> = {
  keepsOffsets: true,
  isNull: (node) => node.form === 'null',
  textOf: (node) => (node.form === 'string' ? node.text : undefined),
  numberOf: (node) => (node.form === 'number' ? node.text : undefined),
  booleanOf: (node) => (node.form === 'boolean' ? node.value : undefined),
  dateTimeOf: (node) => {
    if (node.form !== 'string') return undefined;
    // ISO dates come from programs that wrote the message anew; the platform does not write them.
    const dateTime = readJsonDateTime(node.text) ?? readIsoDateTime(node.text);
    return dateTime && { kind: 'dateTime', ...dateTime };
  },
  membersOf: (node) =>
    node.form === 'object' ? node.members.filter(({ name }) => name !== typeMember) : undefined,
  itemsOf: (node) => (node.form === 'array' ? node.items : undefined),
  typeNameOf: (node) => {
    if (node.form !== 'object') return undefined;
    const hint = node.members.find(({ name }) => name === typeMember)?.node;
    if (hint?.form !== 'string') return undefined;
    return hint.text.split(':', 1)[0];
  },
  readPlain: (node, read) => readPlain(node, read),
};

const readPlain = (node: JsonNode, read: ReadValue<JsonNode>): Value => {
  switch (node.form) {
    case 'null':
      return { kind: 'null' };
    case 'boolean':
      return { kind: 'boolean', value: node.value };
    case 'number':
      return readNumber(node.text);
    case 'string':
      return readText(node.text);
    case 'array':
      return gatherItems(node.items.map((item) => read(item)));
    case 'object':
      return readObject(node.members, jsonDialect.typeNameOf(node), read);
  }
};

const readText = (text: string): Value => {
  const dateTime = readJsonDateTime(text);
  if (dateTime) return { kind: 'dateTime', ...dateTime };
  return guid.test(text) ? { kind: 'guid', text, inferred: true } : { kind: 'string', text };
};

const readObject = (
  members: readonly JsonMember[],
  typeName: string | undefined,
  read: ReadValue<JsonNode>,
): Value => ({
  kind: 'object',
  ...(typeName === undefined ? {} : { typeName }),
  members: members
    // A hint that is no text is no hint: it is kept as the member that it is.
    .filter(({ name, node }) => name !== typeMember || node.form !== 'string')
    .map(({ name, node }) => ({ name, value: read(node) })),
});
