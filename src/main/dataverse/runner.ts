import { randomUUID } from 'node:crypto';
import { type Failure, isFailure } from '../../shared/contract/failure.ts';
import { redactText } from '../../shared/domain/redaction.ts';
import type { Clock } from '../ports.ts';
import { attemptLimit, backOff, longestRetryAfter, retryAfterOf } from './backOff.ts';
import type { ActivitySink, RequestScope, TokenSource, WriteGuard } from './ports.ts';
import { RequestFailure } from './requestFailure.ts';
import type { RequestQueue } from './requestQueue.ts';
import { translateCut, translateFailure } from './translateFailure.ts';

/** Dataverse ends a request after two minutes by itself. */
const defaultTimeout = 130_000;
const longestKeptBody = 16_000;
const longestReply = 300_000_000;

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Request {
  /** Our own name of what is done, `serviceEndpoint.create`: for the activity list and for errors. */
  readonly operation: string;
  readonly method: Method;
  /** Below the Web API's root, already encoded; or a whole address on the same server, as a next link is. */
  readonly path: string;
  readonly body?: { readonly contentType: string; readonly text: string } | undefined;
  /** Sent as If-Match. `*` means that the row has to exist. */
  readonly etag?: string | undefined;
  readonly prefer?: readonly string[] | undefined;
  /** Becomes the CorrelationId of everything that the organisation does because of this request. */
  readonly correlationId?: string | undefined;
  /** Unique name of the solution that a row of the request joins; without it, the default solution alone has it. */
  readonly solution?: string | undefined;
  /**
   * Whether doing it twice is the same as doing it once. Without it: reading and deleting are, an update of a row
   * that was read (with an etag) is, everything else is not and is repeated only when it surely did not happen.
   */
  readonly repeatable?: boolean | undefined;
  /** A batch of reads: it travels as a POST and changes nothing. */
  readonly reading?: boolean | undefined;
  readonly timeout?: number | undefined;
  /** Finds the part that was refused in an answer that is a whole batch; undefined when it is none. */
  readonly refusedPart?: ((contentType: string, text: string) => RefusedPart | undefined) | undefined;
}

export interface RefusedPart {
  readonly status: number;
  readonly body: string;
  readonly requestId: string | undefined;
  readonly contentId: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** True when an earlier attempt may have been carried out before this answer came. */
  readonly maybeRepeated: boolean;
}

export interface RunnerOptions {
  /** Root of the Web API, ends in `/`. */
  readonly webApi: string;
  readonly tokens: TokenSource;
  readonly queue: RequestQueue;
  readonly activity: ActivitySink;
  /** Asked before anything that changes something is sent; without it everything may be sent. */
  readonly guard?: WriteGuard | undefined;
  readonly clock: Clock;
  readonly fetch?: typeof fetch | undefined;
  readonly random?: (() => number) | undefined;
  readonly timeout?: number | undefined;
}

/** Sends one named request and answers with what came back. The only place that talks HTTP. */
export interface Runner {
  request(request: Request, scope?: RequestScope): Promise<Reply>;
  /** The organisation's time, in milliseconds since 1970, as far as its answers have told it; whole seconds. */
  serverNow(): number;
}

type Outcome =
  | { kind: 'reply'; status: number; headers: Headers; text: string; ok: boolean }
  | { kind: 'failed'; failure: Failure; sent: boolean; again: boolean; cause: unknown };

