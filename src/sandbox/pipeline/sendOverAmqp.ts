import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import rhea, { type AmqpError, type Connection, type EventContext, type Message } from 'rhea';

export type AmqpTarget = {
  readonly host: string;
  readonly port: number;
  /** Queue or topic. */
  readonly path: string;
  /** `SharedAccessSignature …` */
  readonly token: string;
};

export type OutgoingMessage = {
  readonly body: Buffer;
  readonly contentType: string;
  readonly messageId: string;
  readonly correlationId: string;
  readonly properties: Readonly<Record<string, string | boolean | null>>;
};

/** `detail` is the other side's own description, where it gave one. */
export type SendResult =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      readonly reason: 'unreachable' | 'badToken' | 'missingRight' | 'notFound' | 'timeout' | 'other';
      readonly detail: string;
    };

/** How long the other side may take to say good-bye. */
const closingMs = 1000;
const claimsTokenType = 'servicebus.windows.net:sastoken';

/**
 * Sends one message over a connection of its own: token to `$cbs`, then a link to the entity. Plain TCP, for brokers
 * on this computer. Never throws; never takes longer than `timeoutMs`.
 */
export function sendOverAmqp(
  target: AmqpTarget,
  message: OutgoingMessage,
  timeoutMs: number,
): Promise<SendResult> {
  const { promise, resolve } = Promise.withResolvers<SendResult>();
  const container = rhea.create_container();
  let connection: Connection | undefined;
  let socket: Socket | undefined;
  let isDone = false;
  const timer = setTimeout(
    () => finish(refused('timeout', `There was no answer within ${timeoutMs / 1000} seconds.`)),
    timeoutMs,
  );
  const finish = (result: SendResult): void => {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    resolve(result);
    if (connection?.is_open()) {
      connection.close();
      setTimeout(() => socket?.destroy(), closingMs).unref();
    } else socket?.destroy();
  };

  const replies = `cbs-${randomUUID()}`;
  const requests = `${replies}-requests`;
  const entity = `post-${randomUUID()}`;
  const sent = new Set<string>();

  container.on('connection_open', ({ connection: opened }: EventContext) => {
    opened.open_receiver({ name: replies, source: { address: '$cbs' }, target: { address: replies } });
  });
  // The answer needs credit, so that the way back is opened first.
  container.on('receiver_open', ({ connection: opened }: EventContext) => {
    opened.open_sender({ name: requests, target: { address: '$cbs' } });
  });
  container.on('sendable', ({ sender }: EventContext) => {
    if (isDone || sender === undefined || sent.has(sender.name)) return;
    sent.add(sender.name);
    sender.send(sender.name === entity ? toAmqp(message) : tokenRequest(target, replies));
  });
  container.on('message', ({ message: reply, connection: opened }: EventContext) => {
    const status: unknown = reply?.application_properties?.['status-code'];
    const description = String(reply?.application_properties?.['status-description'] ?? '');
    if (typeof status === 'number' && status >= 200 && status < 300)
      opened.open_sender({ name: entity, target: { address: target.path } });
    else finish(refused('badToken', description));
  });
  container.on('accepted', ({ sender }: EventContext) => {
    // The token request is accepted too, before its answer.
    if (sender?.name === entity) finish({ kind: 'accepted' });
  });
  container.on('rejected', ({ delivery }: EventContext) => finish(fromError(delivery?.remote_state)));
  container.on('released', () =>
    finish(refused('other', 'The message was released: the entity did not take it.')),
  );
  container.on('modified', () => finish(refused('other', 'The message was not taken by the entity.')));
  for (const name of ['sender_error', 'receiver_error', 'session_error'])
    container.on(name, ({ sender, receiver, session }: EventContext) =>
      finish(fromError({ error: sender?.error ?? receiver?.error ?? session?.error })),
    );
  container.on('connection_error', ({ connection: failed }: EventContext) =>
    finish(fromError({ error: failed.error })),
  );
  for (const name of ['error', 'protocol_error'])
    container.on(name, (error: unknown) =>
      finish(
        refused('other', error instanceof Error ? error.message : 'The other side does not speak AMQP 1.0.'),
      ),
    );
  container.on('disconnected', ({ error }: EventContext) =>
    finish(refused('unreachable', error === undefined ? 'The connection was closed.' : messageOf(error))),
  );

  connection = container.connect({
    host: target.host,
    port: target.port,
    // A socket of our own making can be ended when the other side does not speak AMQP.
    connection_details: () => ({
      host: target.host,
      port: target.port,
      connect: (port: number, host: string, _options: unknown, onConnect: () => void) => {
        socket = connect({ port, host, noDelay: true }, onConnect);
        return socket;
      },
    }),
    hostname: target.host,
    username: 'anonymous',
    reconnect: false,
    // One message goes out: the library's own buffers are for two thousand.
    session_buffer_size: 8,
    receiver_options: { credit_window: 4 },
    idle_time_out: timeoutMs * 2,
  });
  return promise;
}

function toAmqp(message: OutgoingMessage): Message {
  return {
    message_id: message.messageId,
    correlation_id: message.correlationId,
    content_type: message.contentType,
    application_properties: { ...message.properties },
    body: rhea.message.data_section(message.body),
  };
}

function tokenRequest(target: AmqpTarget, replies: string): Message {
  return {
    message_id: randomUUID(),
    reply_to: replies,
    to: '$cbs',
    application_properties: {
      operation: 'put-token',
      type: claimsTokenType,
      name: `sb://${target.host}:${target.port}/${target.path}`,
    },
    body: target.token,
  };
}

function fromError(state: unknown): SendResult {
  const error = errorIn(state);
  const detail = error?.description ?? '';
  switch (error?.condition) {
    case 'amqp:unauthorized-access':
      return refused('missingRight', detail);
    case 'amqp:not-found':
      return refused('notFound', detail);
    default:
      return refused('other', [error?.condition, detail].filter(Boolean).join(': '));
  }
}

function errorIn(state: unknown): AmqpError | undefined {
  if (typeof state !== 'object' || state === null || !('error' in state)) return undefined;
  const { error } = state;
  return typeof error === 'object' && error !== null ? (error as AmqpError) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}

function refused(reason: Extract<SendResult, { kind: 'refused' }>['reason'], detail: string): SendResult {
  return { kind: 'refused', reason, detail };
}
