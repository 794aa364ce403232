import { MalformedAmqpError, walkAmqpValue } from './amqpValueWalk.ts';

/** The frame size that the broker announces; the real service's own. */
export const MAX_FRAME_SIZE = 65_536;

/** Clients leave room for the frame's head by estimate; a frame may be a little larger than announced. */
const SLACK = 1024;

const HEADER_SIZE = 8;
const AMQP = Buffer.from('AMQP');
const SASL_PROTOCOL = 3;
const AMQP_PROTOCOL = 0;
const SASL_FRAME = 1;
const AMQP_FRAME = 0;
const SASL_INIT = 0x41;

const EMPTY_LIST = 0x45;
const LIST_CODES = new Set([EMPTY_LIST, 0xc0, 0xd0]);
/** Only end and close may come without a field. Rhea writes into the list of the others, and all empty lists are one. */
const MAY_BE_EMPTY = new Set([0x17, 0x18]);
const TRANSFER = 0x14;

/**
 * Cuts a client's bytes into whole frames and checks each before the AMQP library sees it: size, head, and that the
 * performative is a well-formed list. The library keeps buffering for any size that a frame claims, and trusts counts.
 */
export class FrameGuard {
  #rest: Buffer = Buffer.alloc(0);
  #expects: 'header' | 'frame' = 'header';
  #sasl = false;

  /**
   * Takes what the socket read; returns the part that is whole and may be passed on, empty when there is none yet.
   * @throws {MalformedAmqpError}
   */
  accept(chunk: Buffer): Buffer {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let offset = 0;
    for (;;) {
      const end = this.#expects === 'header' ? this.#header(bytes, offset) : this.#frame(bytes, offset);
      if (end === undefined) break;
      offset = end;
    }
    this.#rest = bytes.subarray(offset);
    return bytes.subarray(0, offset);
  }

  #header(bytes: Buffer, start: number): number | undefined {
    const begin = bytes.subarray(start, start + AMQP.length);
    if (!begin.equals(AMQP.subarray(0, begin.length))) throw new MalformedAmqpError('This is not AMQP.');
    if (bytes.length < start + HEADER_SIZE) return undefined;
    const protocol = bytes[start + 4];
    if ((protocol !== SASL_PROTOCOL || this.#sasl) && protocol !== AMQP_PROTOCOL) {
      throw new MalformedAmqpError('This is not plain AMQP or SASL.');
    }
    if (bytes[start + 5] !== 1 || bytes[start + 6] !== 0)
      throw new MalformedAmqpError('This is not AMQP 1.0.');
    this.#sasl = protocol === SASL_PROTOCOL;
    this.#expects = 'frame';
    return start + HEADER_SIZE;
  }

  #frame(bytes: Buffer, start: number): number | undefined {
    if (bytes.length < start + HEADER_SIZE) return undefined;
    const size = bytes.readUInt32BE(start);
    if (size < HEADER_SIZE || size > MAX_FRAME_SIZE + SLACK) {
      throw new MalformedAmqpError(`A frame of ${size} bytes is not allowed.`);
    }
    const end = start + size;
    if (bytes.length < end) return undefined;
    const type = bytes[start + 5];
    if (type !== (this.#sasl ? SASL_FRAME : AMQP_FRAME))
      throw new MalformedAmqpError('The frame is of another type.');
    const body = start + (bytes[start + 4] ?? 0) * 4;
    if (body < start + HEADER_SIZE || body > end) throw new MalformedAmqpError('The data offset is wrong.');
    if (body < end) this.#performative(bytes, body, end);
    else if (this.#sasl) throw new MalformedAmqpError('A SASL frame is empty.');
    return end;
  }

  #performative(bytes: Buffer, start: number, end: number): void {
    // Every client writes descriptors of performatives as one small number: 0x53 and a byte.
    const code = bytes[start + 2];
    if (bytes[start] !== 0x00 || bytes[start + 1] !== 0x53 || code === undefined) {
      throw new MalformedAmqpError('A frame has no performative.');
    }
    const value = start + 3;
    const valueCode = bytes[value] ?? -1;
    if (!LIST_CODES.has(valueCode) || (valueCode === EMPTY_LIST && !MAY_BE_EMPTY.has(code))) {
      throw new MalformedAmqpError('A performative is not a list, or an empty one.');
    }
    const after = walkAmqpValue(bytes, value, end);
    if (after < end && code !== TRANSFER)
      throw new MalformedAmqpError('A frame has bytes that nothing asked for.');
    if (!this.#sasl) return;
    if (code !== SASL_INIT) throw new MalformedAmqpError('Only the start of SASL is expected.');
    // ANONYMOUS is settled by the first frame; the protocol header of plain AMQP comes next.
    this.#expects = 'header';
  }
}
