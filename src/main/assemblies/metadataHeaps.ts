import { BlobReader } from './blobReader.ts';
import type { MetadataRoot } from './metadataRoot.ts';
import { ReadingFault } from './readingFault.ts';

/** .NET itself loads no name over 1,023 bytes; some readers do. What is longer is cut. */
const longestName = 4096;

export interface MetadataHeaps {
  /** UTF-8 to the first zero; an offset outside reads as the empty text, as .NET's own reader has it. */
  text(offset: number): string;
  /** Empty when it goes beyond the heap. */
  blob(offset: number): Uint8Array;
  /**
   * Counts work that grows with the texts told: overlapping names could make a small file tell endlessly.
   * @throws ReadingFault when it is beyond all that an honest file of this size can hold
   */
  spend(characters: number): void;
}

export function readMetadataHeaps({ strings, blobs }: MetadataRoot, fileSize: number): MetadataHeaps {
  const known = new Map<number, string>();
  let left = 8 * fileSize + 4_000_000;
  const spend = (characters: number): void => {
    left -= characters;
    if (left < 0) {
      throw new ReadingFault('The names in the file overlap so often that it was made to keep readers busy.');
    }
  };
  const decode = (offset: number): string => {
    if (offset >= strings.length) return '';
    const end = strings.bytes.subarray(offset, offset + longestName).indexOf(0);
    const length = end < 0 ? Math.min(longestName, strings.length - offset) : end;
    spend(length + 16);
    return Buffer.from(strings.bytes.buffer, strings.bytes.byteOffset + offset, length).toString('utf8');
  };
  return {
    spend,
    text(offset) {
      const before = known.get(offset);
      if (before !== undefined) return before;
      const text = decode(offset);
      known.set(offset, text);
      return text;
    },
    blob(offset) {
      if (offset === 0 || offset >= blobs.length) return nothing;
      spend(16);
      try {
        const reader = new BlobReader(blobs.bytes.subarray(offset, offset + blobs.length));
        return reader.take(reader.compressed());
      } catch (error) {
        if (error instanceof ReadingFault) return nothing;
        throw error;
      }
    },
  };
}

const nothing = new Uint8Array();
