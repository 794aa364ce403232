import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { type AmqpContainer, type AmqpEvent, amqpMessages, createContainer } from './amqpLibrary.ts';
import type { BrokerContext, BrokerFault } from './brokerContext.ts';
import { type BrokerState, unreadableState } from './brokerState.ts';
import { ClientConnection } from './clientConnection.ts';
import { ClientSocket } from './clientSocket.ts';
import type { ConsumerOutcome } from './consumerLink.ts';
import { isWithinScope } from './entityAddress.ts';
import { beginsLikeHttp, EntityDescriptions } from './entityDescriptions.ts';
import { EntityDirectory, publish } from './entityDirectory.ts';
import type { EntityQueue } from './entityQueue.ts';
import { MAX_FRAME_SIZE } from './frameGuard.ts';
import { readMessageContent } from './messageContent.ts';
import { checkNamespace, type NamespaceDefinition, type PolicyDefinition } from './namespaceDefinition.ts';
import { QueueDispatcher } from './queueDispatcher.ts';
import { ProtocolViolation } from './sessionGuard.ts';

export type { BrokerFault } from './brokerContext.ts';
export { type BrokerState, readBrokerState } from './brokerState.ts';
export { defaultNamespace, type NamespaceDefinition, type PolicyRight } from './namespaceDefinition.ts';

export interface ServiceBusBrokerOptions {
  readonly namespace: NamespaceDefinition;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** Milliseconds since 1970. Expiry of tokens, locks and messages goes by it. */
  readonly clock?: () => number;
  /** Messages to start with. Those of entities that the namespace doesn't have any more are left out. */
  readonly state?: BrokerState;
  /** Real: 256 KB in the standard tier. */
  readonly maxMessageSize?: number;
  /** Per entity, its dead-letter queue included; then sending is refused with `amqp:resource-limit-exceeded`. */
  readonly maxMessages?: number;
  readonly maxBytes?: number;
  readonly maxConnections?: number;
  /** Milliseconds between two looks at what has expired. */
  readonly sweepInterval?: number;
  /** A connection that hasn't opened by then is dropped. Milliseconds. */
  readonly handshakeTimeout?: number;
  /** Told of bugs of the broker, which cost the client its connection and nothing else. Never holds a secret. */
  readonly onInternalError?: (error: unknown) => void;
}

/** A message put in without a client, for tests and samples. */
export interface SeedMessage {
  readonly body: string | Buffer;
  readonly contentType?: string;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly applicationProperties?: Readonly<Record<string, string | number | boolean>>;
}

export interface MessageCounts {
  /** Everything in the entity that isn't a dead letter; locked and deferred ones too. */
  readonly active: number;
  readonly deadLetters: number;
}

export interface ServiceBusBroker {
  readonly host: string;
  readonly port: number;
  readonly namespace: NamespaceDefinition;
  /** How many clients are connected. */
  readonly connections: number;
  /**
   * A connection string of a policy of the namespace, or of an entity's own with `EntityPath`. It has the key in it.
   * @throws {Error} when there is no such policy.
   */
  connectionString(policyName: string, entityPath?: string): string;
  /**
   * Makes a key of a policy of the namespace anew, as Azure does on demand: the former one opens nothing any more.
   * Answers with the policy's connection string with the new key.
   * @throws {Error} when there is no such policy.
   */
  renewKey(policyName: string, which: 'primary' | 'secondary'): string;
  /** @throws {Error} when the path is not a queue or topic, or it is full. */
  send(entityPath: string, message: SeedMessage): void;
  /** @throws {Error} when the path is not a queue or `topic/Subscriptions/name`. */
  counts(entityPath: string): MessageCounts;
  /** Drops every socket at once, as a network failure would. */
  cutConnections(): void;
  setFault(fault: BrokerFault | undefined): void;
  snapshot(): BrokerState;
  close(): Promise<void>;
}

const KILOBYTE = 1024;
const OUTCOMES: readonly ConsumerOutcome[] = ['accepted', 'released', 'rejected', 'modified', 'settled'];
/** The specification's least; below it the library would cut a message into pieces for ever. */
const LEAST_FRAME_SIZE = 512;

