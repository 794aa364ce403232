import type { ByteView } from './byteView.ts';
import { ReadingFault } from './readingFault.ts';

/** The streams of the metadata (ECMA-335 II.24.2.1 and II.24.2.2). A missing heap is an empty one. */
export interface MetadataRoot {
  readonly runtimeVersion: string;
  readonly tables: ByteView;
  /** `#-`: rows may be unsorted, and lists may go through pointer tables. */
  readonly uncompressed: boolean;
  readonly strings: ByteView;
  readonly blobs: ByteView;
  /** Set by the stream `#JTD`: each index takes four bytes, whatever the row counts say. */
  readonly wideIndexes: boolean;
}

const signature = 0x424a_5342;
const longestVersion = 1024;
const longestStreamName = 32;
/** Five in practice; obfuscators add some. */
const largestStreamCount = 1024;

/** @throws ReadingFault */
export function readMetadataRoot(metadata: ByteView): MetadataRoot {
  if (metadata.u32(0) !== signature) {
    throw new ReadingFault(
      "The file's .NET metadata does not begin as metadata does: it is damaged or encrypted.",
    );
  }
  const versionLength = metadata.u32(12);
  if (versionLength > longestVersion)
    throw new ReadingFault("The header of the file's .NET metadata is damaged.");
  const runtimeVersion = textUntilZero(metadata.part(16, versionLength, 'the header of the metadata').bytes);
  const streamCount = metadata.u16(16 + versionLength + 2);
  if (streamCount > largestStreamCount)
    throw new ReadingFault("The header of the file's .NET metadata is damaged.");

  const headers: { name: string; offset: number; size: number }[] = [];
  let at = 16 + versionLength + 4;
  for (let index = 0; index < streamCount; index += 1) {
    const nameBytes = metadata.bytes.subarray(at + 8, at + 8 + longestStreamName);
    const name = textUntilZero(nameBytes);
    headers.push({ name, offset: metadata.u32(at), size: metadata.u32(at + 4) });
    at += 8 + Math.min(longestStreamName, (name.length + 4) & ~3);
  }

  // .NET takes the last of several when the tables are compressed; in the other form the first, in any case of
  // letters. Obfuscators add false heaps that only mislead other readers.
  const uncompressed =
    !headers.some(({ name }) => name === '#~') || headers.some(({ name }) => name === '#Schema');
  const inOrder = uncompressed ? headers : headers.toReversed();
  const find = (...names: string[]) =>
    inOrder.find(({ name }) => names.includes(uncompressed ? name.toLowerCase() : name));
  const open = (header: { offset: number; size: number } | undefined, what: string): ByteView =>
    metadata.part(header?.offset ?? 0, header?.size ?? 0, what);

  const tables = uncompressed ? find('#-', '#~') : find('#~');
  if (tables === undefined) throw new ReadingFault("The file's .NET metadata has no tables.");
  const heap = (name: string) => (uncompressed ? name.toLowerCase() : name);
  return {
    runtimeVersion,
    tables: open(tables, 'the tables of the metadata'),
    uncompressed,
    strings: open(find(heap('#Strings')), 'the heap of names'),
    blobs: open(find(heap('#Blob')), 'the heap of signatures'),
    wideIndexes: headers.some(({ name }) => name === '#JTD'),
  };
}

function textUntilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end)).toString('latin1');
}
