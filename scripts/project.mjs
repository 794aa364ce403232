import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project, and the places in it that the scripts share. */
export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {...string} parts */
export const inProject = (...parts) => join(projectFolder, ...parts);

/** What the scripts remember between runs; may be deleted at any time. */
export const cacheFolder = inProject('.cache');

/** The Node that the project is developed and tested on, which is the one inside Electron: brought by npm. */
export function projectNode() {
  const brought = inProject(
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  return existsSync(brought) ? brought : null;
}

/** Set-up chatter goes to stderr: stdout belongs to the command that was asked for. @param {string} sentence */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/** @param {number} startedAt milliseconds */
export function secondsSince(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}