export function createRunner(options: RunnerOptions): Runner {
  const { tokens, queue, activity, clock } = options;
  const root = new URL(options.webApi);
  const send = options.fetch ?? fetch;
  const random = options.random ?? Math.random;
  let serverAhead = 0;

  async function attempt(request: Request, url: URL, token: string, scope: RequestScope): Promise<Outcome> {
    const limit = AbortSignal.timeout(request.timeout ?? options.timeout ?? defaultTimeout);
    const signal = scope.signal ? AbortSignal.any([scope.signal, limit]) : limit;
    try {
      scope.onSent?.();
      const response = await send(url, {
        method: request.method,
        headers: headersOf(request, token),
        body: request.body?.text ?? null,
        redirect: 'manual',
        signal,
      });
      learnTime(response.headers);
      if (Number(response.headers.get('content-length') ?? 0) > longestReply) {
        await response.body?.cancel();
        return {
          kind: 'failed',
          failure: {
            code: 'tooLarge',
            sentence: 'The organisation’s answer is too large for this program.',
            operation: request.operation,
          },
          sent: true,
          again: false,
          cause: undefined,
        };
      }
      const text = await response.text();
      const status = response.type === 'opaqueredirect' ? 302 : response.status;
      return { kind: 'reply', status, headers: response.headers, text, ok: status >= 200 && status < 300 };
    } catch (cause) {
      if (scope.signal?.aborted) return cancelled(request, cause);
      if (limit.aborted) return timedOut(request, cause);
      const cut = translateCut(cause, request.operation);
      return {
        kind: 'failed',
        failure: cut.failure,
        sent: cut.kind === 'cut',
        again: cut.kind === 'cut',
        cause,
      };
    }
  }

  function learnTime(headers: Headers): void {
    const date = Date.parse(headers.get('date') ?? '');
    if (!Number.isNaN(date)) serverAhead = date - Math.floor(clock.now() / 1000) * 1000;
  }

  async function request(request: Request, scope: RequestScope = {}): Promise<Reply> {
    const url = addressOf(root, request);
    const repeatable = isRepeatable(request);
    const startedAt = clock.now();
    const started = performance.now();
    let attempts = 0;
    let maybeExecuted = false;
    let renewed = false;
    let status: number | null = null;
    let requestId: string | null = null;
    let replyText = '';
    let failure: Failure | null = null;
    try {
      if (isWrite(request)) await options.guard?.();
      for (;;) {
        const token = await tokens.token();
        const outcome = await queue.run(() => {
          attempts += 1;
          return attempt(request, url, token, scope);
        }, scope.signal);
        if (outcome.kind === 'failed') {
          if (outcome.sent) maybeExecuted = true;
          const mayRepeat = outcome.again && attempts < attemptLimit && (repeatable || !outcome.sent);
          if (mayRepeat) {
            await clock.wait(backOff(attempts, undefined, random), scope.signal);
            continue;
          }
          failure = maybeExecuted && isWrite(request) ? unclear(outcome.failure) : outcome.failure;
          throw new RequestFailure(failure, { maybeExecuted, cause: outcome.cause });
        }
        status = outcome.status;
        replyText = outcome.text;
        requestId = requestIdOf(outcome.headers);
        if (outcome.ok) {
          return { status, headers: outcome.headers, text: replyText, maybeRepeated: maybeExecuted };
        }
        if (status === 401 && !renewed) {
          renewed = true;
          if (await tokens.refused(token)) continue;
        }
        const retryAfter = retryAfterOf(outcome.headers.get('retry-after'), clock.now());
        // 429, and 503 with a time to wait, come from the gate before the organisation: nothing was carried out.
        const refusedAtTheGate = status === 429 || (status === 503 && retryAfter !== undefined);
        const passing = status === 429 || status === 502 || status === 503 || status === 504;
        if (passing && !refusedAtTheGate) maybeExecuted = true;
        const canWait = retryAfter === undefined || retryAfter <= longestRetryAfter;
        if (passing && canWait && attempts < attemptLimit && (repeatable || refusedAtTheGate)) {
          const wait = backOff(attempts, retryAfter, random);
          if (status === 429) queue.holdUntil(clock.now() + wait);
          await clock.wait(wait, scope.signal);
          continue;
        }
        const part = request.refusedPart?.(outcome.headers.get('content-type') ?? '', replyText);
        failure = translateFailure({
          status: part?.status ?? status,
          body: part?.body ?? replyText,
          operation: request.operation,
          requestId: part?.requestId ?? requestId ?? undefined,
          retryAfter,
        });
        if (passing && maybeExecuted && isWrite(request)) failure = unclear(failure);
        throw new RequestFailure(failure, { maybeExecuted, refusedContentId: part?.contentId });
      }
    } catch (error) {
      if (error instanceof RequestFailure) throw error;
      if (scope.signal?.aborted) {
        const { failure: stopped } = cancelled(request, error);
        failure = maybeExecuted && isWrite(request) ? unclear(stopped) : stopped;
        throw new RequestFailure(failure, { maybeExecuted, cause: error });
      }
      failure = isFailure(error)
        ? error.failure
        : { code: 'unexpected', sentence: 'The request was not sent.', operation: request.operation };
      throw error;
    } finally {
      const write = isWrite(request);
      const keepBodies = write || failure !== null;
      activity.add({
        at: new Date(startedAt).toISOString(),
        operation: request.operation,
        method: request.method,
        path: redactText(pathOf(root, url)),
        status,
        milliseconds: Math.round((performance.now() - started) * 10) / 10,
        attempts,
        write,
        requestId,
        requestBody: keepBodies ? keptBody(request.body?.text) : null,
        responseBody: keepBodies ? keptBody(replyText) : null,
        failure: failure?.sentence ?? null,
      });
    }
  }

  return {
    request,
    serverNow: () => Math.floor(clock.now() / 1000) * 1000 + serverAhead,
  };
}

