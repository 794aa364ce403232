import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LockAttempt, lockDataFolder } from '../../../src/main/dataFolderLock.ts';

let folder: string;
const ends: (() => Promise<unknown> | unknown)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-lock-'));
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await rm(folder, { recursive: true, force: true });
});

const file = () => join(folder, 'running.json');
const held = (attempt: LockAttempt) => {
  if (attempt.kind !== 'taken') throw new Error(`In use by ${attempt.owner.pid}.`);
  return attempt.lock;
};
const write = (owner: unknown) => writeFile(file(), JSON.stringify(owner));

/** A process that lives as long as the test. */
function otherProcess(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  ends.push(() => {
    child.kill('SIGKILL');
    return exited;
  });
  return child.pid ?? 0;
}

async function listeningAddress(): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { address: `http://127.0.0.1:${port}/open?token=t`, close };
}

test('is taken, told to later starts, and given back', async () => {
  const lock = held(await lockDataFolder(join(folder, 'new', 'deep'), 'browser'));
  await lock.publish('http://127.0.0.1:1/open?token=t');
  const path = join(folder, 'new', 'deep', 'running.json');
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    pid: process.pid,
    shell: 'browser',
    openAddress: 'http://127.0.0.1:1/open?token=t',
  });
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
  await lock.release();
  expect(await readdir(join(folder, 'new', 'deep'))).toEqual([]);
});

test('is not taken from one who answers at its address', async () => {
  const { address, close } = await listeningAddress();
  ends.push(close);
  const owner = { pid: otherProcess(), shell: 'browser', openAddress: address };
  await write(owner);
  expect(await lockDataFolder(folder, 'browser')).toEqual({ kind: 'inUse', owner });
});

test('is not taken from a living process of the desktop app', async () => {
  const owner = { pid: otherProcess(), shell: 'electron', openAddress: null };
  await write(owner);
  expect(await lockDataFolder(folder, 'browser')).toEqual({ kind: 'inUse', owner });
});

test('waits for the address of one who has just started', async () => {
  const { address, close } = await listeningAddress();
  ends.push(close);
  const owner = { pid: otherProcess(), shell: 'browser', openAddress: null };
  await write(owner);
  const attempt = lockDataFolder(folder, 'browser');
  await write({ ...owner, openAddress: address });
  expect(await attempt).toEqual({ kind: 'inUse', owner: { ...owner, openAddress: address } });
});

test.each([
  ['a process that has ended', { pid: 2 ** 30, shell: 'browser', openAddress: null }],
  ['our own number of an earlier life', { pid: process.pid, shell: 'browser', openAddress: null }],
  ['what is no lock', { pid: 'x' }],
  ['nothing', ''],
])('is taken over from %s', async (_case, owner) => {
  await write(owner);
  const lock = held(await lockDataFolder(folder, 'browser'));
  await lock.release();
});

test('is taken over when the number belongs to another program by now, and nobody is at the address', async () => {
  const { address, close } = await listeningAddress();
  await close();
  await write({ pid: otherProcess(), shell: 'browser', openAddress: address });
  held(await lockDataFolder(folder, 'browser'));
});

test('that another one has by now is not given back by us', async () => {
  const lock = held(await lockDataFolder(folder, 'browser'));
  const owner = { pid: otherProcess(), shell: 'browser', openAddress: null };
  await write(owner);
  await lock.release();
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(owner);
});
