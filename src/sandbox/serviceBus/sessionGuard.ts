import type { AmqpLink, AmqpSession, AttachFrame, DispositionFrame, TransferFrame } from './amqpLibrary.ts';

/** Thrown at a client that breaks the protocol: its connection is dropped. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}

/** The format under which the library hands out a standard message: as bytes, not decoded and encoded again. */
const RAW_STANDARD = 1;

/** How far above the limit a delivery may go on: its bytes are dropped, but they are read. */
const PATIENCE = 16 * 1024 * 1024;

const NOTHING = Buffer.alloc(0);
const TERMINI = new Set<unknown>([undefined, 0x28, 0x29, 'amqp:source:list', 'amqp:target:list']);
const OUTCOMES = new Set<unknown>([
  0x23,
  0x24,
  0x25,
  0x26,
  0x27,
  'amqp:received:list',
  'amqp:accepted:list',
  'amqp:rejected:list',
  'amqp:released:list',
  'amqp:modified:list',
]);

/** The format of a delivery as its sender said it. */
export function originalFormat(format: number): number {
  return format === RAW_STANDARD ? 0 : format;
}

/**
 * Puts checks before a session's transfers and dispositions: sizes over more than one frame, ranges that would keep
 * the library counting, outcomes that it doesn't know.
 * @param onTooLarge called before the library hands out a delivery above the limit, of which it has a part only. That
 * the message is refused and the link stays is a guess; a closed link would leave the JavaScript client waiting.
 * @param onWindow called when the client may have opened its window, of which the library tells nobody.
 */
export function guardSession(
  session: AmqpSession,
  maxMessageSize: number,
  onTooLarge: (link: AmqpLink, deliveryId: number, size: number) => void,
  onWindow: () => void,
): void {
  const passAttach = session.on_attach.bind(session);
  const passFlow = session.on_flow.bind(session);
  const passTransfer = session.on_transfer.bind(session);
  const passDisposition = session.on_disposition.bind(session);
  const received = new Map<AmqpLink, { bytes: number; deliveryId: number }>();

  session.on_transfer = (frame: TransferFrame): void => {
    const { performative } = frame;
    const link = session.remote.handles[String(performative.handle)];
    if (link === undefined) throw new ProtocolViolation('A transfer names no link.');
    if (performative.aborted === true) throw new ProtocolViolation('Aborted transfers are not supported.');
    const format = performative.message_format;
    if (format === undefined || format === null || format === 0) performative.message_format = RAW_STANDARD;
    else if (format === RAW_STANDARD) throw new ProtocolViolation('The message format is unknown.');

    const current = received.get(link) ?? { bytes: 0, deliveryId: Number(performative.delivery_id) };
    current.bytes += frame.payload?.length ?? 0;
    received.set(link, current);
    const tooLarge = current.bytes > maxMessageSize;
    if (tooLarge) frame.payload = NOTHING;
    else frame.payload ??= NOTHING;
    if (current.bytes > maxMessageSize + PATIENCE) throw new ProtocolViolation('A message does not end.');
    if (performative.more !== true) {
      received.delete(link);
      if (tooLarge) onTooLarge(link, current.deliveryId, current.bytes);
    }
    // The library would complain on the console.
    if (link.credit <= 0) link.credit = 1;
    passTransfer(frame);
  };

  session.on_attach = (frame: AttachFrame): void => {
    // Of a kind that the library doesn't know (a transaction's coordinator), it would complain on the console.
    const { performative } = frame;
    if (!isTerminus(performative.source)) performative.source = null;
    if (!isTerminus(performative.target)) performative.target = null;
    passAttach(frame);
  };

  session.on_flow = (frame: unknown): void => {
    passFlow(frame);
    onWindow();
  };

  session.on_disposition = (frame: DispositionFrame): void => {
    const { performative } = frame;
    const state = performative.state;
    if (state !== undefined && state !== null && !OUTCOMES.has(state.descriptor?.value)) {
      throw new ProtocolViolation('A disposition has an outcome that is not supported.');
    }
    const { deliveries } = performative.role === true ? session.outgoing : session.incoming;
    const head = deliveries.get_head();
    const tail = deliveries.get_tail();
    if (head === undefined || tail === undefined) return;
    const first = Math.max(Number(performative.first), head.id);
    const last = Math.min(Number(performative.last ?? performative.first), tail.id);
    if (!(first <= last)) return;
    performative.first = first;
    performative.last = last;
    passDisposition(frame);
  };
}

function isTerminus(value: AttachFrame['performative']['source']): boolean {
  return value === undefined || value === null || TERMINI.has(value.descriptor?.value);
}
