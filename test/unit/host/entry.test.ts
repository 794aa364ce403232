import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProgram } from '../../support/startProgram.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-entry-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (...args: string[]) => startProgram('src/main/host/entry.ts', ['--no-open', ...args]);
const addressIn = (line: string) => new URL(/http\S+/.exec(line)?.[0] ?? '');

test('prints one line with the address, leads a second start there, and ends cleanly', async () => {
  const data = join(folder, 'data');
  const first = start('--port', '0', '--data-dir', data);
  const address = addressIn(await first.line('http'));
  expect(first.stdout()).toBe(`Registrar is at ${address.href}\n`);
  expect(address.hostname).toBe('127.0.0.1');
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(303);

  const second = start('--data-dir', data);
  expect(await second.ended).toBe(0);
  expect(second.stdout()).toBe(`Registrar is already running on ${data}, at ${address.href}\n`);

  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(first.stderr()).toBe('');
  expect(await readdir(data)).not.toContain('running.json');
  await expect(fetch(address)).rejects.toThrow();
});

test('keeps its secrets out of the files that it leaves', async () => {
  const data = join(folder, 'data');
  const program = start('--port', '0', '--data-dir', data);
  const token = addressIn(await program.line('http')).searchParams.get('token') ?? '';
  program.child.kill('SIGINT');
  expect(await program.ended).toBe(0);
  for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    expect(await readFile(join(entry.parentPath, entry.name), 'utf8')).not.toContain(token);
  }
});

test('says in a sentence that a port is taken', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
  });
  const data = join(folder, 'data');
  const program = start('--port', String(port), '--data-dir', data);
  expect(await program.ended).toBe(1);
  expect(program.stderr()).toBe(
    `Port ${port} is taken by another program, or not allowed. Give another one, or 0 for a free one.\n`,
  );
  expect(await readdir(data)).not.toContain('running.json');
  await new Promise((resolve) => server.close(resolve));
});

test('says in a sentence that the data folder cannot be one', async () => {
  const data = join(folder, 'file');
  await writeFile(data, '');
  const program = start('--data-dir', data);
  expect(await program.ended).toBe(1);
  expect(program.stderr()).toMatch(
    /^The data folder .* cannot be used: .*\. Give another one with --data-dir\.\n$/,
  );
});

test('refuses a flag that it does not know', async () => {
  const program = start('--prot', '1');
  expect(await program.ended).toBe(2);
  expect(program.stderr()).toContain('--prot is not known here');
});
