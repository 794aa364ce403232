import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { DataverseFault } from '../dataverseFault.ts';
import type { Organisation } from '../operations/organisation.ts';
import { bearerToken } from '../signIn/checkAccessToken.ts';
import type { GateDecision, OrganisationGate } from '../signIn/organisationGate.ts';
import { isGuid } from './address.ts';
import type { ApiRequest, ApiResponse } from './apiMessage.ts';
import { runBatch } from './batch.ts';
import { createFaultInjection, disturbedResponse, type FaultInjection } from './faultInjection.ts';
import { errorResponse, handleRequest } from './handleRequest.ts';
import { createRequestBudget, type RequestBudget } from './requestBudget.ts';

export type WebApiOptions = {
  readonly organisation: Organisation;
  /** 0 or nothing takes a free port. */
  readonly port?: number;
  /** Added to every answer. */
  readonly latencyMs?: number;
  /** Bearer tokens and the users they stand for. */
  readonly accessTokens: { readonly [token: string]: string };
  /** Lets in who comes with a token of the sign-in authority. Without it the tokens above are the only ones. */
  readonly gate?: OrganisationGate;
  /** Requests that a user may send in 300 seconds before 429. Dataverse's own number is 6000; without it nothing is refused. */
  readonly requestLimit?: number;
};

export type WebApiServer = {
  /** `http://127.0.0.1:<port>/api/data/v9.2/` */
  readonly url: string;
  readonly port: number;
  readonly faults: FaultInjection;
  close(): Promise<void>;
};

const host = '127.0.0.1';
const longestUrl = 32_768;
const longestBody = 128 * 1024 * 1024;

/** Serves the organisation's Web API on loopback HTTP. A port in use is an error that says so. */
export async function startWebApi(options: WebApiOptions): Promise<WebApiServer> {
  const faults = createFaultInjection();
  const budget = createRequestBudget(options.organisation.clock, options.requestLimit);
  const server = createServer({ maxHeaderSize: 160 * 1024 }, (request, response) => {
    answer(options, faults, budget, request, response).catch((error: unknown) => {
      // Only a broken connection ends here: everything else was answered.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.requestTimeout = 0;
  // Longer than clients wait before they use a connection again: closing first would cut their next request.
  server.keepAliveTimeout = 120_000;
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://${host}:${port}/api/data/v9.2/`,
    port,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is in use by another program, so the sandbox's Web API cannot start on it.`,
            )
          : error,
      );
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  options: WebApiOptions,
  faults: FaultInjection,
  budget: RequestBudget,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = incoming.url ?? '/';
  const method = incoming.method ?? 'GET';
  const disturbance = faults.take(method, path);
  if (disturbance?.cutSocket === 'before') {
    incoming.socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const given = headerOf(incoming, 'x-ms-correlation-request-id')?.toLowerCase();
  const correlationId = given !== undefined && isGuid(given) ? given : randomUUID();
  const body = await readBody(incoming);
  const response =
    (disturbance === undefined ? undefined : disturbedResponse(disturbance)) ??
    (await respond(options, faults, budget, { incoming, path, method, correlationId, body }));
  const delay = (options.latencyMs ?? 0) + (disturbance?.delayMs ?? 0);
  if (delay > 0) await wait(delay);
  if (disturbance?.cutSocket === 'after') {
    incoming.socket.destroy();
    return;
  }
  outgoing.writeHead(response.status, {
    ...response.headers,
    'OData-Version': '4.0',
    REQ_ID: requestId,
    'x-ms-service-request-id': requestId,
    'x-ms-correlation-request-id': correlationId,
    'x-ms-dop-hint': '4',
    'Cache-Control': 'no-cache',
  });
  outgoing.end(response.body);
}

type Received = {
  readonly incoming: IncomingMessage;
  readonly path: string;
  readonly method: string;
  readonly correlationId: string;
  /** Undefined when it was too large. */
  readonly body: string | undefined;
};

async function respond(
  options: WebApiOptions,
  faults: FaultInjection,
  budget: RequestBudget,
  { incoming, path, method, correlationId, body }: Received,
): Promise<ApiResponse> {
  const { organisation } = options;
  const root = /^\/api\/data\/v9\.[0-2](?:\/|(?=\?|$))/.exec(path);
  if (root === null)
    return errorResponse(
      new DataverseFault(404, '0x8006088a', `There is nothing at '${path.slice(0, 100)}'.`),
    );
  const rootPath = root[0].endsWith('/') ? root[0] : `${root[0]}/`;
  const origin = `http://${incoming.headers.host ?? host}`;
  const decision = await decide(options, headerOf(incoming, 'authorization'));
  if (decision?.kind === 'stranger')
    return errorResponse(new DataverseFault(403, '0x80072560', decision.sentence));
  if (decision?.kind !== 'user') return unauthorized(options, origin, decision?.reason);
  const { userId } = decision;
  if (organisation.store.get('systemuser', userId)?.isdisabled === true)
    return errorResponse(new DataverseFault(403, '0x80040225', `The user with id ${userId} is disabled.`));
  if (path.length > longestUrl)
    return errorResponse(
      new DataverseFault(414, '0x80060888', `An address has at most ${longestUrl} characters.`),
    );
  if (body === undefined)
    return errorResponse(new DataverseFault(413, '0x80060888', 'The request is too large.'));
  const exceeded = budget.spend(userId);
  if (exceeded !== undefined) return errorResponse(exceeded);
  const request: ApiRequest = {
    method,
    target: path.slice(root[0].length),
    headers: headersOf(incoming),
    body,
  };
  const caller = { tokenUserId: userId, correlationId };
  const address = `${origin}${rootPath}`;
  const response = /^\$batch(?:\?|$)/.test(request.target)
    ? await runBatch(organisation, address, rootPath, caller, request, (operation) => {
        const disturbance = faults.take(operation.method, `${rootPath}${operation.target}`);
        return disturbance === undefined ? undefined : disturbedResponse(disturbance);
      })
    : await handleRequest(organisation, address, caller, request);
  return { ...response, headers: { ...response.headers, ...budget.headers(userId) } };
}

/** Undefined without a token. */
async function decide(
  { accessTokens, gate }: WebApiOptions,
  authorization: string | undefined,
): Promise<GateDecision | undefined> {
  const token = bearerToken(authorization);
  if (token === undefined) return undefined;
  const userId = Object.hasOwn(accessTokens, token) ? accessTokens[token] : undefined;
  return userId === undefined ? gate?.decide(token) : { kind: 'user', userId };
}

/** As in Dataverse, the challenge tells a client the tenant, and the body is not JSON. */
function unauthorized({ organisation, gate }: WebApiOptions, origin: string, reason?: string): ApiResponse {
  const authority =
    gate?.authorizationUri() ??
    `https://login.microsoftonline.com/${organisation.details.tenantId}/oauth2/authorize`;
  const described = reason === undefined ? '' : `, error="invalid_token", error_description="${reason}"`;
  return {
    status: 401,
    headers: {
      'Content-Type': 'text/plain',
      'WWW-Authenticate': `Bearer authorization_uri=${authority}, resource_id=${origin}/${described}`,
    },
    body: 'HTTP Error 401 - Unauthorized: Access is denied',
  };
}

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function headersOf(incoming: IncomingMessage): ApiRequest['headers'] {
  const headers: { [name: string]: string | undefined } = {};
  for (const name of Object.keys(incoming.headers)) headers[name] = headerOf(incoming, name);
  return headers;
}

/** Reads the whole body, so that the connection can be used again even when it is refused. */
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
