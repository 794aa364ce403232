import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/sandbox.ts';

const sampleClientId = '51f81489-12ee-4a9e-aaae-a2591f45987d';
let folder: string;
const open: Sandbox[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-sign-in-'));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<Sandbox> {
  const sandbox = await startSandbox({ dataFolder: folder });
  open.push(sandbox);
  return sandbox;
}

async function restart(): Promise<Sandbox> {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  return start();
}

/** Asks the token endpoint, trusting the sandbox's certificate authority and no other. */
function token({ addresses }: Sandbox, form: Record<string, string>): Promise<Record<string, unknown>> {
  const { authority, certificateAuthority } = addresses.signIn;
  const body = new URLSearchParams({ client_id: sampleClientId, ...form }).toString();
  return new Promise((resolve, reject) => {
    const { port } = new URL(authority);
    const socket = connect({ host: '127.0.0.1', port: Number(port), ca: certificateAuthority });
    let text = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))));
    socket.write(
      `POST /organizations/oauth2/v2.0/token HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

function signIn(
  sandbox: Sandbox,
  url = sandbox.addresses.signIn.organizations[0]?.url,
): Promise<Record<string, unknown>> {
  const { accounts } = sandbox.addresses.signIn;
  const nancy = accounts.find(({ userName }) => userName === 'nancy@contoso.example');
  return token(sandbox, {
    grant_type: 'password',
    username: nancy?.userName ?? '',
    password: nancy?.password ?? '',
    scope: `offline_access ${url}/.default`,
  });
}

describe('what the authority keeps', () => {
  it('lives through a stop and a start: trust, ports, passwords, refresh tokens and what was issued', async () => {
    const first = await start();
    const before = first.addresses.signIn;
    const issued = await signIn(first);
    const second = await restart();
    expect(second.addresses.signIn).toEqual(before);
    const renewed = await token(second, {
      grant_type: 'refresh_token',
      refresh_token: String(issued.refresh_token),
      scope: `${before.organizations[0]?.url}/.default`,
    });
    expect(renewed.access_token).toEqual(expect.any(String));
    const response = await fetch(`${second.addresses.webApi}WhoAmI`, {
      headers: { authorization: `Bearer ${issued.access_token}` },
    });
    expect(response.status).toBe(200);
  });

  it('includes what was registered in the other organisations, until a reset', async () => {
    const names = async (sandbox: Sandbox, body?: Record<string, unknown>) => {
      const other = sandbox.addresses.signIn.organizations[1];
      const { access_token } = await signIn(sandbox, other?.url);
      const response = await fetch(`${other?.webApi}serviceendpoints?$select=name`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const { value = [] } = (text === '' ? {} : JSON.parse(text)) as { value?: { name: string }[] };
      return { status: response.status, list: value.map(({ name }) => name) };
    };
    const first = await start();
    const body = { name: 'Kept', contract: 8, url: 'https://example.com/x', connectionmode: 1, userclaim: 1 };
    expect((await names(first, { ...body, authtype: 4, authvalue: 'k', messageformat: 2 })).status).toBe(204);
    const second = await restart();
    expect((await names(second)).list).toContain('Kept');
    await second.reset();
    expect((await names(second)).list).not.toContain('Kept');
    expect((await names(second)).list.length).toBeGreaterThan(0);
  });

  it('is readable by its owner only, and holds no refresh token or added secret in the clear', async () => {
    const sandbox = await start();
    const issued = await signIn(sandbox);
    await sandbox.flush();
    const file = join(folder, 'sandbox-sign-in.json');
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(String(issued.refresh_token));
    expect(text).not.toContain(String(issued.access_token));
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it('is begun anew when it cannot be read, and that is told', async () => {
    const first = await start();
    const { certificateAuthority } = first.addresses.signIn;
    await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
    await writeFile(join(folder, 'sandbox-sign-in.json'), '{"version":1}');
    const second = await start();
    expect(second.notes.join()).toContain('the certificate authority is missing');
    expect(second.addresses.signIn.certificateAuthority).not.toBe(certificateAuthority);
  });

  it('goes back to the first day with the sandbox, with the same people and trust', async () => {
    const sandbox = await start();
    const before = sandbox.addresses.signIn;
    const issued = await signIn(sandbox);
    sandbox.signIn.revokeConsent('nancy@contoso.example', sampleClientId);
    expect(await signIn(sandbox)).toMatchObject({ error_codes: [65001] });
    await sandbox.reset();
    expect(sandbox.addresses.signIn).toEqual(before);
    expect((await signIn(sandbox)).access_token).toEqual(expect.any(String));
    const renewed = await token(sandbox, {
      grant_type: 'refresh_token',
      refresh_token: String(issued.refresh_token),
      scope: `${before.organizations[0]?.url}/.default`,
    });
    expect(renewed.access_token).toEqual(expect.any(String));
  });
});

describe('the certificate authority', () => {
  it('vouches for this machine’s loopback and for nothing else', async () => {
    const sandbox = await start();
    const certificate = new X509Certificate(sandbox.addresses.signIn.certificateAuthority);
    expect(certificate.ca).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    // Name constraints (2.5.29.30).
    expect(certificate.raw.includes(Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x1e]))).toBe(true);
    const untrusting = connect({
      host: '127.0.0.1',
      port: Number(new URL(sandbox.addresses.signIn.graph).port),
    });
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => untrusting.once('error', resolve));
    expect(error.code).toMatch(/UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/);
  });
});
