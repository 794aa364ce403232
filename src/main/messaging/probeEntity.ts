import { randomUUID } from 'node:crypto';
import type { AmqpError, Connection, ConnectionDetails, EventContext, Receiver, Sender } from 'rhea';
import rhea from 'rhea';
import WebSocket from 'ws';
import { type Reach, reachNamespace } from './reachNamespace.ts';
import { type MessagingCredential, tokenFor } from './signSas.ts';

/** An entity of a Service Bus or Event Hubs namespace, and what to prove oneself with. */
export interface ProbeTarget {
  readonly host: string;
  /** Undefined for the port that the transport has by custom. */
  readonly port: number | undefined;
  /** TLS. Only an emulator on this computer goes without. */
  readonly secure: boolean;
  readonly entityPath: string;
  /** What a receiver would attach to; undefined when reading is not asked about. */
  readonly readPath: string | undefined;
  readonly credential: MessagingCredential;
}

/** What became of an attempt to use the entity. */
export type Grant =
  | { readonly kind: 'granted' }
  | { readonly kind: 'denied'; readonly details: string }
  | { readonly kind: 'noEntity'; readonly details: string }
  | { readonly kind: 'refused'; readonly condition: string; readonly details: string }
  | { readonly kind: 'notTried' };

export type SignatureFinding =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly status: number; readonly details: string }
  | { readonly kind: 'noAnswer'; readonly details: string };

/** Told one after the other, as far as the probe gets. */
export type ProbeFinding =
  | { readonly about: 'reach'; readonly reach: Reach; readonly webSockets: boolean }
  | { readonly about: 'signature'; readonly signature: SignatureFinding }
  | { readonly about: 'send'; readonly grant: Grant }
  | { readonly about: 'listen'; readonly grant: Grant };

export interface ProbeOptions {
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly onFinding: (finding: ProbeFinding) => void;
  /** For each stage. */
  readonly timeoutMs?: number;
}

/** AMQP over TLS, AMQP in clear, and AMQP inside a WebSocket for networks that let nothing but HTTPS out. */
const ports = { secure: 5671, plain: 5672, webSocket: 443 } as const;

/**
 * Goes as far into an entity as a sender goes, and sends nothing: name, port, signature, existence and right, in this order.
 * A receiver is attached without credit, so that no message is moved. Stops at the first stage that bars the next.
 * Rejects only with the signal's reason.
 */
export async function probeEntity(target: ProbeTarget, options: ProbeOptions): Promise<void> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const port = target.port ?? (target.secure ? ports.secure : ports.plain);
  let reach = await reachNamespace(target.host, port, target.secure, { ...options, timeoutMs });
  let webSockets = false;
  if (target.secure && target.port === undefined && isBlocked(reach)) {
    const detour = await reachNamespace(target.host, ports.webSocket, true, { ...options, timeoutMs });
    webSockets = detour.kind === 'reached';
    if (webSockets) reach = detour;
  }
  options.onFinding({ about: 'reach', reach, webSockets });
  if (reach.kind !== 'reached') return;
  await speakAmqp(target, port, webSockets, { ...options, timeoutMs });
}

const isBlocked = (reach: Reach): boolean =>
  reach.kind === 'timedOut' || reach.kind === 'refused' || reach.kind === 'unreachable';

