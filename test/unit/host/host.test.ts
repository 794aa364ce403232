import { symlink } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptCore } from './scriptedCore.ts';
import { startTestHost, type TestHost } from './startTestHost.ts';

let host: TestHost;
let cookie: string;
beforeAll(async () => {
  host = await startTestHost(scriptCore());
  cookie = await host.letIn();
});
afterAll(() => host.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Raw, because fetch would neither send a foreign Host nor leave `..` in a path. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: host.port, path, method, headers, agent: false },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    request.once('error', reject);
    request.end();
  });
}

describe('letting a browser in', () => {
  test('the start address gives the cookie and leads to the page without the token', async () => {
    const answer = await ask(host.openAddress.slice(host.address.length - 1));
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^registrar-${host.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('the start address stays good for another browser, and each gets in', async () => {
    expect((await ask('/', { cookie: await host.letIn() })).status).toBe(200);
    expect((await ask('/', { cookie: await host.letIn() })).status).toBe(200);
  });

  test('a one-time address is good once', async () => {
    const path = host.makeOneTimeAddress().slice(host.address.length - 1);
    expect((await ask(path)).status).toBe(303);
    expect((await ask(path)).status).toBe(403);
  });

  test('a second program gets a one-time address for the token alone', async () => {
    const token = new URL(host.openAddress).searchParams.get('token') ?? '';
    const answer = await ask('/one-time', { 'registrar-token': token });
    expect(answer.status).toBe(200);
    expect((await fetch(answer.body, { redirect: 'manual' })).status).toBe(303);
    expect((await ask('/one-time', { 'registrar-token': 'wrong' })).status).toBe(403);
    expect((await ask('/one-time', { cookie })).status).toBe(403);
  });

  test.each(['/open', '/open?token=', '/open?token=wrong', '/open?token=undefined'])(
    '%s is refused',
    async (path) => {
      const answer = await ask(path);
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.body).toContain('open the address that it printed last');
    },
  );

  test.each(['/', '/index.html', '/assets/index-abc.js', '/session', '/nothing'])(
    '%s without the cookie is refused',
    async (path) => {
      expect((await ask(path)).status).toBe(401);
      expect((await ask(path, { cookie: `registrar-${host.port}=wrong` })).status).toBe(401);
    },
  );

  test('a link clicked in another page is let in by one reload from our own', async () => {
    const answer = await ask('/', { 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('http-equiv="refresh" content="0;url=/"');
    expect((await ask('/', { 'sec-fetch-site': 'same-origin' })).body).not.toContain('http-equiv="refresh"');
  });
});

describe('who is answered', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '0.0.0.0:PORT', '[::1]:PORT'])(
    'not Host %j',
    async (name) => {
      const answer = await ask('/', { cookie, host: name.replace('PORT', String(host.port)) });
      // Node itself refuses a request without any host.
      expect([400, 421]).toContain(answer.status);
      expect(answer.body).not.toContain('<title>Page</title>');
    },
  );

  test('localhost is this computer too', async () => {
    expect((await ask('/', { cookie, host: `localhost:${host.port}` })).status).toBe(200);
  });

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost.evil.example'])(
    'not Origin %s',
    async (origin) => {
      expect((await ask('/', { cookie, origin })).status).toBe(403);
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('not %s', async (method) => {
    expect((await ask('/', { cookie }, method)).status).toBe(405);
  });

  test('nobody but this computer', async () => {
    const outward = Object.values(networkInterfaces())
      .flat()
      .find((entry) => entry !== undefined && !entry.internal && entry.family === 'IPv4');
    if (outward === undefined) return;
    await expect(
      fetch(`http://${outward.address}:${host.port}/`, { signal: AbortSignal.timeout(3000) }),
    ).rejects.toThrow();
  });
});

describe('the page', () => {
  test('carries a policy with a nonce that is new each time, and knows it', async () => {
    const nonces = new Set<string>();
    for (let load = 0; load < 3; load++) {
      const { status, headers, body } = await ask('/', { cookie });
      expect(status).toBe(200);
      const policy = String(headers['content-security-policy']);
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      expect(body).toContain(`<meta name="csp-nonce" content="${nonce}">`);
      expect(body.match(/csp-nonce/g)).toHaveLength(1);
      expect(policy).toBe(
        [
          `default-src 'none'`,
          `script-src 'self'`,
          `style-src 'self' 'nonce-${nonce}'`,
          `connect-src 'self' ws://127.0.0.1:${host.port} ws://localhost:${host.port}`,
          `img-src 'self' data:`,
          `font-src 'self'`,
          `base-uri 'none'`,
          `form-action 'none'`,
          `frame-ancestors 'none'`,
          `require-trusted-types-for 'script'`,
        ].join('; '),
      );
      expect(headers['cache-control']).toBe('no-store');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  test('files with a hash in their name are kept by the browser, with the right type', async () => {
    const { status, headers } = await ask('/assets/index-abc.js', { cookie });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('a HEAD request gets the headers alone', async () => {
    const answer = await ask('/', { cookie }, 'HEAD');
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('');
  });

  test.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/%2e%2e%2fsecret.json',
    '/..\\secret.json',
    '/..%5csecret.json',
    '//secret.json',
    '/assets/%00index-abc.js',
    '/%',
    '/assets',
    '/assets/',
    '/link.json',
  ])('nothing outside of its folder: %s', async (path) => {
    await symlink(join(host.folder, 'secret.json'), join(host.folder, 'renderer', 'link.json')).catch(
      () => undefined,
    );
    const answer = await ask(path, { cookie });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('"secret"');
  });
});
