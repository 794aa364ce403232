import { TextWriter } from './textWriter.ts';
import type { XmlElement } from './xmlTree.ts';

/**
 * XML set out in lines, two spaces a level. Only white space between elements is added, never beside text.
 * Undefined where that would grow out of all proportion.
 */
export const writeXmlText = (root: XmlElement): string | undefined => {
  const writer = new TextWriter();
  write(root, '\n', writer);
  return writer.finish();
};

const write = (element: XmlElement, lineStart: string, writer: TextWriter): void => {
  if (writer.isFull) return;
  const name = element.prefix === '' ? element.local : `${element.prefix}:${element.local}`;
  writer.write('<', name);
  for (const [prefix, namespace] of element.declarations) {
    writer.write(prefix === '' ? ' xmlns="' : ` xmlns:${prefix}="`, escapeAttribute(namespace), '"');
  }
  for (const { prefix, local, value } of element.attributes) {
    writer.write(` ${prefix === '' ? local : `${prefix}:${local}`}="`, escapeAttribute(value), '"');
  }
  if (element.children.length === 0) {
    if (element.text === '') writer.write(' />');
    else writer.write('>', escapeText(element.text), '</', name, '>');
    return;
  }
  writer.write('>');
  for (const child of element.children) {
    writer.write(`${lineStart}  `);
    write(child, `${lineStart}  `, writer);
  }
  if (element.text.trim() !== '') writer.write(`${lineStart}  `, escapeText(element.text.trim()));
  writer.write(lineStart, '</', name, '>');
};

const escapeText = (text: string): string =>
  text.replace(/[&<>\r]/g, (character) => escapes[character] ?? character);

const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"\t\n\r]/g, (character) => escapes[character] ?? character);

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
