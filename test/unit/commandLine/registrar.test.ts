import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { version } from '../../../src/main/version.ts';
import { startProgram } from '../../support/startProgram.ts';

const registrar = (...args: string[]) =>
  startProgram('src/main/commandLine/entry.ts', args, { TMPDIR: folder, TEMP: folder });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface SandboxLine {
  readonly webApi: string;
  readonly accessToken: string;
  readonly connectionStrings: { readonly send: string; readonly listen: string; readonly manage: string };
  readonly authority: string;
  readonly organizations: readonly { readonly webApi: string }[];
  readonly certificateAuthority: string;
}

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describe('registrar sandbox', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('prints one line, serves, and ends on %s', async (signal) => {
    const program = registrar('sandbox', '--port', '0');
    const line = JSON.parse(await program.line('{')) as SandboxLine;
    expect(Object.keys(line).sort()).toEqual([
      'accessToken',
      'accounts',
      'applications',
      'authority',
      'certificateAuthority',
      'clouds',
      'connectionStrings',
      'discovery',
      'graph',
      'organizations',
      'tenants',
      'webApi',
    ]);
    expect(line.certificateAuthority).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(line.organizations.map(({ webApi }) => webApi)).toContain(line.webApi);
    expect(await isOpen(Number(new URL(line.authority).port))).toBe(true);
    expect(Object.keys(line.connectionStrings)).toEqual(['send', 'listen', 'manage']);
    for (const text of Object.values(line.connectionStrings)) {
      expect(text).toMatch(/^Endpoint=sb:\/\/127\.0\.0\.1:\d+\/;SharedAccessKeyName=\w+;SharedAccessKey=/);
    }
    const whoAmI = (token: string) =>
      fetch(`${line.webApi}WhoAmI`, { headers: { authorization: `Bearer ${token}` } });
    expect((await whoAmI(line.accessToken)).status).toBe(200);
    expect((await whoAmI('wrong')).status).toBe(401);
    expect(await readdir(folder)).toHaveLength(1);

    program.child.kill(signal);
    expect(await program.ended).toBe(0);
    expect(program.stdout().trim().split('\n')).toHaveLength(1);
    expect(program.stderr()).toBe('');
    for (const address of [line.webApi, line.authority])
      expect(await isOpen(Number(new URL(address).port))).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });

  test('holds back its answers, takes the port asked for, and keeps its folder', async () => {
    const kept = join(folder, 'kept');
    const first = registrar('sandbox', '--data-dir', kept);
    const before = JSON.parse(await first.line('{')) as SandboxLine;

    const second = registrar('sandbox', '--data-dir', kept);
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toContain(`Another Registrar, process ${first.child.pid}, is using ${kept}`);
    expect(second.stdout()).toBe('');

    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    const { port } = new URL(before.webApi);
    const third = registrar('sandbox', '--data-dir', kept, '--port', port, '--latency', '300');
    const after = JSON.parse(await third.line('{')) as SandboxLine;
    expect(after).toEqual(before);
    const startedAt = performance.now();
    await fetch(`${after.webApi}WhoAmI`, { headers: { authorization: `Bearer ${after.accessToken}` } });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(290);
    third.child.kill('SIGTERM');
    expect(await third.ended).toBe(0);
    expect(await readdir(kept)).not.toContain('running.json');
  });
});

test.each([
  [['sandbox', '--prot', '1'], '--prot is not known here'],
  [['sandbox', '--port', 'x'], '--port x cannot be used'],
  [['frobnicate'], 'There is no command frobnicate'],
  [[], 'registrar <command>'],
])('%j is refused with exit code 2', async (args, sentence) => {
  const program = registrar(...args);
  expect(await program.ended).toBe(2);
  expect(program.stderr()).toContain(sentence);
  expect(program.stdout()).toBe('');
});

test('says what it can do, and which version it is', async () => {
  const help = registrar('--help');
  expect(await help.ended).toBe(0);
  expect(help.stdout()).toContain('--latency MS');
  const asked = registrar('--version');
  expect(await asked.ended).toBe(0);
  expect(asked.stdout()).toBe(`Registrar ${version}\n`);
});
