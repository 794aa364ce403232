import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { honourSystemNetwork } from '../../../src/main/honourSystemNetwork.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';

const asked: string[] = [];
let proxy: Server;
let proxyAddress: string;
let sandbox: Sandbox;
let restore = (): void => undefined;

beforeAll(async () => {
  sandbox = await startSandbox();
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end('through the proxy');
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  proxy = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxyAddress = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  proxy.close();
  await sandbox.close();
});
afterEach(() => {
  restore();
  asked.length = 0;
});

async function reach(address: string): Promise<number | null> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

describe('the proxy of the environment', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])('%s is asked for everything but this computer', async (name) => {
    const followed = honourSystemNetwork({ [name]: proxyAddress });
    restore = followed.restore;
    expect(followed.problem).toBeNull();
    await reach('https://login.nowhere.invalid/tenant');
    expect(asked).toEqual(['CONNECT login.nowhere.invalid:443']);
    // 401, from the organisation itself.
    expect(await reach(`${sandbox.addresses.webApi}WhoAmI`)).toBe(401);
    expect(asked).toHaveLength(1);
  });

  it('is not asked for what NO_PROXY names, nor when there is none', async () => {
    restore = honourSystemNetwork({
      HTTPS_PROXY: proxyAddress,
      NO_PROXY: 'other.invalid, .nowhere.invalid',
    }).restore;
    expect(await reach('https://login.nowhere.invalid/')).toBeNull();
    expect(asked).toEqual([]);
    restore();
    restore = honourSystemNetwork({}).restore;
    expect(await reach('https://login.nowhere.invalid/')).toBeNull();
    expect(asked).toEqual([]);
  });

  it('that cannot be is said, without its password', () => {
    const followed = honourSystemNetwork({ HTTPS_PROXY: 'http://user:s3cret@:nonsense' });
    restore = followed.restore;
    expect(followed.problem).toContain('HTTPS_PROXY');
    expect(followed.problem).not.toContain('s3cret');
  });
});

describe('certificate authorities', () => {
  it('of NODE_EXTRA_CA_CERTS are trusted, and only those named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'registrar-trust-'));
    try {
      const { authority, certificateAuthority } = sandbox.addresses.signIn;
      const file = join(folder, 'authority.pem');
      await writeFile(file, certificateAuthority);
      const address = `${authority}/organizations/v2.0/.well-known/openid-configuration`;
      expect(await askFromChild(address, { NODE_EXTRA_CA_CERTS: file })).toBe('200');
      expect(await askFromChild(address, {})).toMatch(/CERT|SELF_SIGNED|UNABLE_TO/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** NODE_EXTRA_CA_CERTS is read when a process starts. Answers with the status, or the code of the failure. */
function askFromChild(address: string, environment: Record<string, string>): Promise<string> {
  const program = `
    import { honourSystemNetwork } from ${JSON.stringify(new URL('../../../src/main/honourSystemNetwork.ts', import.meta.url).href)};
    honourSystemNetwork();
    const answer = await fetch(${JSON.stringify(address)}).then(({ status }) => status, ({ cause }) => cause.code);
    process.stdout.write(String(answer));`;
  return new Promise((resolve, reject) => {
    const { NODE_EXTRA_CA_CERTS: _extra, ...rest } = process.env;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      env: { ...rest, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}
