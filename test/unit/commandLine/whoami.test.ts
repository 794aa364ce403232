import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWish } from '../../../src/main/commandLine/whoamiRequest.ts';
import { createTrustingFetch } from '../../../src/main/identity/trustingFetch.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { startProgram } from '../../support/startProgram.ts';
import { createTestBrowser } from '../sandbox/signIn/testBrowser.ts';

let sandbox: Sandbox;
let folder: string;
let trust: string;
beforeAll(async () => {
  sandbox = await startSandbox({ signIn: { deviceIntervalSeconds: 1 } });
  folder = await mkdtemp(join(tmpdir(), 'registrar-whoami-'));
  trust = join(folder, 'authority.pem');
  await writeFile(trust, sandbox.addresses.signIn.certificateAuthority);
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

function whoami(args: readonly string[], environment: Record<string, string> = {}) {
  return startProgram(
    'src/main/commandLine/entry.ts',
    ['whoami', '--url', sandbox.addresses.webApi, ...args],
    { NODE_EXTRA_CA_CERTS: trust, DISPLAY: '', WAYLAND_DISPLAY: '', BROWSER: '', ...environment },
  );
}
const nancy = 'nancy@contoso.example';
const passwordOf = (name: string): string =>
  sandbox.addresses.signIn.accounts.find(({ userName }) => userName === name)?.password ?? '';

describe('registrar whoami', () => {
  it('tells who a user name and a password are, and what the token holds', async () => {
    const program = whoami(['--user', nancy], { REGISTRAR_PASSWORD: passwordOf(nancy) });
    expect(await program.ended).toBe(0);
    const text = program.stdout();
    expect(text).toMatch(/^User: +Nancy Davolio \(/);
    expect(text).toMatch(/Organisation: +Contoso Sandbox/);
    expect(text).toMatch(/Permissions: +user_impersonation/);
    expect(text).toMatch(/Ends at: +20\d\d-/);
    expect(text + program.stderr()).not.toMatch(/eyJ|Note:/);
  });

  it('tells who an application is, as JSON', async () => {
    const connector = sandbox.addresses.signIn.applications.find(
      ({ displayName }) => displayName === 'Contoso ERP Connector',
    );
    const program = whoami(['--json', '--client-id', connector?.clientId ?? ''], {
      REGISTRAR_CLIENT_SECRET: connector?.secret ?? '',
    });
    expect(await program.ended).toBe(0);
    expect(JSON.parse(program.stdout())).toMatchObject({
      user: { id: expect.any(String) },
      organization: { uniqueName: 'unqcontososandbox' },
      token: { kind: 'application', clientId: connector?.clientId },
      problems: [],
    });
  });

  it('tells roles and missing privileges when it is asked to', async () => {
    const connector = sandbox.addresses.signIn.applications.find(
      ({ displayName }) => displayName === 'Contoso ERP Connector',
    );
    const program = whoami(['--rights', '--client-id', connector?.clientId ?? ''], {
      REGISTRAR_CLIENT_SECRET: connector?.secret ?? '',
    });
    expect(await program.ended).toBe(0);
    expect(program.stdout()).toMatch(/^Roles: +System Customizer$/m);
    expect(program.stdout()).toMatch(/^Rights: +.* lacks privileges for steps and images\. /m);
    expect(program.stdout()).toMatch(/^Missing: +prvCreateSdkMessageProcessingStepSecureConfig$/m);
    const token = { REGISTRAR_TOKEN: sandbox.addresses.accessToken };
    const administrator = whoami(['--rights', '--json'], token);
    expect(await administrator.ended).toBe(0);
    expect(JSON.parse(administrator.stdout())).toMatchObject({
      rights: { outcome: 'passed', roles: ['System Administrator'] },
    });
  });

  it('shows a device code, and goes on when it was typed', async () => {
    const program = whoami([]);
    const { promise, resolve } = Promise.withResolvers<RegExpExecArray>();
    program.child.stderr?.on('data', () => {
      const found = /Open (\S+) in any browser and type the code (\S+)/.exec(program.stderr());
      if (found) resolve(found);
    });
    const [, address = '', code = ''] = await promise;
    const { certificateAuthority } = sandbox.addresses.signIn;
    const visitor = createTestBrowser(
      createTrustingFetch(fetch, async (url) => ({ origins: [url.origin], certificateAuthority })),
    );
    await visitor.open(address);
    await visitor.press('Next', { Code: code });
    await visitor.press('Continue');
    await visitor.press('Next', { Email: nancy });
    await visitor.press('Sign in', { Password: passwordOf(nancy) });
    expect(await program.ended).toBe(0);
    expect(program.stdout()).toContain('Nancy Davolio');
  });

  it('reports a refusal with its code, without the secret', async () => {
    const program = whoami(['--user', nancy], { REGISTRAR_PASSWORD: 'not-her-password' });
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toContain('Code: AADSTS50126');
    expect(program.stderr()).toContain('Way of signing in: password');
    expect(program.stderr()).toContain('What to do: ');
    expect(program.stderr() + program.stdout()).not.toContain('not-her-password');
  });

  it('says what stands in the way of asking', async () => {
    const untrusted = whoami(['--user', nancy], { REGISTRAR_PASSWORD: 'x', NODE_EXTRA_CA_CERTS: '' });
    expect(await untrusted.ended).toBe(1);
    expect(untrusted.stderr()).toContain('does not trust the certificate');
    const elsewhere = startProgram('src/main/commandLine/entry.ts', ['whoami']);
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.stderr()).toContain('--url https://');
  });
});

describe('what is asked for', () => {
  it('comes from flags, the environment, and a connection string of the SDK', () => {
    const url = 'https://contoso.crm4.dynamics.com';
    expect(readWish({ url }, {}).way).toEqual({ kind: 'deviceCode' });
    expect(readWish({ url, browser: true }, {}).way).toMatchObject({ kind: 'browser' });
    expect(readWish({ url, user: 'a' }, {}).way).toEqual({ kind: 'deviceCode' });
    expect(readWish({ url }, { REGISTRAR_TOKEN: 't' }).way.kind).toBe('token');
    expect(
      readWish(
        { tenant: 'other.example' },
        {
          REGISTRAR_CONNECTION: `AuthType=ClientSecret;Url=${url};ClientId=51f81489-12ee-4a9e-aaae-a2591f45987d;ClientSecret=x`,
        },
      ),
    ).toMatchObject({ address: url, tenant: 'other.example', way: { kind: 'secret', secret: 'x' } });
    expect(() => readWish({}, { REGISTRAR_CONNECTION: 'AuthType=AD;Url=https://x.example' })).toThrow(
      'Windows user',
    );
  });
});
