import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, inProject, say, secondsSince } from './project.mjs';
import { runNode } from './run.mjs';

const memoryFile = join(cacheFolder, 'electron-download.json');
const dayMs = 24 * 60 * 60 * 1000;
const reachTimeLimitMs = 5000;
const downloadTimeLimitMs = 10 * 60 * 1000;

/** @typedef {{kind: 'there', path: string} | {kind: 'missing', reason: string}} Runtime the reason completes "because …" */

/**
 * Electron's npm package carries no runtime: it is downloaded from GitHub when it is first needed.
 * Where that fails it is not tried again for a day, so that later starts stay quick.
 * @returns {Promise<Runtime>}
 */
export async function findElectron() {
  const there = installedPath();
  if (there !== null) return { kind: 'there', path: there };
  const version = JSON.parse(
    readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8'),
  ).version;
  const remembered = recall(version);
  if (remembered !== null) return { kind: 'missing', reason: `${remembered}; it is tried again after a day` };

  const unreachable = await tryToReach(version);
  if (unreachable !== null) return remember(version, unreachable);

  const startedAt = Date.now();
  say(`Downloading Electron ${version}, once, about 120 MB …`);
  const { code, output } = await runNode('node_modules/electron/install.js', [], {
    output: 'quiet',
    timeLimitMs: downloadTimeLimitMs,
  });
  const path = installedPath();
  if (code === 0 && path !== null) {
    say(`Electron ${version} is here (${secondsSince(startedAt)}).`);
    return { kind: 'there', path };
  }
  const lastLine = output.trim().split('\n').at(-1) ?? '';
  return remember(
    version,
    `Electron's runtime could not be downloaded (${lastLine || `ended with ${code}`})`,
  );
}

export function installedPath() {
  try {
    const folder = inProject('node_modules', 'electron');
    const name = readFileSync(join(folder, 'path.txt'), 'utf8');
    const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name);
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** @param {string} version @returns {Promise<string | null>} why not, or null */
async function tryToReach(version) {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  const address =
    mirror ?? `https://github.com/electron/electron/releases/download/v${version}/SHASUMS256.txt`;
  const { host } = new URL(address);
  try {
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(reachTimeLimitMs) });
    return response.status < 500
      ? null
      : `Electron's runtime is not here and ${host} answers ${response.status}`;
  } catch {
    return `Electron's runtime is not here and ${host} cannot be reached to download it`;
  }
}

/** @param {string} version @param {string} reason @returns {Runtime} */
function remember(version, reason) {
  try {
    mkdirSync(cacheFolder, { recursive: true });
    writeFileSync(memoryFile, JSON.stringify({ version, reason, failedAt: Date.now() }));
  } catch {
    // Then the next start tries again, which costs seconds and no more.
  }
  return { kind: 'missing', reason };
}

/** @param {string} version @returns {string | null} */
function recall(version) {
  try {
    const memory = JSON.parse(readFileSync(memoryFile, 'utf8'));
    const age = Date.now() - memory.failedAt;
    return memory.version === version && age >= 0 && age < dayMs ? String(memory.reason) : null;
  } catch {
    return null;
  }
}
