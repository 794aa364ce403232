import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { inProject, projectFolder, projectNode } from './project.mjs';

/**
 * @typedef {object} RunOptions
 * @property {Record<string, string>} [environment] added to ours
 * @property {'inherit' | 'stderr' | 'quiet'} [output] `stderr` keeps stdout clean; `quiet` gives it to the caller
 * @property {number} [timeLimitMs]
 * @property {boolean} [pump] lets the child know by its channel when we are gone
 */

/**
 * Runs a program to its end. Ctrl+C and SIGTERM reach the child too, and its end is awaited:
 * nothing of it stays behind.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{code: number, output: string}>} the code is 128 and more where a signal ended it
 */
export function run(program, args, options = {}) {
  const { environment = {}, output = 'inherit', timeLimitMs, pump = false } = options;
  return new Promise((resolve, reject) => {
    const out = {
      inherit: /** @type {const} */ ('inherit'),
      stderr: 2,
      quiet: /** @type {const} */ ('pipe'),
    }[output];
    const err = output === 'quiet' ? 'pipe' : 2;
    const child = spawn(program, args, {
      cwd: projectFolder,
      env: { ...process.env, ...environment, PATH: pathWithOurs() },
      stdio: pump ? [0, out, err, 'ipc'] : [output === 'quiet' ? 'ignore' : 0, out, err],
      windowsHide: true,
    });
    let text = '';
    /** @param {Buffer} chunk */
    const collect = (chunk) => {
      text += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);

    const limit =
      timeLimitMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    process.on('SIGHUP', forward);
    const stopWatching = watchForOrphaning(forward);
    const settle = () => {
      stopWatching();
      clearTimeout(limit);
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      process.off('SIGHUP', forward);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code, signal) => {
      settle();
      resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 143), output: text });
    });
  });
}

/**
 * Runs a JavaScript or TypeScript file with the project's own Node.
 * @param {string} file below the project's folder
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNode(file, args, options) {
  return run(projectNode() ?? process.execPath, [inProject(file), ...args], options);
}

/**
 * A signal that is sent to npm alone ends npm and the shell between, and never reaches us: then nobody would
 * stop the child. The number of our parent changes when it is gone.
 * @param {() => void} orphaned
 */
function watchForOrphaning(orphaned) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return () => {};
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) orphaned();
  }, 100);
  return () => clearInterval(watch);
}

function pathWithOurs() {
  return [inProject('node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
}
