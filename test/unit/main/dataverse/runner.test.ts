import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestFailure } from '../../../../src/main/dataverse/requestFailure.ts';
import type { Request } from '../../../../src/main/dataverse/runner.ts';
import type { Failure } from '../../../../src/shared/contract/failure.ts';
import {
  type Answer,
  cut,
  cutInBody,
  json,
  plain,
  refusal,
  type ScriptedServer,
  startScriptedServer,
} from '../support/scriptedServer.ts';
import { createTestRunner, type TestRunner } from '../support/testRunner.ts';

let server: ScriptedServer;
let test: TestRunner;

beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  test = createTestRunner(server.webApi);
});

const read: Request = { operation: 'test.read', method: 'GET', path: 'accounts' };
const body = { contentType: 'application/json', text: '{"name":"A"}' };
const create: Request = { operation: 'test.create', method: 'POST', path: 'accounts', body };
const update: Request = {
  operation: 'test.update',
  method: 'PATCH',
  path: 'accounts(1)',
  body,
  etag: 'W/"1"',
};

async function failureOf(promise: Promise<unknown>): Promise<RequestFailure> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RequestFailure) return error;
  throw new Error(`A RequestFailure was expected, not ${String(error)}.`);
}

describe('a request', () => {
  it('carries the headers that Dataverse asks for', async () => {
    server.script(json({ value: [] }));
    await test.runner.request({ ...read, prefer: ['odata.maxpagesize=5000', 'x=1'] });
    await test.runner.request({ ...update, correlationId: '0000-1' });
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer test-token',
      accept: 'application/json',
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
      'if-none-match': 'null',
      prefer: 'odata.maxpagesize=5000,x=1',
    });
    expect(server.requests[1]?.headers).toMatchObject({
      'if-match': 'W/"1"',
      'content-type': 'application/json',
      'x-ms-correlation-request-id': '0000-1',
    });
    expect(server.requests[1]?.headers['if-none-match']).toBeUndefined();
  });

  it('runs at most six at once, in order, and lets waiting ones be cancelled', async () => {
    let open = 0;
    let most = 0;
    const order: string[] = [];
    const release: (() => void)[] = [];
    const hold: Answer = async (request, response) => {
      open += 1;
      most = Math.max(most, open);
      order.push(request.path);
      await new Promise<void>((resolve) => release.push(resolve));
      open -= 1;
      await json({ value: [] })(request, response, response.req);
    };
    server.script(hold);
    const abort = new AbortController();
    const all = Array.from({ length: 12 }, (_, index) =>
      test.runner.request(
        { ...read, path: `accounts?n=${index}` },
        index === 7 ? { signal: abort.signal } : {},
      ),
    );
    const cancelled = failureOf(all[7] ?? Promise.reject(new Error('none')));
    await expect.poll(() => release.length).toBe(6);
    abort.abort();
    expect((await cancelled).failure.code).toBe('cancelled');
    while (release.length > 0 || order.length < 11) {
      release.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.allSettled(all);
    expect(most).toBe(6);
    expect(order.slice(0, 6).sort()).toEqual([0, 1, 2, 3, 4, 5].map((n) => `accounts?n=${n}`));
    expect(order).not.toContain('accounts?n=7');
    expect(order.slice(6)).toEqual([6, 8, 9, 10, 11].map((n) => `accounts?n=${n}`));
  });

  it('learns the organisation’s time', async () => {
    server.script(json({}, 200, { Date: 'Fri, 01 May 2026 12:00:00 GMT' }));
    await test.runner.request(read);
    const ahead = test.runner.serverNow() - Date.parse('2026-05-01T12:00:00Z');
    expect(ahead).toBeGreaterThanOrEqual(0);
    expect(ahead).toBeLessThan(10_000);
  });
});