/**
 * Starts a broker that speaks AMQP 1.0 as Azure Service Bus does, as far as the unmodified `@azure/service-bus` needs.
 * Plain TCP on the loopback address: clients use `UseDevelopmentEmulator=true`.
 *
 * Not supported, and refused by name: sessions, transactions, scheduled messages, subscription rules, tokens other
 * than SAS. Different from the real service on purpose: a lost connection frees its locks at once.
 * @throws {Error} when the namespace is invalid, kept messages are damaged, or the port is taken.
 */
export async function startServiceBusBroker(options: ServiceBusBrokerOptions): Promise<ServiceBusBroker> {
  const problems = checkNamespace(options.namespace);
  if (problems.length > 0) throw new Error(`The Service Bus namespace is not valid. ${problems.join(' ')}`);
  const broker = new Broker(options);
  await broker.listen();
  return broker;
}

class Broker implements ServiceBusBroker {
  readonly host: string;
  #namespace: NamespaceDefinition;
  readonly #options: ServiceBusBrokerOptions;
  readonly #server: Server;
  readonly #container: AmqpContainer;
  readonly #context: BrokerContext;
  readonly #directory: EntityDirectory;
  readonly #descriptions: EntityDescriptions;
  readonly #dispatchers = new Map<EntityQueue, QueueDispatcher>();
  readonly #connections = new Map<string, ClientConnection>();
  #sweep: NodeJS.Timeout | undefined;
  #fault: BrokerFault | undefined;
  #port = 0;

