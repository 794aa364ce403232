import { contextTree } from './contextTree.ts';
import type { RemoteContext } from './contextValue.ts';
import {
  declareNamespaces,
  instanceNamespace,
  isText,
  qualify,
  type XmlElement,
  type XmlText,
} from './xmlTree.ts';

/**
 * Writes a context as text XML, as DataContractSerializer does to a stream: no declaration, the contract's
 * namespace as default, `i` for schema instance, letters for the others.
 */
export function writeContextXml(context: RemoteContext): string {
  const tree = contextTree(context);
  const parts: string[] = [];
  const root = qualify(tree.name, new Map());
  parts.push(`<${root} xmlns="${tree.name.namespace}" xmlns:i="${instanceNamespace}">`);
  const scope = new Map([
    [tree.name.namespace, ''],
    [instanceNamespace, 'i'],
  ]);
  if (!isText(tree.content)) for (const child of tree.content) writeElement(child, scope, parts);
  parts.push(`</${root}>`);
  return parts.join('');
}

function writeElement(element: XmlElement, outer: ReadonlyMap<string, string>, parts: string[]): void {
  const { declarations, scope } = declareNamespaces(element, outer);
  const name = qualify(element.name, scope);
  parts.push(`<${name}`);
  if (element.type !== undefined) parts.push(` i:type="${qualify(element.type, scope)}"`);
  if (element.nil) parts.push(' i:nil="true"');
  for (const { prefix, namespace } of declarations) parts.push(` xmlns:${prefix}="${namespace}"`);
  const { content } = element;
  if (isText(content)) {
    const written = textOf(content);
    parts.push(written === '' ? '/>' : `>${escapeText(written)}</${name}>`);
    return;
  }
  if (content.length === 0) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  for (const child of content) writeElement(child, scope, parts);
  parts.push(`</${name}>`);
}

function textOf(content: XmlText): string {
  switch (content.kind) {
    case 'text':
    case 'long':
    case 'decimal':
      return content.value;
    case 'boolean':
    case 'int':
      return String(content.value);
    case 'double':
      return doubleText(content.value);
    case 'dateTime':
      return content.text;
    case 'bytes':
      return Buffer.from(content.value).toString('base64');
  }
}

function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  return String(value);
}

/** .NET keeps characters XML cannot hold as references, and a carriage return as &#xD; so that it survives. */
function escapeText(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped.
  return value.replace(/[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (character) => {
    if (character === '&') return '&amp;';
    if (character === '<') return '&lt;';
    if (character === '>') return '&gt;';
    return `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
  });
}
