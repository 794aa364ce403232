import { NetBinaryCursor } from './netBinaryCursor.ts';
import { arrayItemSizes, failAtRecord, readTextRecord } from './netBinaryText.ts';
import { mostNodes, WireFaultError } from './wireFault.ts';
import { whereIn, type XmlAttribute, type XmlTree, XmlTreeBuilder } from './xmlTree.ts';

const endElement = 0x01;
const comment = 0x02;
const array = 0x03;

/** Prefixes a to z have records of their own, in a row. */
const prefixOf = (record: number, first: number): string | undefined =>
  record >= first && record < first + 26 ? String.fromCharCode(0x61 + record - first) : undefined;

/**
 * Reads .NET binary XML ([MC-NBFX]) as Dataverse writes it: without a dictionary, every name in full. Never throws.
 */
export const readNetBinaryXml = (bytes: Uint8Array): XmlTree => {
  const cursor = new NetBinaryCursor(bytes);
  const builder = new XmlTreeBuilder(() => cursor.index);
  try {
    new NetBinaryXmlReader(cursor, builder).readDocument();
    return { root: builder.root };
  } catch (error) {
    if (!(error instanceof WireFaultError)) throw error;
    const { fault } = error;
    const sentence = fault.kind === 'end' ? `${fault.sentence}${whereIn(builder.path)}` : fault.sentence;
    return { root: builder.root, fault: { ...fault, sentence } };
  }
};

class NetBinaryXmlReader {
  private readonly cursor: NetBinaryCursor;
  private readonly builder: XmlTreeBuilder;

  constructor(cursor: NetBinaryCursor, builder: XmlTreeBuilder) {
    this.cursor = cursor;
    this.builder = builder;
  }

  readDocument(): void {
    do this.readRecord(this.cursor.uint8());
    while (this.builder.depth > 0 || !this.builder.root);
    if (this.cursor.remaining > 0) {
      this.cursor.fail('malformed', 'There are more bytes after the end of the message');
    }
  }

  private readRecord(record: number): void {
    if (record === comment) this.cursor.name();
    else if (record === array) this.readArray();
    else if (record >= 0x40 && record <= 0x77) this.openElement(record);
    else if (this.builder.depth === 0) failAtRecord(this.cursor, record);
    else if (record === endElement) this.builder.close();
    else this.readText(record);
  }

  private readText(record: number): void {
    const endsElement = record % 2 === 1;
    if (record < 0x80) failAtRecord(this.cursor, record);
    this.builder.text(readTextRecord(this.cursor, endsElement ? record - 1 : record));
    if (endsElement) this.builder.close();
  }

  private openElement(record: number): void {
    const { prefix, name } = this.readElementName(record);
    const { attributes, declarations } = this.readAttributes();
    this.builder.open(prefix, name, attributes, declarations);
  }

  private readElementName(record: number): { prefix: string; name: string } {
    if (record === 0x40) return { prefix: '', name: this.cursor.name() };
    if (record === 0x41) return { prefix: this.cursor.name(), name: this.cursor.name() };
    const prefix = prefixOf(record, 0x5e) ?? failAtRecord(this.cursor, record);
    return { prefix, name: this.cursor.name() };
  }

  /** Attributes and namespaces follow their element at once, so the first other record ends them. */
  private readAttributes(): { attributes: XmlAttribute[]; declarations: Map<string, string> } {
    const attributes: XmlAttribute[] = [];
    const declarations = new Map<string, string>();
    for (;;) {
      const record = this.cursor.uint8();
      if (record < 0x04 || record > 0x3f) {
        this.cursor.index -= 1;
        return { attributes, declarations };
      }
      if (attributes.length > mostNodes) this.cursor.fail('limit', 'An element has too many attributes');
      if (record === 0x08) declarations.set('', this.cursor.name());
      else if (record === 0x09) declarations.set(this.cursor.name(), this.cursor.name());
      else attributes.push(this.readAttribute(record));
    }
  }

  private readAttribute(record: number): XmlAttribute {
    let prefix = '';
    if (record === 0x05) prefix = this.cursor.name();
    else if (record !== 0x04) prefix = prefixOf(record, 0x26) ?? failAtRecord(this.cursor, record);
    const local = this.cursor.name();
    const textRecord = this.cursor.uint8();
    if (textRecord < 0x80 || textRecord % 2 === 1) failAtRecord(this.cursor, textRecord);
    return { prefix, local, value: readTextRecord(this.cursor, textRecord) };
  }

  /** One element for all, then its values: the element is repeated for each of them. */
  private readArray(): void {
    const { cursor, builder } = this;
    const elementRecord = cursor.uint8();
    if (elementRecord < 0x40 || elementRecord > 0x77) failAtRecord(cursor, elementRecord);
    const { prefix, name } = this.readElementName(elementRecord);
    const { attributes, declarations } = this.readAttributes();
    const end = cursor.uint8();
    if (end !== endElement) failAtRecord(cursor, end);
    const valueRecord = cursor.uint8() - 1;
    const size = arrayItemSizes.get(valueRecord) ?? failAtRecord(cursor, valueRecord + 1);
    const count = cursor.multiByteInt31();
    const fitting = Math.min(count, Math.floor(cursor.remaining / size));
    for (let item = 0; item < fitting; item += 1) {
      builder.open(prefix, name, attributes, declarations);
      builder.text(readTextRecord(cursor, valueRecord));
      builder.close();
    }
    if (fitting < count) cursor.slice(cursor.remaining + 1);
  }
}
