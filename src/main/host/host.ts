import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Core } from '../core.ts';
import type { Log } from '../ports.ts';
import { type ServedPage, securityHeaders, servePage } from '../servedPage.ts';
import { refusalPage } from './refusalPage.ts';
import { serveSocket } from './serveSocket.ts';

export interface HostOptions {
  readonly core: Core;
  readonly log: Log;
  /** Folder of the built renderer; nothing outside of it is served. */
  readonly rendererFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Messages larger than this close the socket, in bytes. */
  readonly maxMessageBytes?: number;
}

export interface Host {
  readonly port: number;
  /** `http://127.0.0.1:PORT/`, of no use without the cookie. */
  readonly address: string;
  /** Address with the start token: opens the page in any browser of this computer while the program runs. */
  readonly openAddress: string;
  /**
   * The same, good for one use within a minute: for a browser's command line, which every user
   * of this computer can read.
   */
  makeOneTimeAddress(): string;
  close(): Promise<void>;
}

const oneTimeMs = 60_000;

/**
 * The loopback shell: the page over HTTP, the contract over a WebSocket, on 127.0.0.1 and nowhere else.
 * Other programs, other users and other web pages of this computer can reach the port too. So a request
 * has to carry the cookie that only the start token gives, name this very host, which stops DNS rebinding,
 * and, on the WebSocket, come from our own page.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { core, log, rendererFolder, maxMessageBytes = 4_000_000 } = options;
  const startToken = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  const oneTimeTokens = new Map<string, number>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  const server = createServer();
  await listen(server, options.port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const { port } = address;
  const hosts: ReadonlySet<string> = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const page = servePage(
    rendererFolder,
    [...hosts].map((host) => `ws://${host}`),
  );
  // Browsers keep one cookie jar for all ports of a host: the port in the name keeps two programs apart.
  const cookieName = `registrar-${port}`;

  const knows = (request: IncomingMessage): boolean =>
    equal(readCookie(request.headers.cookie, cookieName), session);

  function makeOneTimeAddress(): string {
    const token = randomBytes(32).toString('base64url');
    oneTimeTokens.set(token, Date.now() + oneTimeMs);
    return `http://127.0.0.1:${port}/open?token=${token}`;
  }

  function isStartToken(token: string | null): boolean {
    if (equal(token, startToken)) return true;
    const until = oneTimeTokens.get(token ?? '') ?? 0;
    oneTimeTokens.delete(token ?? '');
    return until > Date.now();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = request.headers.host ?? '';
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    if (!hosts.has(host)) return refuse(response, 421, refusalPage('host'));
    if (!comesFromUs(request, host)) return refuse(response, 403, refusalPage('origin'));
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse(response, 405, refusalPage('method'));
    }
    if (path === '/open') {
      if (!isStartToken(new URLSearchParams(query).get('token'))) {
        return refuse(response, 403, refusalPage('token'));
      }
      response.writeHead(303, {
        ...securityHeaders,
        'Set-Cookie': `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`,
        'Cache-Control': 'no-store',
        Location: '/',
      });
      response.end();
      return;
    }
    if (path === '/one-time') {
      // A second start of the program asks with the token from the lock file, which only the user can read.
      if (!equal(request.headers['registrar-token'] ?? null, startToken)) {
        return refuse(response, 403, refusalPage('token'));
      }
      response.writeHead(200, {
        ...securityHeaders,
        'Content-Type': 'text/plain',
        'Cache-Control': 'no-store',
      });
      response.end(makeOneTimeAddress());
      return;
    }
    if (!knows(request)) {
      // A link clicked in another site's page (a terminal in the browser) leads here without the Strict cookie
      // although it was just set: one reload from our own page brings it along.
      const clicked = request.headers['sec-fetch-site'] === 'cross-site' && path === '/';
      return refuse(response, 401, refusalPage(clicked ? 'reload' : 'cookie'));
    }
    if (path === '/session') {
      response.writeHead(204, { ...securityHeaders, 'Cache-Control': 'no-store' });
      response.end();
      return;
    }
    await answerWithFile(page, path, request, response);
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const id = log.error('A request of the page could not be answered.', error);
      if (!response.headersSent) refuse(response, 500, `Something went wrong; the log has it as ${id}.`);
      else response.destroy();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const host = request.headers.host ?? '';
    socket.on('error', () => socket.destroy());
    if (!hosts.has(host)) return refuseUpgrade(socket, 421);
    if (request.headers.origin !== `http://${host}` || request.url !== '/wire')
      return refuseUpgrade(socket, 403);
    if (!knows(request)) return refuseUpgrade(socket, 401);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveSocket(webSocket, { core, log, maxMessageBytes });
    });
  });

  return {
    port,
    address: `http://127.0.0.1:${port}/`,
    openAddress: `http://127.0.0.1:${port}/open?token=${startToken}`,
    makeOneTimeAddress,
    async close() {
      for (const webSocket of sockets.clients) webSocket.close(1001, 'Registrar was stopped.');
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      for (const webSocket of sockets.clients) webSocket.terminate();
      await closed;
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Browsers name the origin of requests that a foreign page makes; a plain navigation or curl names none. */
function comesFromUs(request: IncomingMessage, host: string): boolean {
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

async function answerWithFile(
  page: ServedPage,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const file = await page.serve(path);
  response.writeHead(file.status, { ...file.headers, 'Content-Length': file.body.byteLength });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function refuse(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'Cache-Control': 'no-store',
  });
  response.end(html);
}

function refuseUpgrade(socket: Duplex, status: 401 | 403 | 421): void {
  const reason = { 401: 'Unauthorized', 403: 'Forbidden', 421: 'Misdirected Request' }[status];
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}

/** Takes the same time however much of the secret was guessed. */
function equal(given: string | string[] | null, secret: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(hash(given), hash(secret));
}