describe('repeating', () => {
  it.each([429, 502, 503, 504])('a read after %i', async (status) => {
    server.script(plain(status), plain(status), json({ value: [1] }));
    const reply = await test.runner.request(read);
    expect(reply.status).toBe(200);
    expect(server.requests).toHaveLength(3);
    expect(test.records).toMatchObject([{ attempts: 3, status: 200, failure: null }]);
  });

  it('waits as long as the server asks, and a little longer each time by itself', async () => {
    server.script(plain(429, '', { 'Retry-After': '7' }), json({}));
    await test.runner.request(read);
    expect(Math.min(...test.clock.waits)).toBeGreaterThanOrEqual(7000);
    server.script(plain(503), plain(503), plain(503), json({}));
    test = createTestRunner(server.webApi);
    await test.runner.request(read);
    expect(test.clock.waits).toEqual([300, 600, 1200]);
  });

  it('understands a date in Retry-After', async () => {
    server.script(plain(503, '', { 'Retry-After': new Date(Date.now() + 9000).toUTCString() }), json({}));
    await test.runner.request(read);
    expect(test.clock.waits[0]).toBeGreaterThan(7000);
    expect(test.clock.waits[0]).toBeLessThan(10_000);
  });

  it('does not wait longer than two minutes: the user decides', async () => {
    server.script(plain(429, '', { 'Retry-After': '300' }));
    const { failure } = await failureOf(test.runner.request(read));
    expect(failure).toMatchObject({ code: 'throttled', retryAfterSeconds: 300, httpStatus: 429 });
    expect(server.requests).toHaveLength(1);
  });

  it('gives up after five attempts', async () => {
    server.script(refusal(429, '0x80072322', 'Number of requests exceeded the limit of 6000.'));
    const { failure } = await failureOf(test.runner.request(read));
    expect(failure).toMatchObject({ code: 'throttled', serverCode: '0x80072322' });
    expect(server.requests).toHaveLength(5);
    expect(test.records[0]).toMatchObject({ attempts: 5, status: 429 });
  });

  it('a read whose connection was cut, before the answer or in the middle of it', async () => {
    server.script(cut, cutInBody, json({ value: [] }));
    const reply = await test.runner.request(read);
    expect(reply).toMatchObject({ status: 200, maybeRepeated: true });
    expect(server.requests).toHaveLength(3);
  });

  it('a write after 429, and after 503 with a time to wait: neither was carried out', async () => {
    server.script(plain(429), plain(503, '', { 'Retry-After': '1' }), plain(204));
    const reply = await test.runner.request(create);
    expect(reply).toMatchObject({ status: 204, maybeRepeated: false });
    expect(server.requests).toHaveLength(3);
  });

  it.each<[string, Answer]>([
    ['cut', cut],
    ['502', plain(502)],
    ['504', plain(504)],
    ['503 without a time', plain(503)],
  ])('no write that cannot be told to have failed (%s)', async (_name, answer) => {
    server.script(answer, plain(204));
    const error = await failureOf(test.runner.request(create));
    expect(server.requests).toHaveLength(1);
    expect(error.maybeExecuted).toBe(true);
    expect(error.failure.sentence).toContain('not certain whether the change was made');
  });

  it('an update against an etag, and a delete', async () => {
    server.script(cut, plain(204));
    expect((await test.runner.request(update)).maybeRepeated).toBe(true);
    server.script(cut, plain(204));
    await test.runner.request({ operation: 'test.delete', method: 'DELETE', path: 'accounts(1)' });
    expect(server.requests).toHaveLength(2);
  });

  it('no update that only demands that the row is there', async () => {
    server.script(cut, plain(204));
    const error = await failureOf(test.runner.request({ ...update, etag: '*' }));
    expect(error.maybeExecuted).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('asks for another token once after 401', async () => {
    const refused: string[] = [];
    const tokens = ['old', 'new'];
    test = createTestRunner(server.webApi, {
      tokens: {
        token: async () => tokens[0] ?? '',
        refused: async (token) => {
          refused.push(token);
          tokens.shift();
          return tokens.length > 0;
        },
      },
    });
    server.script(plain(401), json({}));
    await test.runner.request(create);
    expect(refused).toEqual(['old']);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
    server.script(plain(401, 'HTTP Error 401 - Unauthorized: Access is denied'));
    const { failure } = await failureOf(test.runner.request(read));
    expect(failure).toMatchObject({ code: 'signIn', httpStatus: 401 });
    expect(server.requests).toHaveLength(1);
  });
});

describe('stopping', () => {
  it('cancels a request under way', async () => {
    server.script(() => undefined);
    const abort = new AbortController();
    const pending = failureOf(test.runner.request(read, { signal: abort.signal }));
    await expect.poll(() => server.requests.length).toBe(1);
    abort.abort();
    expect((await pending).failure.code).toBe('cancelled');
    expect(test.records).toMatchObject([{ status: null, failure: 'Cancelled.' }]);
  });

  it('says that a cancelled write may have happened', async () => {
    server.script(() => undefined);
    const abort = new AbortController();
    const pending = failureOf(test.runner.request(create, { signal: abort.signal }));
    await expect.poll(() => server.requests.length).toBe(1);
    abort.abort();
    const error = await pending;
    expect(error.failure).toMatchObject({ code: 'cancelled' });
    expect(error.maybeExecuted).toBe(true);
    expect(error.failure.sentence).toContain('not certain');
  });

  it('cancels the wait before a repeat', async () => {
    const abort = new AbortController();
    server.script(async (request, response, incoming) => {
      abort.abort();
      await plain(503)(request, response, incoming);
    });
    const { failure } = await failureOf(test.runner.request(read, { signal: abort.signal }));
    expect(failure.code).toBe('cancelled');
    expect(server.requests).toHaveLength(1);
  });

  it('ends a request that takes too long', async () => {
    server.script(() => undefined);
    const { failure } = await failureOf(test.runner.request({ ...read, timeout: 60 }));
    expect(failure).toMatchObject({
      code: 'unavailable',
      sentence: 'The organisation did not answer in time.',
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('where the token goes', () => {
  it('follows no redirect', async () => {
    const other = await startScriptedServer();
    try {
      server.script(plain(302, '', { Location: other.webApi }));
      const { failure } = await failureOf(test.runner.request(read));
      expect(failure).toMatchObject({ code: 'unsupported', httpStatus: 302 });
      expect(other.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it.each(['https://elsewhere.example/api/data/v9.2/accounts', '/elsewhere', '../v9.1/accounts'])(
    'goes nowhere but to the organisation: %s',
    async (path) => {
      server.script(json({}));
      const { failure } = await failureOf(test.runner.request({ ...read, path }));
      expect(failure.code).toBe('unsupported');
      expect(server.requests).toEqual([]);
    },
  );

  it('says in words that the server is not there', async () => {
    const gone = await startScriptedServer();
    await gone.close();
    test = createTestRunner(gone.webApi);
    const { failure } = await failureOf(test.runner.request(create));
    const expected: Partial<Failure> = {
      code: 'offline',
      sentence: 'The organisation’s server cannot be reached. Nothing was sent.',
    };
    expect(failure).toMatchObject(expected);
    expect(test.records[0]?.attempts).toBe(1);
  });

  it('says in words that the name is unknown', async () => {
    test = createTestRunner('http://no-such-host.invalid/api/data/v9.2/');
    const { failure } = await failureOf(test.runner.request(read));
    expect(failure.code).toBe('offline');
    expect(failure.sentence).toContain('name of the organisation’s server');
  });
});
