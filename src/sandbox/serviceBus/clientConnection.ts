import { AccessGrants } from './accessGrants.ts';
import {
  entityFull,
  entityNotFound,
  messageTooLarge,
  missingRight,
  notAllowed,
  notImplemented,
  resourceLimit,
  serverBusy,
  tokenExpired,
  undecodable,
} from './amqpErrors.ts';
import {
  type AmqpDelivery,
  type AmqpErrorFields,
  type AmqpLink,
  type AmqpSession,
  amqpMessages,
  type ReceiverLink,
  type SenderLink,
} from './amqpLibrary.ts';
import { MalformedAmqpError } from './amqpValueWalk.ts';
import { decodeTransfer } from './batchDecoding.ts';
import type { BrokerContext } from './brokerContext.ts';
import { putToken } from './cbsNode.ts';
import type { ClientSocket } from './clientSocket.ts';
import { ConsumerLink, type ConsumerOutcome } from './consumerLink.ts';
import { parseEntityAddress } from './entityAddress.ts';
import { publish, type ResolvedEntity } from './entityDirectory.ts';
import { manage } from './managementNode.ts';
import { findAnnotation, type MessageContent } from './messageContent.ts';
import type { PolicyRight } from './namespaceDefinition.ts';
import { encodeReply, type ReplyMessage, type RequestMessage, readRequest } from './requestMessage.ts';
import { guardSession, originalFormat, ProtocolViolation } from './sessionGuard.ts';

/** What a link is for. `path` is what it needs a token for; `$cbs` needs none. */
type LinkRole =
  | { readonly kind: 'cbsRequests' }
  | { readonly kind: 'managementRequests'; readonly path: string; readonly entityPath: string }
  | {
      readonly kind: 'publisher';
      readonly path: string;
      readonly entity: Extract<ResolvedEntity, { kind: 'queue' | 'topic' }>;
    }
  | {
      readonly kind: 'replies';
      readonly path: string | undefined;
      readonly link: SenderLink;
      readonly address: string;
    }
  | { readonly kind: 'consumer'; readonly path: string; readonly consumer: ConsumerLink };

const MAX_LINKS = 1000;
const MAX_SESSIONS = 256;
const PUBLISHER_CREDIT = 500;
const REQUEST_CREDIT = 100;
const CBS = '$cbs';

/** One client's connection: its tokens, its links, and what it asks for over them. */
export class ClientConnection {
  readonly id: string;
  readonly socket: ClientSocket;
  readonly #context: BrokerContext;
  readonly #grants = new AccessGrants();
  readonly #roles = new Map<AmqpLink, LinkRole>();
  /** Links whose message that is about to come was cut short. */
  readonly #tooLarge = new Map<AmqpLink, AmqpErrorFields>();
  #sessions = 0;

  constructor(id: string, socket: ClientSocket, context: BrokerContext) {
    this.id = id;
    this.socket = socket;
    this.#context = context;
    socket.onDrain = () => this.#dispatchAll();
  }

