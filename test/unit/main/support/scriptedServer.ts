import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (
  request: ReceivedRequest,
  response: ServerResponse,
  incoming: IncomingMessage,
) => void | Promise<void>;

export interface ScriptedServer {
  /** Ends in `/api/data/v9.2/`. */
  readonly webApi: string;
  readonly requests: ReceivedRequest[];
  /** What the next requests get, in order; the last answer stays. */
  script(...answers: Answer[]): void;
  close(): Promise<void>;
}

/** A server on a real socket that answers as it was told to. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  let answers: Answer[] = [];
  const requests: ReceivedRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      const request: ReceivedRequest = {
        method: incoming.method ?? '',
        path: (incoming.url ?? '').replace('/api/data/v9.2/', ''),
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      requests.push(request);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer) void answer(request, response, incoming);
      else void json({ value: [] })(request, response, incoming);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    webApi: `http://127.0.0.1:${port}/api/data/v9.2/`,
    requests,
    script(...next) {
      answers = next;
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json; odata.metadata=minimal', ...headers });
    response.end(JSON.stringify(body));
  };
}

export function plain(status: number, body = '', headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Answer {
  return json({ error: { code, message } }, status, headers);
}

/** The request has arrived, but no answer ever goes back. */
export const cut: Answer = (_request, _response, incoming) => {
  incoming.socket.destroy();
};

/** The head of an answer and half of its body, then nothing. */
export const cutInBody: Answer = (_request, response, incoming) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"value":[');
  setImmediate(() => incoming.socket.destroy());
};
