import { ReadingFault } from './readingFault.ts';

/** Little-endian reads that check their bounds first. Positions count from the view's own beginning. */
export class ByteView {
  readonly bytes: Uint8Array;
  /** What the bytes are, for the sentence of a fault: "the file", "the table of methods". */
  readonly what: string;
  readonly #data: DataView;

  constructor(bytes: Uint8Array, what: string) {
    this.bytes = bytes;
    this.what = what;
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    this.#check(at, 1);
    return this.#data.getUint8(at);
  }

  u16(at: number): number {
    this.#check(at, 2);
    return this.#data.getUint16(at, true);
  }

  u32(at: number): number {
    this.#check(at, 4);
    return this.#data.getUint32(at, true);
  }

  /** Shares the memory. */
  part(at: number, length: number, what: string): ByteView {
    this.#check(at, length);
    return new ByteView(this.bytes.subarray(at, at + length), what);
  }

  #check(at: number, length: number): void {
    // Written so that NaN and negative numbers fail too.
    if (!(at >= 0 && length >= 0 && at + length <= this.bytes.length)) {
      throw new ReadingFault(
        `The file is cut off or damaged: ${this.what} has ${this.bytes.length} bytes, and byte ${at + length} of it is needed.`,
      );
    }
  }
}