  #dispatchAll(): void {
    for (const role of this.#roles.values()) {
      if (role.kind === 'consumer') this.#context.dispatcherOf(role.consumer.queue).schedule();
    }
  }

  openSession(session: AmqpSession): void {
    this.#sessions += 1;
    if (this.#sessions > MAX_SESSIONS) throw new ProtocolViolation('There are too many sessions.');
    const { maxMessageSize } = this.#context;
    const onTooLarge = (link: AmqpLink, deliveryId: number, size: number) =>
      this.#tooLarge.set(link, messageTooLarge(deliveryId, size, maxMessageSize));
    guardSession(session, maxMessageSize, onTooLarge, () => this.#dispatchAll());
  }

  closeSession(session: AmqpSession): void {
    this.#sessions -= 1;
    for (const link of [...this.#roles.keys()]) {
      if (link.session === session) this.closeLink(link);
    }
  }

  /** A client wants to send. */
  openReceiver(link: ReceiverLink): void {
    const address = link.target?.address;
    if (typeof address !== 'string') {
      this.#refuse(
        link,
        notImplemented('A link needs an address to send to; transactions are not supported.'),
      );
      return;
    }
    if (address.toLowerCase() === CBS) {
      this.#acceptReceiver(link, { kind: 'cbsRequests' }, address);
      return;
    }
    const { path, entityPath, management } = pathsOf(address);
    if (!this.#authorise(link, path, management ? undefined : 'Send')) return;
    const entity = this.#context.directory.find(address);
    if (entity === undefined) this.#refuse(link, entityNotFound(this.#context.resourceUri(entityPath)));
    else if (management)
      this.#acceptReceiver(link, { kind: 'managementRequests', path, entityPath }, address);
    else if (entity.kind === 'queue' || entity.kind === 'topic') {
      this.#acceptReceiver(link, { kind: 'publisher', path, entity }, address);
    } else {
      this.#refuse(link, notAllowed('Messages can be sent to queues and topics only.'));
    }
  }

  #acceptReceiver(link: ReceiverLink, role: LinkRole, address: string): void {
    if (!this.#remember(link, role)) return;
    link.set_target({ address });
    const source = link.source?.address;
    link.set_source(typeof source === 'string' ? { address: source } : {});
    link.local.attach.max_message_size = this.#context.maxMessageSize;
    link.add_credit(creditOf(role));
  }

  /** A client wants to receive. */
  openSender(link: SenderLink): void {
    const address = link.source?.address;
    if (typeof address !== 'string') {
      this.#refuse(link, notImplemented('A link needs an address to receive from.'));
      return;
    }
    const target = link.target?.address;
    const replyAddress = typeof target === 'string' ? target : link.name;
    if (address.toLowerCase() === CBS) {
      this.#acceptSender(link, { kind: 'replies', path: undefined, link, address: replyAddress }, address);
      return;
    }
    const { path, entityPath, management } = pathsOf(address);
    if (!this.#authorise(link, path, management ? undefined : 'Listen')) return;
    const entity = this.#context.directory.find(address);
    if (entity === undefined) this.#refuse(link, entityNotFound(this.#context.resourceUri(entityPath)));
    else if (management) {
      this.#acceptSender(link, { kind: 'replies', path, link, address: replyAddress }, address);
    } else if (entity.kind === 'topic') {
      this.#refuse(link, notAllowed('Messages of a topic are received from its subscriptions.'));
    } else if (wantsSession(link)) {
      // The sentence is a guess after public reports.
      const sentence = "An entity that doesn't require sessions can't give a sessionful message receiver.";
      this.#refuse(link, notAllowed(sentence));
    } else {
      this.#openConsumer(link, path, entity, address);
    }
  }

  #openConsumer(
    link: SenderLink,
    path: string,
    entity: Exclude<ResolvedEntity, { kind: 'topic' }>,
    address: string,
  ): void {
    const consumer = new ConsumerLink({
      link,
      queue: entity.queue,
      owner: this.id,
      now: this.#context.now,
      socket: this.socket,
    });
    if (!this.#acceptSender(link, { kind: 'consumer', path, consumer }, address)) return;
    this.#context.dispatcherOf(entity.queue).add(consumer);
  }

  #acceptSender(link: SenderLink, role: LinkRole, address: string): boolean {
    if (!this.#remember(link, role)) return false;
    link.set_source({ address });
    const target = link.target?.address;
    link.set_target(typeof target === 'string' ? { address: target } : {});
    const { attach } = link.local;
    attach.snd_settle_mode = role.kind === 'replies' || link.snd_settle_mode === 1 ? 1 : 0;
    attach.rcv_settle_mode = link.rcv_settle_mode === 1 ? 1 : 0;
    return true;
  }

  #remember(link: AmqpLink, role: LinkRole): boolean {
    if (this.#roles.size >= MAX_LINKS) {
      this.#refuse(link, resourceLimit('There are too many links on this connection.'));
      return false;
    }
    this.#roles.set(link, role);
    return true;
  }

  /** Whether a token of this connection allows it. Comes before the question whether the entity exists. */
  #authorise(link: AmqpLink, path: string, right: PolicyRight | undefined): boolean {
    if (this.#grants.allow(path, right, this.#context.now())) return true;
    this.#refuse(link, missingRight(right, this.#context.resourceUri(path)));
    return false;
  }

  #refuse(link: AmqpLink, error: AmqpErrorFields): void {
    this.closeLink(link);
    link.close(error);
  }

  closeLink(link: AmqpLink): void {
    const role = this.#roles.get(link);
    this.#roles.delete(link);
    this.#tooLarge.delete(link);
    if (role?.kind !== 'consumer') return;
    this.#context.dispatcherOf(role.consumer.queue).remove(role.consumer);
    role.consumer.close();
  }

  /** Credit came, or the library has room again. */
  flow(link: SenderLink): void {
    const role = this.#roles.get(link);
    if (role?.kind === 'consumer') this.#context.dispatcherOf(role.consumer.queue).schedule();
  }

  drain(link: SenderLink): void {
    const role = this.#roles.get(link);
    if (role?.kind === 'consumer') {
      this.#context.dispatcherOf(role.consumer.queue).run();
      role.consumer.drain();
    } else {
      link.set_drained(true);
    }
  }

  settle(link: SenderLink, delivery: AmqpDelivery, outcome: ConsumerOutcome): void {
    const role = this.#roles.get(link);
    if (role?.kind === 'consumer') role.consumer.settle(delivery, outcome);
  }

  receive(link: ReceiverLink, delivery: AmqpDelivery, bytes: Buffer | undefined): void {
    const role = this.#roles.get(link);
    if (role === undefined || bytes === undefined) {
      // The link was closed while this was on its way.
      delivery.update(true);
      return;
    }
    const tooLarge = this.#tooLarge.get(link);
    this.#tooLarge.delete(link);
    const error = tooLarge ?? this.#take(role, delivery, bytes);
    const answer = error === undefined ? amqpMessages.accepted() : amqpMessages.rejected({ error });
    delivery.update(true, answer.described());
    const credit = creditOf(role);
    if (link.credit < credit / 2) link.add_credit(credit - link.credit);
  }

  #take(role: LinkRole, delivery: AmqpDelivery, bytes: Buffer): AmqpErrorFields | undefined {
    try {
      switch (role.kind) {
        case 'publisher':
          return this.#publish(role.entity, decodeTransfer(bytes, originalFormat(delivery.format)));
        case 'cbsRequests': {
          const request = readRequest(bytes);
          return this.#reply(request, putToken(request, this.#grants, this.#context));
        }
        case 'managementRequests': {
          const request = readRequest(bytes);
          const caller = {
            path: role.entityPath,
            owner: this.id,
            allow: (right: PolicyRight) => this.#grants.allow(role.path, right, this.#context.now()),
          };
          return this.#reply(request, manage(request, caller, this.#context));
        }
        default:
          return undefined;
      }
    } catch (error) {
      if (error instanceof MalformedAmqpError) return undecodable(error.message);
      throw error;
    }
  }

  #publish(
    entity: Extract<ResolvedEntity, { kind: 'queue' | 'topic' }>,
    contents: readonly MessageContent[],
  ): AmqpErrorFields | undefined {
    if (this.#context.fault()?.kind === 'busy') return serverBusy();
    const now = this.#context.now();
    const isScheduled = contents.some((content) => {
      const time = findAnnotation(content, 'x-opt-scheduled-enqueue-time');
      return time instanceof Date && time.getTime() > now;
    });
    if (isScheduled) return notImplemented('Scheduled messages are not supported by the sandbox.');
    const result = publish(entity, contents, now);
    return result.kind === 'full' ? entityFull(result.path) : undefined;
  }

  #reply(request: RequestMessage, reply: ReplyMessage): AmqpErrorFields | undefined {
    for (const role of this.#roles.values()) {
      if (role.kind !== 'replies' || request.replyTo === undefined) continue;
      if (role.address !== request.replyTo && role.link.name !== request.replyTo) continue;
      if (!role.link.sendable()) return resourceLimit('There is no credit to reply.');
      role.link.send(encodeReply(request, reply), undefined, 0);
      return undefined;
    }
    return notAllowed('The request names no link to reply on.');
  }

  /** Takes links away whose token has expired without having been renewed. */
  enforceExpiry(): void {
    const now = this.#context.now();
    if (!this.#grants.dropExpired(now)) return;
    for (const [link, role] of [...this.#roles]) {
      if (role.kind === 'cbsRequests' || role.path === undefined) continue;
      if (!this.#grants.allow(role.path, rightFor(role), now)) {
        this.#refuse(link, tokenExpired(this.#context.resourceUri(role.path)));
      }
    }
  }

  /** The socket is gone: what it held is free again, so that another consumer, or the same one anew, gets it. */
  release(): void {
    for (const link of [...this.#roles.keys()]) this.closeLink(link);
    for (const queue of this.#context.directory.queues()) queue.releaseOwner(this.id);
  }
}

/**
 * What an address needs a token for, and the entity that it names. They differ for `$management`, for which clients get
 * a token of its own.
 */
function pathsOf(address: string): { path: string; entityPath: string; management: boolean } {
  const { path, deadLetter, management } = parseEntityAddress(address);
  const entityPath = deadLetter ? `${path}/$DeadLetterQueue` : path;
  return { path: management ? `${entityPath}/$management` : entityPath, entityPath, management };
}

function creditOf(role: LinkRole): number {
  return role.kind === 'publisher' ? PUBLISHER_CREDIT : REQUEST_CREDIT;
}

function rightFor(role: LinkRole): PolicyRight | undefined {
  if (role.kind === 'publisher') return 'Send';
  return role.kind === 'consumer' ? 'Listen' : undefined;
}

function wantsSession(link: SenderLink): boolean {
  const filter = link.source?.filter;
  return typeof filter === 'object' && filter !== null && 'com.microsoft:session-filter' in filter;
}
