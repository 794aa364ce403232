import type { BodyFormat, BodyProblem, DecodedBody } from '../../shared/domain/decodedBody.ts';
import type { ExecutionContext } from '../../shared/domain/executionContext.ts';
import { formatHexDump } from '../../shared/domain/hexDump.ts';
import { type BodyText, readBodyText } from './bodyText.ts';
import { ContextReader } from './contextReader.ts';
import { jsonDialect } from './jsonDialect.ts';
import { writeJsonText } from './jsonText.ts';
import { readJsonTree } from './jsonTree.ts';
import { readNetBinaryXml } from './netBinaryXmlReader.ts';
import { readTextXml } from './textXmlReader.ts';
import type { WireDialect } from './wireDialect.ts';
import type { WireFault } from './wireFault.ts';
import { binaryXmlDialect, xmlDialect } from './xmlDialect.ts';
import { writeXmlText } from './xmlText.ts';
import type { XmlElement, XmlTree } from './xmlTree.ts';

/** Dataverse posts at most 256 KB; much larger bodies come from elsewhere and are not worth the memory. */
export const largestBody = 8 * 1024 * 1024;

/**
 * Decodes the body of a message as Dataverse posts it: JSON, XML or .NET binary XML, told by the content type and,
 * where that says nothing or is wrong, by the first bytes. Never throws: what can't be read comes back with a
 * sentence and, as far as possible, with what came before the fault.
 */
export const decodeMessageBody = (
  body: Uint8Array,
  options: { readonly contentType?: string } = {},
): DecodedBody => {
  try {
    return { ...decode(body, options.contentType), size: body.length };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      format: 'unknown',
      problem: {
        sentence: `The message could not be read, because of a fault in this program (${reason}). Its bytes are shown as they came.`,
      },
      rawText: formatHexDump(body),
      size: body.length,
    };
  }
};

type Decoded = Omit<DecodedBody, 'size'>;

const decode = (body: Uint8Array, contentType: string | undefined): Decoded => {
  if (body.length === 0) {
    return { format: 'unknown', problem: { sentence: 'The message has no body.' }, rawText: '' };
  }
  const format = tellFormat(body, contentType);
  if (body.length > largestBody) {
    return {
      format,
      problem: {
        sentence: `The message is larger than ${largestBody / 1024 / 1024} MB, so it was not decoded. Dataverse posts at most 256 KB: this comes from another program.`,
      },
      rawText: formatHexDump(body),
    };
  }
  if (format === 'binaryXml') return decodeBinary(body);
  if (format === 'unknown') {
    return {
      format,
      problem: { sentence: 'The message is neither JSON, XML nor text. Its bytes are shown.' },
      rawText: formatHexDump(body),
    };
  }
  return decodeText(readBodyText(body, contentType), format);
};

const decodeText = (body: BodyText, format: BodyFormat): Decoded => {
  const decoded = format === 'json' ? decodeJson(body) : format === 'textXml' ? decodeXml(body) : undefined;
  if (!decoded) {
    return {
      format,
      problem: { sentence: 'The message is plain text, not one that Dataverse posts.' },
      rawText: body.text,
    };
  }
  if (body.fault === undefined || decoded.problem) return decoded;
  return { ...decoded, problem: { sentence: body.fault } };
};

const decodeJson = (body: BodyText): Decoded => {
  const { root, fault } = readJsonTree(body.text);
  const reader = new ContextReader(jsonDialect, fault !== undefined);
  return finish(
    'json',
    root && reader.readContext(root),
    fault && problemOf(fault, body.offsetOf),
    (fault ?? !root) ? body.text : (writeJsonText(root) ?? body.text),
    'JSON',
  );
};

const decodeXml = (body: BodyText): Decoded => {
  const tree = readTextXml(body.text);
  return finish(
    'textXml',
    contextOf(tree, xmlDialect),
    tree.fault && problemOf(tree.fault, body.offsetOf),
    (tree.fault ?? !tree.root) ? body.text : (writeXmlText(tree.root) ?? body.text),
    'XML',
  );
};

