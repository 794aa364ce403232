import { type WireFault, WireFaultError } from './wireFault.ts';

/** Reads the primitives of .NET binary XML, little-endian, and never beyond the end. */
export class NetBinaryCursor {
  index = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.index;
  }

  uint8(): number {
    return this.view.getUint8(this.skip(1));
  }

  int8(): number {
    return this.view.getInt8(this.skip(1));
  }

  uint16(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  int16(): number {
    return this.view.getInt16(this.skip(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.skip(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  int64(): bigint {
    return this.view.getBigInt64(this.skip(8), true);
  }

  uint64(): bigint {
    return this.view.getBigUint64(this.skip(8), true);
  }

  float32(): number {
    return this.view.getFloat32(this.skip(4), true);
  }

  float64(): number {
    return this.view.getFloat64(this.skip(8), true);
  }

  /** MultiByteInt31: seven bits a byte, the lowest first. */
  multiByteInt31(): number {
    const start = this.index;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.uint8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0x7fffffff) break;
        return value;
      }
    }
    return this.fail('malformed', 'The .NET binary XML is damaged: a length is too large', start);
  }

  /** A length in bytes, then that much UTF-8. */
  name(): string {
    return this.utf8(this.multiByteInt31());
  }

  utf8(size: number): string {
    return this.decoder.decode(this.slice(size));
  }

  utf16(size: number): string {
    return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(this.slice(size));
  }

  slice(size: number): Uint8Array {
    if (size < 0) this.fail('malformed', 'The .NET binary XML is damaged: a length is negative');
    const start = this.skip(size);
    return this.bytes.subarray(start, start + size);
  }

  fail(kind: WireFault['kind'], sentence: string, index = this.index): never {
    throw new WireFaultError({ kind, sentence, index });
  }

  /** Moves on, and returns where it was. */
  private skip(size: number): number {
    if (size > this.remaining) this.fail('end', 'The message ends in the middle', this.bytes.length);
    const start = this.index;
    this.index += size;
    return start;
  }
}
