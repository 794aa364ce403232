import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { BrokerContext } from './brokerContext.ts';
import type { ResolvedEntity } from './entityDirectory.ts';
import { verifySasToken } from './sasVerification.ts';

/** How a request of HTTP begins; a client of AMQP begins with those four letters. */
const firstBytes = 'GET ';

/** Whether what a client sends first is HTTP rather than AMQP. */
export function beginsLikeHttp(chunk: Buffer): boolean {
  return chunk.subarray(0, firstBytes.length).toString('latin1') === firstBytes;
}

/**
 * The management side of a namespace as far as a client needs it to learn whether it may manage: reading the
 * description of a queue or topic, an ATOM entry, which takes the Manage right. The real service answers on port 443;
 * here it shares the broker's port, for a namespace on this computer has only one.
 */
export class EntityDescriptions {
  readonly #context: BrokerContext;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(context: BrokerContext) {
    this.#context = context;
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.keepAliveTimeout = 100;
  }

  /** Takes over a connection whose first bytes were read already. */
  accept(socket: Socket, first: Buffer): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    this.#server.emit('connection', socket);
    socket.unshift(first);
    socket.resume();
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponentOr((request.url ?? '/').split('?', 1)[0] ?? '/').replace(/^\/+|\/+$/g, '');
    const { now, directory, isOwnHost, resourceUri } = this.#context;
    const verdict = verifySasToken(request.headers.authorization ?? '', resourceUri(path), {
      findPolicies: (name, of) => directory.findPolicies(name, of),
      isOwnHost,
      now: now(),
    });
    const refuse = (status: 401 | 404, detail: string): void => {
      response.writeHead(status, { 'Content-Type': 'application/xml; charset=utf-8' });
      response.end(`<Error><Code>${status}</Code><Detail>${escaped(detail)}</Detail></Error>`);
    };
    const entity = directory.find(path);
    if (verdict.kind === 'refused') refuse(401, `40100: ${verdict.description}`);
    else if (!verdict.rights.has('Manage')) {
      refuse(401, '40100: Manage,EntityRead claims required for this operation.');
    } else if (entity?.kind !== 'queue' && entity?.kind !== 'topic') {
      refuse(404, `40400: The messaging entity '${resourceUri(path)}' could not be found.`);
    } else {
      response.writeHead(200, { 'Content-Type': 'application/atom+xml;type=entry;charset=utf-8' });
      response.end(entryOf(entity, path));
    }
  }
}

function entryOf(entity: ResolvedEntity, path: string): string {
  const kind = entity.kind === 'topic' ? 'TopicDescription' : 'QueueDescription';
  const contract = 'http://schemas.microsoft.com/netservices/2010/10/servicebus/connect';
  return `<entry xmlns="http://www.w3.org/2005/Atom"><title type="text">${escaped(path)}</title><content type="application/xml"><${kind} xmlns="${contract}"/></content></entry>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
