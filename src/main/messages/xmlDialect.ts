import type { Value } from '../../shared/domain/contextValue.ts';
import { readIsoDateTime } from './wireDateTime.ts';
import { gatherItems, isNumberText, type ReadValue, readNumber, type WireDialect } from './wireDialect.ts';
import type { XmlElement } from './xmlTree.ts';

const primitiveNamespaces = new Set([
  'http://www.w3.org/2001/XMLSchema',
  'http://schemas.microsoft.com/2003/10/Serialization/',
]);
const arraysNamespace = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';

const numberTypes = new Set([
  'byte',
  'unsignedByte',
  'short',
  'unsignedShort',
  'int',
  'unsignedInt',
  'long',
  'unsignedLong',
  'integer',
  'decimal',
  'double',
  'float',
]);

/**
 * What DataContractSerializer writes, as text or as .NET binary XML. Item elements carry names with a hash inside:
 * children are matched by local name and place only.
 */
export const xmlDialect: WireDialect<XmlElement> = {
  keepsOffsets: true,
  isNull: (element) => element.isNil,
  textOf: (element) => (element.children.length === 0 ? element.text : undefined),
  numberOf: (element) => {
    const text = element.text.trim();
    return element.children.length === 0 && isNumberText(text) ? text : undefined;
  },
  booleanOf: (element) => (element.children.length === 0 ? readBoolean(element.text) : undefined),
  dateTimeOf: (element) => {
    const dateTime = element.children.length === 0 ? readIsoDateTime(element.text) : undefined;
    return dateTime && { kind: 'dateTime', ...dateTime };
  },
  membersOf: (element) =>
    hasOnlySpace(element) ? wholeChildren(element).map((node) => ({ name: node.local, node })) : undefined,
  itemsOf: (element) => (hasOnlySpace(element) ? wholeChildren(element) : undefined),
  typeNameOf: (element) => element.type?.local,
  readPlain: (element, read) => readPlain(element, read),
};

/** The same elements, out of .NET binary XML: it writes a local time as the moment in UTC. */
export const binaryXmlDialect: WireDialect<XmlElement> = { ...xmlDialect, keepsOffsets: false };

/** Without what a fault cut off: an element that was never closed and has nothing in it. */
const wholeChildren = (element: XmlElement): readonly XmlElement[] =>
  element.isClosed
    ? element.children
    : element.children.filter((child) => child.isClosed || child.children.length > 0);

const hasOnlySpace = (element: XmlElement): boolean => element.text.trim() === '';

const readBoolean = (text: string): boolean | undefined => {
  const word = text.trim();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
};

const readPlain = (element: XmlElement, read: ReadValue<XmlElement>): Value => {
  const { type } = element;
  if (type && primitiveNamespaces.has(type.namespace)) {
    const primitive = readPrimitive(element, type.local);
    if (primitive) return primitive;
  }
  const typeName = type?.local;
  const isLeaf = element.children.length === 0;
  if (isLeaf && element.text !== '') return { kind: 'string', text: element.text };
  if (isList(element, typeName)) {
    return gatherItems(wholeChildren(element).map((child) => readItem(child, read)));
  }
  // An empty element without a type is an empty text as well as an empty object: a text is the commoner thing.
  if (isLeaf && typeName === undefined) return { kind: 'string', text: '' };
  const members = wholeChildren(element).map((child) => ({ name: child.local, value: read(child) }));
  if (!hasOnlySpace(element)) {
    members.push({ name: '#text', value: { kind: 'string', text: element.text.trim() } });
  }
  return { kind: 'object', ...(typeName === undefined ? {} : { typeName }), members };
};

/** Undefined when the text is not of the type it claims: then it is kept as text. */
const readPrimitive = (element: XmlElement, type: string): Value | undefined => {
  if (element.children.length > 0) return undefined;
  const { text } = element;
  if (numberTypes.has(type)) {
    const written = text.trim();
    return isNumberText(written) ? readNumber(written, type) : undefined;
  }
  switch (type) {
    case 'boolean': {
      const value = readBoolean(text);
      return value === undefined ? undefined : { kind: 'boolean', value };
    }
    case 'dateTime': {
      const dateTime = readIsoDateTime(text);
      return dateTime && { kind: 'dateTime', ...dateTime };
    }
    case 'guid':
      return { kind: 'guid', text: text.trim() };
    case 'base64Binary':
      return readBytes(text);
    default:
      return { kind: 'string', text };
  }
};

const readBytes = (text: string): Value | undefined => {
  const base64 = text.replace(/\s+/g, '');
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return { kind: 'bytes', base64, size: (base64.length / 4) * 3 - padding };
};

/** XML does not mark lists: they are told by their type's name, by their items' names, or by repetition. */
const isList = (element: XmlElement, typeName: string | undefined): boolean => {
  if (typeName !== undefined && /^ArrayOf|Collection$/.test(typeName)) return true;
  const [first, ...others] = element.children;
  if (!first) return false;
  if (first.namespace === arraysNamespace || /^(ArrayOf|KeyValuePairOf|KeyValueOf)/.test(first.local)) {
    return true;
  }
  if (others.some(({ local }) => local !== first.local)) return false;
  return others.length > 0 || (element.local.endsWith('s') && first.children.length > 0);
};

/** The item of a typed array has no type of its own: its element is named like its class. */
const readItem = (item: XmlElement, read: ReadValue<XmlElement>): Value => {
  if (item.isNil) return { kind: 'null' };
  if (item.type) return read(item);
  if (item.namespace === arraysNamespace && !item.local.startsWith('ArrayOf')) {
    return readPrimitive(item, item.local) ?? read(item);
  }
  if (item.local.startsWith('ArrayOf')) {
    return gatherItems(wholeChildren(item).map((child) => readItem(child, read)));
  }
  return read(item, item.local);
};
