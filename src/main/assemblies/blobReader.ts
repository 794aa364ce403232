import { ReadingFault } from './readingFault.ts';

/** Goes through a blob from its beginning; each read checks that so much is left. */
export class BlobReader {
  readonly #bytes: Uint8Array;
  readonly #data: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  u8(): number {
    return this.#data.getUint8(this.#advance(1));
  }
  i8(): number {
    return this.#data.getInt8(this.#advance(1));
  }
  u16(): number {
    return this.#data.getUint16(this.#advance(2), true);
  }
  i16(): number {
    return this.#data.getInt16(this.#advance(2), true);
  }
  u32(): number {
    return this.#data.getUint32(this.#advance(4), true);
  }
  i32(): number {
    return this.#data.getInt32(this.#advance(4), true);
  }
  u64(): bigint {
    return this.#data.getBigUint64(this.#advance(8), true);
  }
  i64(): bigint {
    return this.#data.getBigInt64(this.#advance(8), true);
  }
  f32(): number {
    return this.#data.getFloat32(this.#advance(4), true);
  }
  f64(): number {
    return this.#data.getFloat64(this.#advance(8), true);
  }

  /** ECMA-335 II.23.2: one, two or four bytes, most significant first. */
  compressed(): number {
    const first = this.u8();
    if ((first & 0x80) === 0) return first;
    if ((first & 0xc0) === 0x80) return ((first & 0x3f) << 8) | this.u8();
    if ((first & 0xe0) !== 0xc0) throw new ReadingFault('A signature in the metadata is damaged.');
    return ((first & 0x1f) << 24) | (this.u8() << 16) | (this.u8() << 8) | this.u8();
  }

  peek(): number {
    if (this.left < 1) throw new ReadingFault('A signature in the metadata is cut off.');
    return this.#data.getUint8(this.#at);
  }

  #advance(length: number): number {
    if (!(length >= 0 && length <= this.left))
      throw new ReadingFault('A signature in the metadata is cut off.');
    const at = this.#at;
    this.#at += length;
    return at;
  }
}