const decodeBinary = (body: Uint8Array): Decoded => {
  const tree = readNetBinaryXml(body);
  const inner = tree.fault ? undefined : wrappedText(tree.root);
  if (inner !== undefined) {
    const text: BodyText = { text: inner, offsetOf: (index) => Buffer.byteLength(inner.slice(0, index)) };
    const decoded = decodeText(text, formatOfText(inner));
    return { ...decoded, format: 'binaryXml' };
  }
  return finish(
    'binaryXml',
    contextOf(tree, binaryXmlDialect),
    tree.fault && problemOf(tree.fault, (index) => index),
    (tree.fault ?? !tree.root) ? formatHexDump(body) : (writeXmlText(tree.root) ?? formatHexDump(body)),
    '.NET binary XML',
  );
};

const contextOf = (tree: XmlTree, dialect: WireDialect<XmlElement>): ExecutionContext | undefined => {
  if (tree.root?.local !== 'RemoteExecutionContext') return undefined;
  return new ContextReader(dialect, tree.fault !== undefined).readContext(tree.root);
};

/** Programs that send a text through .NET's BrokeredMessage wrap it in binary XML: `<string>…</string>`. */
const wrappedText = (root: XmlElement | undefined): string | undefined =>
  root?.local === 'string' && root.children.length === 0 ? root.text : undefined;

const finish = (
  format: BodyFormat,
  context: ExecutionContext | undefined,
  problem: BodyProblem | undefined,
  rawText: string,
  name: string,
): Decoded => {
  if (context && problem) {
    const sentence = `${problem.sentence} What came before is shown.`;
    return { format, context, problem: { ...problem, sentence }, rawText };
  }
  if (context) return { format, context, rawText };
  const foreign = `This is ${name}, but not a message that Dataverse posts: it has none of the members of an execution context.`;
  return { format, problem: problem ?? { sentence: foreign }, rawText };
};

const problemOf = (fault: WireFault, offsetOf: (index: number) => number): BodyProblem => {
  const offset = offsetOf(fault.index);
  const advice =
    fault.kind === 'end'
      ? 'It was cut off on its way, or written incompletely.'
      : fault.kind === 'limit'
        ? 'Dataverse does not post such messages.'
        : 'It was damaged on its way, or not written by Dataverse.';
  return { sentence: `${fault.sentence}, at byte ${offset}. ${advice}`, offset };
};

const tellFormat = (body: Uint8Array, contentType = ''): BodyFormat => {
  const sniffed = formatOfBytes(body);
  if (sniffed !== 'text' && sniffed !== 'unknown') return sniffed;
  // Nothing tells by itself: a damaged start, perhaps. The content type says what it was meant to be.
  if (/msbin/i.test(contentType)) return 'binaryXml';
  if (/json/i.test(contentType)) return 'json';
  if (/xml/i.test(contentType)) return 'textXml';
  return sniffed;
};

const formatOfBytes = (body: Uint8Array): BodyFormat => {
  if (startsWithElementRecord(body)) return 'binaryXml';
  const format = formatOfText(readBodyText(body.subarray(0, 1024)).text);
  if (format !== 'text') return format;
  return hasControlBytes(body) ? 'unknown' : 'text';
};

/** `40 16 RemoteExecutionContext`: an element record, a length and a name. No text has a control code second. */
const startsWithElementRecord = (body: Uint8Array): boolean => {
  const [record, length] = body;
  if (record !== 0x40 || length === undefined || length === 0 || length >= 0x20) return false;
  return body.subarray(2, 2 + length).every((byte) => byte > 0x20 && byte < 0x7f);
};

const hasControlBytes = (body: Uint8Array): boolean =>
  body.subarray(0, 4096).some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20));

const formatOfText = (text: string): BodyFormat => {
  const start = text.replace(/^﻿/, '').trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return 'json';
  return start.startsWith('<') ? 'textXml' : 'text';
};
