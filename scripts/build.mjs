import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cacheFolder, inProject, say, secondsSince } from './project.mjs';
import { runNode } from './run.mjs';
import { SetUpError } from './setUp.mjs';

const stampFile = inProject('out', 'stamp.json');
const lockFolder = join(cacheFolder, 'build.lock');
const sources = ['src', 'package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.json'];
const products = [
  'out/main/index.js',
  'out/main/host.js',
  'out/main/sandbox.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
];

/** Builds into out/ where a source has changed since the last build; otherwise takes some milliseconds. */
export async function buildIfNeeded() {
  if (isBuilt()) return;
  await withBuildLock(async () => {
    // Another script may have built while this one waited for the lock.
    if (isBuilt()) return;
    const startedAt = Date.now();
    const digest = digestSources();
    say('Building Registrar …');
    rmSync(stampFile, { force: true });
    const { code, output } = await runNode(
      'node_modules/electron-vite/bin/electron-vite.js',
      ['build', '--logLevel', 'warn'],
      { output: 'quiet', environment: { NODE_ENV: 'production' } },
    );
    if (code !== 0) {
      process.stderr.write(output);
      throw new SetUpError('Registrar could not be built; what the build said stands above.');
    }
    writeFileSync(stampFile, JSON.stringify({ digest }));
    say(`Building Registrar: done (${secondsSince(startedAt)}).`);
  });
}

function isBuilt() {
  try {
    if (JSON.parse(readFileSync(stampFile, 'utf8')).digest !== digestSources()) return false;
  } catch {
    return false;
  }
  return products.every((file) => existsSync(inProject(file)));
}

/** By content: a checkout changes times without changing a thing. */
function digestSources() {
  const hash = createHash('sha256');
  for (const source of sources) addToDigest(hash, source);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path below the project's folder, with slashes
 */
function addToDigest(hash, path) {
  const file = inProject(path);
  if (!existsSync(file)) return;
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) addToDigest(hash, `${path}/${name}`);
    return;
  }
  const content = readFileSync(file);
  hash.update(`${path}\0${content.byteLength}\0`);
  hash.update(content);
}

/** Two builds at once would delete each other's files. @param {() => Promise<void>} work */
async function withBuildLock(work) {
  mkdirSync(cacheFolder, { recursive: true });
  const owner = join(lockFolder, 'pid');
  let told = false;
  for (;;) {
    try {
      mkdirSync(lockFolder);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (isAbandoned(owner)) rmSync(lockFolder, { recursive: true, force: true });
    else if (!told) {
      told = true;
      say('Another command is building Registrar; waiting for it …');
    }
    await wait(100);
  }
  try {
    writeFileSync(owner, String(process.pid));
    await work();
  } finally {
    rmSync(lockFolder, { recursive: true, force: true });
  }
}

/** @param {string} owner file with the process's number */
function isAbandoned(owner) {
  try {
    process.kill(Number(readFileSync(owner, 'utf8')), 0);
    return false;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EPERM') return false;
    if (code === 'ESRCH') return true;
    // No number in it: just made by somebody, or left by one who died in between.
    try {
      return Date.now() - statSync(lockFolder).mtimeMs > 10_000;
    } catch {
      return true;
    }
  }
}
