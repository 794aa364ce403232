import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultInjection } from '../webApi/faultInjection.ts';
import { json, type SignInRequest, type SignInResponse } from './message.ts';

export type HttpsServer = {
  readonly port: number;
  /** `https://127.0.0.1:<port>` */
  readonly origin: string;
  close(): Promise<void>;
};

export type HttpsServerOptions = {
  /** PEM. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly port: number;
  readonly disturbances: FaultInjection;
  readonly answer: (request: SignInRequest) => Promise<SignInResponse>;
};

const host = '127.0.0.1';
const longestBody = 1024 * 1024;

/** Serves one of the sign-in services on loopback. A port in use is an error. */
export async function startHttpsServer(options: HttpsServerOptions): Promise<HttpsServer> {
  const server = createServer(
    { cert: options.certificate, key: options.privateKey },
    (incoming, outgoing) => {
      respond(options, incoming, outgoing).catch(() => outgoing.destroy());
    },
  );
  // A browser that does not trust the certificate ends the handshake: nothing to tell anybody.
  server.on('tlsClientError', () => undefined);
  const port = await listen(server, options.port);
  return {
    port,
    origin: `https://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function respond(
  { disturbances, answer }: HttpsServerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = incoming.url ?? '/';
  const method = incoming.method ?? 'GET';
  const disturbance = disturbances.take(method, path);
  const body = await readBody(incoming);
  if (disturbance?.delayMs !== undefined) await wait(disturbance.delayMs);
  if (disturbance?.cutSocket === 'before') {
    incoming.socket.destroy();
    return;
  }
  let response: SignInResponse;
  if (disturbance?.status !== undefined)
    response = json(disturbance.status, {
      error: disturbance.code ?? 'temporarily_unavailable',
      error_description:
        disturbance.message ?? 'AADSTS90033: A transient error has occurred. Please try again.',
    });
  else response = await answerSafely(answer, incoming, method, path, body);
  if (disturbance?.cutSocket === 'after') {
    incoming.socket.destroy();
    return;
  }
  const retry = disturbance?.retryAfter;
  for (const [name, value] of Object.entries(response.headers))
    outgoing.setHeader(name, typeof value === 'string' ? value : [...value]);
  if (retry !== undefined) outgoing.setHeader('Retry-After', String(retry));
  outgoing.writeHead(response.status);
  outgoing.end(method === 'HEAD' ? undefined : response.body);
}

async function answerSafely(
  answer: HttpsServerOptions['answer'],
  incoming: IncomingMessage,
  method: string,
  path: string,
  body: string | undefined,
): Promise<SignInResponse> {
  if (body === undefined) return json(413, { error: 'invalid_request' });
  const address = `https://${incoming.headers.host ?? host}${path}`;
  if (!URL.canParse(address) || !isDecodable(path)) return json(400, { error: 'invalid_request' });
  try {
    return await answer({ method, url: new URL(address), headers: headersOf(incoming), body });
  } catch {
    // Of an error of our own nothing is told: it may hold what was sent.
    return json(500, {
      error: 'server_error',
      error_description: 'AADSTS90000: An unexpected error occurred.',
    });
  }
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function headersOf({ headers }: IncomingMessage): SignInRequest['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  return length > longestBody ? undefined : Buffer.concat(chunks).toString('utf8');
}
