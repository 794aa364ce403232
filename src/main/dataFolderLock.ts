import { once } from 'node:events';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

const LockFile = z.object({
  pid: z.number().int().positive(),
  shell: z.enum(['electron', 'browser', 'commandLine']),
  /** Address that opens the running page, once it is known; only the owner of the folder can read it. */
  openAddress: z.string().nullable(),
});
export type LockOwner = z.infer<typeof LockFile>;

export interface DataFolderLock {
  /** Tells later starts how to open the running one. */
  publish(openAddress: string): Promise<void>;
  release(): Promise<void>;
}

export type LockAttempt =
  | { readonly kind: 'taken'; readonly lock: DataFolderLock }
  | { readonly kind: 'inUse'; readonly owner: LockOwner };

const lockFileName = 'running.json';
/** A program that has just started needs this long, at most, until it knows its address. */
const publishPatienceMs = 5000;

/**
 * One running Registrar per data folder: two would overwrite each other's files.
 * The lock is a file with the process's number; one left behind by a crash is recognised and removed.
 */
export async function lockDataFolder(folder: string, shell: LockOwner['shell']): Promise<LockAttempt> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, lockFileName);
  const mine = join(folder, `${lockFileName}.${process.pid}`);
  const own: LockOwner = { pid: process.pid, shell, openAddress: null };

  for (let attempt = 0; attempt < 10; attempt++) {
    await writeFile(mine, JSON.stringify(own), { mode: 0o600 });
    try {
      // A link is made whole or not at all, and never over another one.
      await link(mine, file);
      return { kind: 'taken', lock: heldLock(file, mine, own) };
    } catch (error) {
      if (!isExisting(error)) throw error;
    } finally {
      await rm(mine, { force: true });
    }
    const owner = await readOwner(file);
    if (owner !== null && owner.pid !== process.pid && isAlive(owner.pid)) {
      const known = await waitForAddress(file, owner);
      if (known.openAddress === null || (await answers(known.openAddress)))
        return { kind: 'inUse', owner: known };
      // The number belongs to another program by now, which containers make likely: nobody is at that address.
    }
    await rm(file, { force: true });
  }
  throw new Error(`The lock file ${file} can neither be taken nor be removed.`);
}

function heldLock(file: string, mine: string, own: LockOwner): DataFolderLock {
  return {
    async publish(openAddress) {
      await writeFile(mine, JSON.stringify({ ...own, openAddress }), { mode: 0o600 });
      await rename(mine, file);
    },
    async release() {
      const owner = await readOwner(file);
      if (owner?.pid === process.pid) await rm(file, { force: true });
    },
  };
}

async function waitForAddress(file: string, owner: LockOwner): Promise<LockOwner> {
  const until = Date.now() + publishPatienceMs;
  let known = owner;
  while (known.shell === 'browser' && known.openAddress === null && Date.now() < until) {
    await wait(50);
    const next = await readOwner(file);
    if (next === null || next.pid !== owner.pid) break;
    known = next;
  }
  return known;
}

/** False only where surely nobody listens: a program that is busy must not lose its folder. */
async function answers(openAddress: string): Promise<boolean> {
  const { hostname, port } = new URL(openAddress);
  const socket = connect({ host: hostname, port: Number(port) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(2000) });
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED');
  } finally {
    socket.destroy();
  }
}

async function readOwner(file: string): Promise<LockOwner | null> {
  try {
    return LockFile.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