  constructor(options: ServiceBusBrokerOptions) {
    this.#options = options;
    this.host = options.host ?? '127.0.0.1';
    this.#namespace = options.namespace;
    this.#directory = new EntityDirectory(options.namespace, {
      maxMessages: options.maxMessages ?? 50_000,
      maxBytes: options.maxBytes ?? 256 * KILOBYTE * KILOBYTE,
    });
    this.#context = {
      now: options.clock ?? Date.now,
      directory: this.#directory,
      maxMessageSize: options.maxMessageSize ?? 256 * KILOBYTE,
      resourceUri: (path) => `sb://${this.host}:${this.#port}/${path}`,
      isOwnHost: (uri) => this.#isOwnHost(uri.host, uri.port),
      fault: () => this.#fault,
      dispatcherOf: (queue) => this.#dispatcherOf(queue),
    };
    this.#descriptions = new EntityDescriptions(this.#context);
    this.#restore(options.state);
    this.#container = this.#createContainer();
    this.#server = createServer((socket) => this.#accept(socket));
  }

  get port(): number {
    return this.#port;
  }

  get connections(): number {
    return this.#connections.size;
  }

  async listen(): Promise<void> {
    const port = this.#options.port ?? 0;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => reject(listenError(error, port));
      this.#server.once('error', fail);
      this.#server.listen(port, this.host, () => {
        this.#server.off('error', fail);
        this.#server.on('error', (error) => this.#options.onInternalError?.(error));
        resolve();
      });
    });
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
    this.#sweep = setInterval(() => this.#sweepNow(), this.#options.sweepInterval ?? 100);
    this.#sweep.unref();
  }

  /** Names under which clients on this computer reach the broker, and the namespace's own for custom endpoints. */
  #isOwnHost(host: string, port: number | undefined): boolean {
    const name = this.namespace.name.toLowerCase();
    const isName = host === name || host.startsWith(`${name}.servicebus.`);
    const isLocal = host === 'localhost' || host === '[::1]' || host === this.host;
    return isName || (isLocal && (port === undefined || port === this.#port));
  }

  #dispatcherOf(queue: EntityQueue): QueueDispatcher {
    const known = this.#dispatchers.get(queue);
    if (known !== undefined) return known;
    const dispatcher = new QueueDispatcher(queue, this.#context.now, (error) =>
      this.#options.onInternalError?.(error),
    );
    this.#dispatchers.set(queue, dispatcher);
    return dispatcher;
  }

  #sweepNow(): void {
    const now = this.#context.now();
    try {
      for (const queue of this.#directory.queues()) {
        queue.expireLocks(now);
        queue.removeExpired(now);
      }
    } catch (error) {
      this.#options.onInternalError?.(error);
    }
    for (const connection of [...this.#connections.values()]) {
      this.#guarded(connection, () => connection.enforceExpiry());
    }
  }

  #accept(socket: Socket): void {
    const isFull = this.#connections.size >= (this.#options.maxConnections ?? 500);
    if (isFull || this.#fault?.kind === 'unreachable') {
      socket.on('error', () => {});
      socket.destroy();
      return;
    }
    const id = randomUUID();
    const client = new ClientSocket(socket, id);
    const connection = new ClientConnection(id, client, this.#context);
    this.#connections.set(id, connection);
    const handshake = setTimeout(() => client.destroy(), this.#options.handshakeTimeout ?? 20_000);
    handshake.unref();
    client.onOpened = () => clearTimeout(handshake);
    client.onFirstBytes = (taken, chunk) => {
      if (!beginsLikeHttp(chunk)) return false;
      client.release();
      this.#descriptions.accept(taken, chunk);
      return true;
    };
    client.onGone = () => {
      clearTimeout(handshake);
      this.#connections.delete(id);
      connection.release();
    };
    this.#container.websocket_accept(client, {
      id,
      container_id: `${this.namespace.name}-broker`,
      max_frame_size: MAX_FRAME_SIZE,
      channel_max: 255,
      idle_time_out: 120_000,
      reconnect: false,
      session_buffer_size: { incoming: 2048, outgoing: 8192 },
      sender_options: { autosettle: false, treat_modified_as_released: false },
      receiver_options: { autoaccept: false, autosettle: true, credit_window: 0 },
    });
  }

  #createContainer(): AmqpContainer {
    const container = createContainer(`${this.namespace.name}-broker`);
    const mechanisms = container.sasl_server_mechanisms;
    mechanisms.enable_anonymous();
    const anonymous = mechanisms.ANONYMOUS;
    // .NET clients ask for this name; it means the same: who one is, is said over $cbs.
    if (anonymous !== undefined) mechanisms.MSSBCBS = anonymous;

    const on = (name: string, handle: (connection: ClientConnection, event: AmqpEvent) => void): void => {
      container.on(name, (event) => {
        const connection = this.#connections.get(event.connection.options.id);
        if (connection !== undefined) this.#guarded(connection, () => handle(connection, event));
      });
    };
    on('connection_open', (connection, event) => {
      const frameSize = event.connection.max_frame_size;
      if (typeof frameSize === 'number' && frameSize < LEAST_FRAME_SIZE) {
        throw new ProtocolViolation('The frame size is below what AMQP allows.');
      }
      connection.socket.onOpened();
    });
    on('session_open', (connection, { session }) => connection.openSession(session));
    on('session_close', (connection, { session }) => connection.closeSession(session));
    on('receiver_open', (connection, { receiver }) => connection.openReceiver(receiver));
    on('sender_open', (connection, { sender }) => connection.openSender(sender));
    on('receiver_close', (connection, { receiver }) => connection.closeLink(receiver));
    on('sender_close', (connection, { sender }) => connection.closeLink(sender));
    on('sender_flow', (connection, { sender }) => connection.flow(sender));
    on('sendable', (connection, { sender }) => connection.flow(sender));
    on('sender_draining', (connection, { sender }) => connection.drain(sender));
    on('message', (connection, { receiver, delivery, message }) =>
      connection.receive(receiver, delivery, message),
    );
    for (const outcome of OUTCOMES) {
      // Receivers report 'settled' too, for what clients sent.
      on(outcome, (connection, { sender, delivery }) => {
        if (sender !== undefined) connection.settle(sender, delivery, outcome);
      });
    }
    // The library throws, or writes to the console, where nobody listens. It ends the socket after each of these.
    for (const name of ['error', 'protocol_error', 'connection_error', 'connection_close', 'disconnected']) {
      container.on(name, () => {});
    }
    for (const name of ['session_error', 'sender_error', 'receiver_error']) container.on(name, () => {});
    return container;
  }

  /** Nothing that one client does may reach another: whatever goes wrong costs its connection. */
  #guarded(connection: ClientConnection, action: () => void): void {
    try {
      action();
    } catch (error) {
      connection.socket.destroy();
      if (!(error instanceof ProtocolViolation)) this.#options.onInternalError?.(error);
    }
  }

  get namespace(): NamespaceDefinition {
    return this.#namespace;
  }

  renewKey(policyName: string, which: 'primary' | 'secondary'): string {
    const former = this.connectionString(policyName);
    const key = randomBytes(32).toString('base64');
    const policies = this.#namespace.policies.map((policy) => {
      if (policy.name.toLowerCase() !== policyName.toLowerCase()) return policy;
      return which === 'primary' ? { ...policy, key } : { ...policy, secondaryKey: key };
    });
    this.#namespace = { ...this.#namespace, policies };
    this.#directory.replaceNamespacePolicies(policies);
    return former.replace(/SharedAccessKey=[^;]+/, `SharedAccessKey=${key}`);
  }

  connectionString(policyName: string, entityPath?: string): string {
    const policies = entityPath === undefined ? this.namespace.policies : this.#entityPolicies(entityPath);
    const policy = policies.find(({ name }) => name.toLowerCase() === policyName.toLowerCase());
    if (policy === undefined) {
      throw new Error(
        `There is no policy "${policyName}" ${entityPath ? `of "${entityPath}"` : 'of the namespace'}.`,
      );
    }
    const parts = [
      `Endpoint=sb://${this.host}:${this.#port}/`,
      `SharedAccessKeyName=${policy.name}`,
      `SharedAccessKey=${policy.key}`,
      'UseDevelopmentEmulator=true',
    ];
    if (entityPath !== undefined) parts.push(`EntityPath=${entityPath}`);
    return parts.join(';');
  }

  /** An entity's own policies, and the namespace's, which are as good for it. */
  #entityPolicies(entityPath: string): readonly PolicyDefinition[] {
    const entities = [...this.namespace.queues, ...this.namespace.topics];
    const own = entities
      .filter(({ path }) => isWithinScope(entityPath, path))
      .flatMap((entity) => entity.policies ?? []);
    return [...own, ...this.namespace.policies];
  }

  send(entityPath: string, message: SeedMessage): void {
    const entity = this.#directory.find(entityPath);
    if (entity?.kind !== 'queue' && entity?.kind !== 'topic') {
      throw new Error(`"${entityPath}" is not a queue or topic of the namespace.`);
    }
    const bytes = amqpMessages.encode({
      message_id: message.messageId ?? randomUUID(),
      correlation_id: message.correlationId,
      content_type: message.contentType,
      application_properties: message.applicationProperties,
      body: amqpMessages.data_section(Buffer.from(message.body)),
    });
    const result = publish(entity, [readMessageContent(bytes)], this.#context.now());
    if (result.kind === 'full') throw new Error(`"${result.path}" is full.`);
  }

  counts(entityPath: string): MessageCounts {
    const entity = this.#directory.find(entityPath);
    if (entity === undefined || entity.kind === 'topic') {
      throw new Error(`"${entityPath}" is not a queue or subscription of the namespace.`);
    }
    entity.queue.removeExpired(this.#context.now());
    return { active: entity.queue.count, deadLetters: entity.queue.deadLetters?.count ?? 0 };
  }

  cutConnections(): void {
    for (const { socket } of [...this.#connections.values()]) socket.destroy();
  }

  setFault(fault: BrokerFault | undefined): void {
    this.#fault = fault;
  }

  snapshot(): BrokerState {
    const entities = [...this.#directory.queues()]
      .map((queue) => ({ path: queue.path, ...queue.snapshot() }))
      .filter(({ nextSequenceNumber }) => nextSequenceNumber > 1);
    return { version: 1, namespace: this.namespace, entities };
  }

  #restore(state: BrokerState | undefined): void {
    for (const { path, nextSequenceNumber, messages } of state?.entities ?? []) {
      const entity = this.#directory.find(path);
      if (entity === undefined || entity.kind === 'topic') continue;
      try {
        entity.queue.restore(nextSequenceNumber, messages);
      } catch (error) {
        throw unreadableState(`a message of "${path}" is damaged`, error);
      }
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.cutConnections();
    this.#descriptions.close();
    await closed;
  }
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `The sandbox's Service Bus can't use port ${port}: another program has it. Close that program, or choose another port.`,
      { cause: error },
    );
  }
  return new Error(`The sandbox's Service Bus can't listen on port ${port}: ${error.message}`, {
    cause: error,
  });
}