/** A connection with what bounds every wait on it. */
interface Line {
  readonly connection: Connection;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

async function speakAmqp(
  target: ProbeTarget,
  port: number,
  webSockets: boolean,
  options: ProbeOptions & { timeoutMs: number },
): Promise<void> {
  const { signal, onFinding } = options;
  const connection = openConnection(target, port, webSockets);
  const line: Line = { connection, timeoutMs: options.timeoutMs, signal };
  try {
    const claims = await openClaimsNode(line);
    if (claims.kind === 'silent') {
      onFinding({ about: 'signature', signature: { kind: 'noAnswer', details: claims.details } });
      return;
    }
    const resourceOf = (path: string): string => `sb://${target.host}/${path}`;
    const put = (path: string): Promise<SignatureFinding> =>
      claims.putToken(resourceOf(path), tokenFor(target.credential, resourceOf(path), options.now()));

    const signature = await put(target.entityPath);
    onFinding({ about: 'signature', signature });
    if (signature.kind !== 'accepted') return;

    const send = await attachSender(line, target.entityPath);
    onFinding({ about: 'send', grant: send });
    if (target.readPath === undefined) return;
    if (target.readPath !== target.entityPath) await put(target.readPath);
    const listen = await attachReceiver(line, target.readPath);
    onFinding({ about: 'listen', grant: listen });
  } finally {
    connection.close();
    // A peer that never answers the close would keep the socket, and with it this process, alive.
    setTimeout(() => connection.socket?.destroy(), 500).unref();
  }
}

function openConnection(target: ProbeTarget, port: number, webSockets: boolean): Connection {
  const container = rhea.create_container();
  const host = target.host.replace(/^\[|\]$/g, '');
  const common = {
    host,
    hostname: host,
    // A name without a password makes the library offer ANONYMOUS, as Service Bus wants it before $cbs.
    username: 'anonymous',
    reconnect: false as const,
    idle_time_out: 60_000,
  };
  let connection: Connection;
  if (webSockets) {
    // The library's types know only the browser's WebSocket, and say less of the details than connect() wants.
    const dial = container.websocket_connect(WebSocket as unknown as typeof globalThis.WebSocket);
    const address = `wss://${host}:${ports.webSocket}/$servicebus/websocket`;
    const details = dial(address, ['AMQPWSB10'], {}) as unknown as () => ConnectionDetails;
    connection = container.connect({ ...common, port: ports.webSocket, connection_details: details });
  } else if (target.secure) {
    connection = container.connect({ ...common, port, transport: 'tls', servername: host });
  } else {
    connection = container.connect({ ...common, port, transport: 'tcp' });
  }
  // Errors reach us at the stage that waits for them; without a listener they would be thrown.
  for (const name of [
    'connection_error',
    'session_error',
    'disconnected',
    'protocol_error',
    'error',
    'connection_close',
  ]) {
    connection.on(name, () => undefined);
  }
  return connection;
}

type ClaimsNode =
  | { kind: 'silent'; details: string }
  | { kind: 'open'; putToken(resource: string, token: string): Promise<SignatureFinding> };

/** The node `$cbs`, to which tokens are shown before any link is opened. */
async function openClaimsNode(line: Line): Promise<ClaimsNode> {
  const replyTo = `cbs-${randomUUID()}`;
  const sender = line.connection.open_sender({ target: { address: '$cbs' } });
  const receiver = line.connection.open_receiver({
    name: replyTo,
    source: { address: '$cbs' },
    target: { address: replyTo },
  });
  const opened = await firstOf<'open' | string>(line, (settle) => {
    let sendable = false;
    let replies = false;
    const settleWhenBoth = (): void => {
      // The credit for the reply leaves after this event; a token shown before it is refused.
      if (sendable && replies) setImmediate(() => settle('open'));
    };
    sender.once('sendable', () => {
      sendable = true;
      settleWhenBoth();
    });
    receiver.once('receiver_open', () => {
      replies = true;
      settleWhenBoth();
    });
    sender.once('sender_error', () => settle(wordsOf(sender.error)));
    receiver.once('receiver_error', () => settle(wordsOf(receiver.error)));
  });
  if (opened.kind === 'lost') return { kind: 'silent', details: opened.details };
  if (opened.value !== 'open') return { kind: 'silent', details: opened.value };

  const putToken = async (resource: string, token: string): Promise<SignatureFinding> => {
    const id = randomUUID();
    const answer = await firstOf<SignatureFinding>(line, (settle) => {
      receiver.on('message', ({ message }: EventContext) => {
        if (message?.correlation_id !== id) return;
        const properties = message.application_properties ?? {};
        const status = Number(properties['status-code'] ?? properties.statusCode ?? 0);
        const details = String(properties['status-description'] ?? properties.statusDescription ?? '');
        settle(status >= 200 && status < 300 ? { kind: 'accepted' } : { kind: 'refused', status, details });
      });
      sender.once('rejected', ({ delivery }: EventContext) => {
        settle({ kind: 'noAnswer', details: wordsOf(delivery?.remote_state?.error) });
      });
      sender.send({
        body: token,
        message_id: id,
        reply_to: replyTo,
        application_properties: {
          operation: 'put-token',
          type: 'servicebus.windows.net:sastoken',
          name: resource,
        },
      });
    });
    return answer.kind === 'lost' ? { kind: 'noAnswer', details: answer.details } : answer.value;
  };
  return { kind: 'open', putToken };
}

/** Credit from the broker is its word that we may send. */
async function attachSender(line: Line, path: string): Promise<Grant> {
  const sender: Sender = line.connection.open_sender({ target: { address: path } });
  const answer = await firstOf<Grant>(line, (settle) => {
    sender.once('sendable', () => settle({ kind: 'granted' }));
    sender.once('sender_error', () => settle(grantFrom(sender.error)));
    sender.once('sender_close', () => settle(grantFrom(sender.error)));
  });
  if (answer.kind === 'lost') return { kind: 'refused', condition: 'no answer', details: answer.details };
  if (answer.value.kind === 'granted') sender.close();
  return answer.value;
}

/**
 * A broker that refuses a receiver first attaches it without a source and then detaches it with the reason;
 * one that allows it echoes the source. The link gets no credit, so that nothing is delivered.
 */
async function attachReceiver(line: Line, path: string): Promise<Grant> {
  const receiver: Receiver = line.connection.open_receiver({
    source: { address: path },
    credit_window: 0,
    autoaccept: false,
  });
  const answer = await firstOf<Grant>(line, (settle) => {
    receiver.once('receiver_open', () => {
      if (receiver.source?.address)
        setImmediate(() => settle(receiver.error ? grantFrom(receiver.error) : { kind: 'granted' }));
    });
    receiver.once('receiver_error', () => settle(grantFrom(receiver.error)));
    receiver.once('receiver_close', () => settle(grantFrom(receiver.error)));
  });
  if (answer.kind === 'lost') return { kind: 'refused', condition: 'no answer', details: answer.details };
  if (answer.value.kind === 'granted') receiver.close();
  return answer.value;
}

function grantFrom(error: AmqpError | Error | undefined): Grant {
  const condition = error && 'condition' in error ? String(error.condition ?? '') : '';
  const details = wordsOf(error);
  if (condition === 'amqp:unauthorized-access') return { kind: 'denied', details };
  if (condition === 'amqp:not-found') return { kind: 'noEntity', details };
  return { kind: 'refused', condition: condition || 'closed without a reason', details };
}

function wordsOf(error: AmqpError | Error | undefined): string {
  if (!error) return 'The link was closed without a reason.';
  const condition = 'condition' in error && error.condition ? `${error.condition}: ` : '';
  const text =
    'description' in error && error.description ? error.description : 'message' in error ? error.message : '';
  return `${condition}${text}`;
}

type Outcome<T> = { kind: 'value'; value: T } | { kind: 'lost'; details: string };

/** Whatever comes first: the answer, the end of the connection, the time-out. Rejects when the user cancels. */
function firstOf<T>(line: Line, listen: (settle: (value: T) => void) => void): Promise<Outcome<T>> {
  const { connection, timeoutMs, signal } = line;
  return new Promise((resolve, reject) => {
    const finish = (outcome: Outcome<T>): void => {
      cleanUp();
      resolve(outcome);
    };
    const lost = (context: EventContext): void => {
      const error = context.error ?? connection.error;
      finish({ kind: 'lost', details: error ? wordsOf(error as AmqpError) : 'The connection was closed.' });
    };
    const cancelled = (): void => {
      cleanUp();
      reject(signal.reason);
    };
    const timer = setTimeout(
      () => finish({ kind: 'lost', details: `No answer within ${timeoutMs / 1000} seconds.` }),
      timeoutMs,
    );
    const cleanUp = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancelled);
      connection.removeListener('disconnected', lost);
      connection.removeListener('connection_close', lost);
    };
    signal.addEventListener('abort', cancelled, { once: true });
    connection.once('disconnected', lost);
    connection.once('connection_close', lost);
    listen((value) => finish({ kind: 'value', value }));
  });
}