function headersOf(request: Request, token: string): Record<string, string> {
  const headers: Record<string, string> = {
    Authorization: `Bearer ${token}`,
    Accept: 'application/json',
    'OData-Version': '4.0',
    'OData-MaxVersion': '4.0',
    'x-ms-client-request-id': randomUUID(),
  };
  if (request.method === 'GET') headers['If-None-Match'] = 'null';
  if (request.body) headers['Content-Type'] = request.body.contentType;
  if (request.etag !== undefined) headers['If-Match'] = request.etag;
  if (request.prefer && request.prefer.length > 0) headers.Prefer = request.prefer.join(',');
  if (request.correlationId !== undefined) headers['x-ms-correlation-request-id'] = request.correlationId;
  if (request.solution !== undefined) headers['MSCRM.SolutionUniqueName'] = request.solution;
  return headers;
}

/** The token goes nowhere but to the organisation, so an address elsewhere is a fault of the server. */
function addressOf(root: URL, request: Request): URL {
  const url = new URL(request.path, root);
  if (url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) {
    throw new RequestFailure(
      {
        code: 'unsupported',
        sentence: 'The organisation’s answer continues on another server. The token was not sent there.',
        advice: 'Check the connection’s address; a proxy may be changing the answers.',
        operation: request.operation,
      },
      { maybeExecuted: false },
    );
  }
  return url;
}

function pathOf(root: URL, url: URL): string {
  return `${url.pathname.slice(root.pathname.length)}${url.search}`;
}

function isWrite(request: Request): boolean {
  return request.method !== 'GET' && request.reading !== true;
}

function isRepeatable(request: Request): boolean {
  if (request.repeatable !== undefined) return request.repeatable;
  if (request.method === 'GET' || request.method === 'DELETE') return true;
  return request.method === 'PATCH' && request.etag !== undefined && request.etag !== '*';
}

function requestIdOf(headers: Headers): string | null {
  return headers.get('x-ms-service-request-id') ?? headers.get('req_id');
}

function keptBody(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  // Cut first, for speed, and redact then: a member that the cut opens is still recognised.
  const kept = redactText(text.slice(0, longestKeptBody));
  return text.length > longestKeptBody ? `${kept}\n… ${text.length - longestKeptBody} characters more` : kept;
}

function cancelled(request: Request, cause: unknown): Extract<Outcome, { kind: 'failed' }> {
  return {
    kind: 'failed',
    failure: { code: 'cancelled', sentence: 'Cancelled.', operation: request.operation },
    sent: true,
    again: false,
    cause,
  };
}

function timedOut(request: Request, cause: unknown): Outcome {
  return {
    kind: 'failed',
    failure: {
      code: 'unavailable',
      sentence: 'The organisation did not answer in time.',
      advice: 'Try again; if it stays, the organisation may be busy.',
      operation: request.operation,
    },
    sent: true,
    again: false,
    cause,
  };
}

/** Says that a write may have happened: the user has to look before he repeats it. */
function unclear(failure: Failure): Failure {
  return {
    ...failure,
    sentence: `${failure.sentence} It is not certain whether the change was made.`,
    advice: 'Refresh to see whether it was, before you try again.',
  };
}
