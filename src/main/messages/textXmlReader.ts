import { SaxesParser, type SaxesTagNS } from 'saxes';
import { WireFaultError } from './wireFault.ts';
import { whereIn, type XmlAttribute, type XmlTree, XmlTreeBuilder } from './xmlTree.ts';

/**
 * Reads text XML. Strict, and without a document type: nothing in a message may define entities or point
 * anywhere. Never throws.
 */
export const readTextXml = (text: string): XmlTree => {
  const parser = new SaxesParser({ xmlns: true });
  const builder = new XmlTreeBuilder(() => Math.min(parser.position, text.length));
  let atEnd = false;
  parser.on('doctype', () => {
    throw new WireFaultError({
      kind: 'malformed',
      sentence: 'The XML has a document type declaration (DOCTYPE), which is not safe to read',
      index: Math.min(parser.position, text.length),
    });
  });
  parser.on('error', (error) => {
    throw new WireFaultError(
      atEnd
        ? {
            kind: 'end',
            sentence: `The message ends in the middle${whereIn(builder.path)}`,
            index: text.length,
          }
        : {
            kind: 'malformed',
            sentence: `The XML is damaged: ${withoutPlace(error.message)}`,
            index: Math.min(parser.position, text.length),
          },
    );
  });
  parser.on('opentag', (tag) => {
    const { attributes, declarations } = split(tag);
    builder.open(tag.prefix, tag.local, attributes, declarations);
  });
  parser.on('text', (part) => builder.text(part));
  parser.on('cdata', (part) => builder.text(part));
  parser.on('closetag', () => builder.close());
  try {
    parser.write(text);
    atEnd = true;
    parser.close();
    return { root: builder.root };
  } catch (error) {
    if (error instanceof WireFaultError) return { root: builder.root, fault: error.fault };
    throw error;
  }
};

const split = (tag: SaxesTagNS): { attributes: XmlAttribute[]; declarations: Map<string, string> } => {
  const attributes: XmlAttribute[] = [];
  const declarations = new Map<string, string>();
  for (const { name, prefix, local, value } of Object.values(tag.attributes)) {
    if (name === 'xmlns') declarations.set('', value);
    else if (prefix === 'xmlns') declarations.set(local, value);
    else attributes.push({ prefix, local, value });
  }
  return { attributes, declarations };
};

/** The parser's messages start with line and column and end with a full stop; the place is said elsewhere. */
const withoutPlace = (message: string): string =>
  message
    .replace(/^(undefined:)?\d+:\d+:\s*/, '')
    .replace(/\.$/, '')
    .slice(0, 200);
