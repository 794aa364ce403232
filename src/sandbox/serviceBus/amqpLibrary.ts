import rhea from 'rhea';

/*
 * The parts of rhea 3.0.5 that the broker uses, typed. Rhea's own typings leave most of them `any` or out:
 * several are internal members of its endpoints, which a server needs and which the exact version pins.
 */

/** A value with its AMQP type, as rhea reads and writes it: lists and maps hold typed values again. */
export interface TypedValue {
  readonly type: { readonly name: string; readonly typecode: number };
  readonly value: unknown;
  readonly descriptor?: TypedValue;
}

export interface AmqpTypes {
  readonly Reader: new (bytes: Buffer) => { position: number; read(): TypedValue };
  readonly Writer: new () => { write(value: TypedValue): void; toBuffer(): Buffer };
  readonly Map32: (items: readonly TypedValue[]) => TypedValue;
  readonly List32: (items: readonly TypedValue[]) => TypedValue;
  readonly Null: () => TypedValue;
  readonly wrap: (value: unknown) => TypedValue;
  readonly wrap_boolean: (value: boolean) => TypedValue;
  readonly wrap_ubyte: (value: number) => TypedValue;
  readonly wrap_uint: (value: number) => TypedValue;
  readonly wrap_int: (value: number) => TypedValue;
  readonly wrap_long: (value: number) => TypedValue;
  readonly wrap_ulong: (value: number) => TypedValue;
  readonly wrap_timestamp: (milliseconds: number) => TypedValue;
  readonly wrap_uuid: (bytes: Buffer) => TypedValue;
  readonly wrap_binary: (bytes: Buffer) => TypedValue;
  readonly wrap_string: (text: string) => TypedValue;
  readonly wrap_symbol: (text: string) => TypedValue;
  readonly wrap_array: (values: readonly unknown[], typecode: number, descriptor?: undefined) => TypedValue;
  readonly described_nc: (descriptor: TypedValue, value: TypedValue) => TypedValue;
  readonly unwrap: (value: unknown) => unknown;
}

export interface AmqpErrorFields {
  readonly condition: string;
  readonly description: string;
}

/** Encoded outcome, ready for a disposition. */
type Outcome = { readonly described: () => TypedValue };

export interface AmqpMessages {
  encode(message: Readonly<Record<string, unknown>>): Buffer;
  decode(bytes: Buffer): Readonly<Record<string, unknown>>;
  data_section(data: Buffer): unknown;
  accepted(): Outcome;
  rejected(fields: { readonly error: AmqpErrorFields }): Outcome;
}

/** One delivery, in either direction. `settled` is this side's, `remote_settled` the other's. */
export interface AmqpDelivery {
  readonly id: number;
  readonly format: number;
  settled: boolean;
  remote_settled: boolean;
  readonly remote_state?: unknown;
  update(settled: boolean, state?: TypedValue): void;
}

interface AmqpConnection {
  readonly options: { readonly id: string };
  readonly max_frame_size: unknown;
  close(error?: AmqpErrorFields): void;
}

export interface TransferFrame {
  readonly performative: {
    readonly handle: unknown;
    readonly delivery_id: unknown;
    readonly more: unknown;
    readonly aborted: unknown;
    message_format: unknown;
  };
  payload?: Buffer;
}

export interface DispositionFrame {
  readonly performative: {
    readonly role: unknown;
    first: number;
    last: number;
    readonly state: { readonly descriptor?: { readonly value: unknown } } | null | undefined;
  };
}

/** An attach before the library has looked at its ends. */
export interface AttachFrame {
  readonly performative: { source: EncodedTerminus; target: EncodedTerminus };
}

type EncodedTerminus = { readonly descriptor?: { readonly value: unknown } } | null | undefined;

interface DeliveryBuffer {
  available(): number;
  get_head(): AmqpDelivery | undefined;
  get_tail(): AmqpDelivery | undefined;
}

export interface AmqpSession {
  readonly connection: AmqpConnection;
  readonly remote: { readonly handles: Readonly<Record<string, AmqpLink | undefined>> };
  readonly outgoing: {
    readonly deliveries: DeliveryBuffer;
    /** Between the two are deliveries that wait for the peer's window. */
    readonly next_delivery_id: number;
    readonly next_pending_delivery: number;
    available(): number;
  };
  readonly incoming: { readonly deliveries: DeliveryBuffer };
  on_attach(frame: AttachFrame): void;
  on_transfer(frame: TransferFrame): void;
  on_disposition(frame: DispositionFrame): void;
  on_flow(frame: unknown): void;
}

interface Terminus {
  readonly address?: unknown;
  readonly filter?: unknown;
}

export interface AmqpLink {
  readonly name: string;
  readonly session: AmqpSession;
  readonly connection: AmqpConnection;
  /** As the peer's attach has them; null where it named none, or one that rhea doesn't know. */
  readonly source: Terminus | null | undefined;
  readonly target: Terminus | null | undefined;
  readonly snd_settle_mode: unknown;
  readonly rcv_settle_mode: unknown;
  readonly local: {
    readonly attach: { snd_settle_mode: number; rcv_settle_mode: number; max_message_size: number };
  };
  credit: number;
  delivery_count: number;
  set_source(fields: { address: string; filter?: unknown } | Record<string, never>): void;
  set_target(fields: { address: string } | Record<string, never>): void;
  is_open(): boolean;
  close(error?: AmqpErrorFields): void;
}

/** A link on which the broker sends. */
export interface SenderLink extends AmqpLink {
  _draining: boolean;
  _drained: boolean;
  _get_drain(): boolean;
  sendable(): boolean;
  set_drained(drained: boolean): void;
  send(message: Buffer, tag: Buffer | undefined, format: number): AmqpDelivery;
}

/** A link on which the broker receives. */
export interface ReceiverLink extends AmqpLink {
  add_credit(credit: number): void;
}

/** What rhea passes to every listener. */
export interface AmqpEvent {
  readonly connection: AmqpConnection;
  readonly session: AmqpSession;
  readonly sender: SenderLink;
  readonly receiver: ReceiverLink;
  readonly delivery: AmqpDelivery;
  readonly message: Buffer | undefined;
}

/** What rhea asks of a web socket: the broker hands it TCP sockets in this shape, to see the bytes first. */
export interface SocketLike {
  readonly url: string;
  onmessage: ((event: { readonly data: Buffer }) => void) | undefined;
  onclose: (() => void) | undefined;
  onerror: ((error: Error) => void) | undefined;
  send(bytes: Buffer): void;
  close(): void;
}

interface SaslMechanisms {
  enable_anonymous(): void;
  [mechanism: string]: () => unknown;
}

export interface AmqpContainer {
  readonly sasl_server_mechanisms: SaslMechanisms;
  on(event: string, listener: (event: AmqpEvent) => void): void;
  websocket_accept(socket: SocketLike, options: Readonly<Record<string, unknown>>): void;
}

const library = rhea as unknown as {
  readonly types: AmqpTypes;
  readonly message: AmqpMessages;
  create_container(options: { readonly id: string }): AmqpContainer;
};

export const amqpTypes: AmqpTypes = library.types;
export const amqpMessages: AmqpMessages = library.message;

export function createContainer(id: string): AmqpContainer {
  return library.create_container({ id });
}

export function encodeTyped(value: TypedValue): Buffer {
  const writer = new amqpTypes.Writer();
  writer.write(value);
  return writer.toBuffer();
}
