import { createHmac } from 'node:crypto';
import { connect as connectSocket, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import {
  amqpMessages,
  amqpTypes,
  encodeTyped,
  type TypedValue,
} from '../../../../src/sandbox/serviceBus/amqpLibrary.ts';
import type { ServiceBusBroker } from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';

// A client that writes its frames itself, right or wrong.

export const AMQP_HEADER = Buffer.from('414d515000010000', 'hex');
export const SASL_HEADER = Buffer.from('414d515003010000', 'hex');

export interface RawClient {
  readonly socket: Socket;
  readonly received: () => Buffer;
  readonly isClosed: () => boolean;
}

export async function openSocket(broker: ServiceBusBroker): Promise<RawClient> {
  const chunks: Buffer[] = [];
  let closed = false;
  const socket = connectSocket(broker.port, broker.host);
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  return { socket, received: () => Buffer.concat(chunks), isClosed: () => closed };
}

/** A frame around whatever bytes are given; `size` may lie. */
export function rawFrame(
  body: Buffer,
  { type = 0, channel = 0, size = body.length + 8, offset = 2 } = {},
): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(size, 0);
  head.writeUInt8(offset, 4);
  head.writeUInt8(type, 5);
  head.writeUInt16BE(channel, 6);
  return Buffer.concat([head, body]);
}

export function performative(code: number, fields: readonly unknown[]): Buffer {
  const list = amqpTypes.List32(fields.map((field) => amqpTypes.wrap(field)));
  return encodeTyped(amqpTypes.described_nc(amqpTypes.wrap_ulong(code), list));
}

export function frame(
  code: number,
  fields: readonly unknown[],
  payload: Buffer = Buffer.alloc(0),
  channel = 0,
): Buffer {
  return rawFrame(Buffer.concat([performative(code, fields), payload]), { channel });
}

export function described(code: number, fields: readonly unknown[]): TypedValue {
  const list = amqpTypes.List32(fields.map((field) => amqpTypes.wrap(field)));
  return amqpTypes.described_nc(amqpTypes.wrap_ulong(code), list);
}

export const uint = amqpTypes.wrap_uint;
export const OPEN = frame(0x10, ['me', '127.0.0.1', uint(65_536), uint(10)]);
export const BEGIN = frame(0x11, [null, uint(0), uint(1000), uint(1000)]);

/** Attaches a link on which the client sends to `$cbs`, which needs no token. */
export function attachToCbs(name: string, handle = 0): Buffer {
  const source = described(0x28, ['me']);
  const target = described(0x29, ['$cbs']);
  return frame(0x12, [name, uint(handle), false, 2, 0, source, target, null, false, uint(0)]);
}

/** The frames with which a client that may listen to `orders` puts its token: handles 0 and 1, delivery 0. */
export function putListenToken(broker: ServiceBusBroker): Buffer {
  const listen = broker.namespace.policies.find(({ name }) => name === 'listen');
  const name = `sb://127.0.0.1:${broker.port}/orders`;
  const resource = encodeURIComponent(name);
  const expiry = Math.floor(Date.now() / 1000) + 600;
  const signature = createHmac('sha256', listen?.key ?? '')
    .update(`${resource}\n${expiry}`)
    .digest('base64');
  const request = amqpMessages.encode({
    message_id: 'put',
    reply_to: 'reply',
    body: `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=listen`,
    application_properties: { operation: 'put-token', type: 'servicebus.windows.net:sastoken', name },
  });
  return Buffer.concat([
    attachToCbs('requests'),
    frame(0x12, ['reply', uint(1), true, 2, 0, described(0x28, ['$cbs']), described(0x29, ['reply'])]),
    flow({ handle: 1, credit: 50 }),
    frame(0x14, [uint(0), uint(0), Buffer.from('t'), uint(0), false, false], request),
  ]);
}

/** Attaches a link that receives from `orders`, as handle 2. Settle modes: 0 unsettled, 1 settled. */
export function attachToOrders(name: string, settleMode: 0 | 1): Buffer {
  const mode = amqpTypes.wrap_ubyte(settleMode);
  return frame(0x12, [
    name,
    uint(2),
    true,
    mode,
    amqpTypes.wrap_ubyte(1 - settleMode),
    described(0x28, ['orders']),
    described(0x29, ['me']),
  ]);
}

export function flow(fields: {
  handle: number;
  credit: number;
  deliveries?: number;
  received?: number;
  drain?: boolean;
}) {
  const { handle, credit, deliveries = 0, received = 0, drain = false } = fields;
  const link = [uint(handle), uint(deliveries), uint(credit), null, drain];
  return frame(0x13, [uint(received), uint(1_000_000), uint(1), uint(100), ...link]);
}

/** Performatives of one kind that the broker has sent: their fields. */
export function sentFrames(bytes: Buffer, code: number): unknown[][] {
  const found: unknown[][] = [];
  for (let offset = AMQP_HEADER.length; offset + 8 <= bytes.length; offset += bytes.readUInt32BE(offset)) {
    const end = offset + bytes.readUInt32BE(offset);
    if (end > bytes.length || end === offset + 8) continue;
    const value = new amqpTypes.Reader(bytes.subarray(offset + 8, end)).read();
    const fields = amqpTypes.unwrap(value.value);
    if (value.descriptor?.value === code && Array.isArray(fields)) found.push(fields);
  }
  return found;
}
