import { resolve } from 'node:path';

export const startUsage = `npm start -- [flags]

  --browser        run in the browser, even where Electron could be used
  --no-open        open nothing: print the address
  --port N         port of the page in the browser; 0 takes a free one
  --data-dir DIR   keep Registrar's files here
  --scale SCALE    usual, or large: the sandbox as large organisations are; it keeps nothing then
`;

/**
 * @typedef {object} StartFlags
 * @property {'flags'} kind
 * @property {boolean} browser
 * @property {boolean} open
 * @property {string | null} port
 * @property {string[]} forHost
 * @property {string[]} forElectron
 */

/**
 * @param {readonly string[]} args
 * @returns {StartFlags | {kind: 'help'} | {kind: 'wrong', sentence: string}}
 */
export function readStartFlags(args) {
  /** @type {StartFlags} */
  const flags = { kind: 'flags', browser: false, open: true, port: null, forHost: [], forElectron: [] };
  const waiting = [...args];
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    const [name, inline] = splitAtEquals(argument);
    if (name === '--help' || name === '-h') return { kind: 'help' };
    if (name === '--browser' && inline === null) flags.browser = true;
    else if (name === '--no-open' && inline === null) flags.open = false;
    else if (name === '--port' || name === '--data-dir' || name === '--scale') {
      const value = inline ?? waiting.shift();
      if (value === undefined || value === '') return { kind: 'wrong', sentence: `${name} needs a value.` };
      if (name === '--port') {
        if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
          return {
            kind: 'wrong',
            sentence: `--port ${value} cannot be used: a port is a number from 0 to 65535.`,
          };
        }
        flags.port = value;
        flags.forHost.push('--port', value);
      } else if (name === '--scale') {
        if (value !== 'usual' && value !== 'large') {
          return {
            kind: 'wrong',
            sentence: `--scale ${value} cannot be used: it has to be usual or large.`,
          };
        }
        flags.forHost.push('--scale', value);
        flags.forElectron.push('--scale', value);
      } else {
        const folder = resolve(value);
        flags.forHost.push('--data-dir', folder);
        flags.forElectron.push('--data-dir', folder);
      }
    } else return { kind: 'wrong', sentence: `${argument} is not known here.` };
  }
  return flags;
}

/**
 * @typedef {object} Surroundings
 * @property {() => Promise<import('./electronRuntime.mjs').Runtime>} findElectron
 * @property {NodeJS.Platform} [platform]
 * @property {Record<string, string | undefined>} [environment]
 * @property {boolean} [root] whether we run as root
 */

/** @typedef {{kind: 'electron', path: string, sentence: string} | {kind: 'browser', open: boolean, sentence: string}} Shell */

/**
 * Electron where it can run, else the default browser, else nothing is opened; the sentence says which and why.
 * @param {StartFlags} flags
 * @param {Surroundings} surroundings
 * @returns {Promise<Shell>}
 */
export async function chooseShell(flags, surroundings) {
  const { findElectron, platform = process.platform, environment = process.env } = surroundings;
  const root = surroundings.root ?? process.getuid?.() === 0;
  const hasScreen = platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);

  if (!flags.open) return printing('Registrar opens nothing, because of --no-open: open the address below.');
  if (!hasScreen && !environment.BROWSER) {
    return printing('Registrar opens nothing, because this computer has no screen: open the address below.');
  }
  if (flags.browser) return inBrowser('Registrar runs in your browser, because of --browser.');
  if (flags.port !== null) {
    return inBrowser('Registrar runs in your browser, because --port is about the page in the browser.');
  }
  if (!hasScreen)
    return inBrowser('Registrar runs in your browser, because Electron needs a screen of this computer.');
  if (platform === 'linux' && root) {
    return inBrowser(
      'Registrar runs in your browser, because Electron protects itself in a way that root cannot use.',
    );
  }
  const electron = await findElectron();
  if (electron.kind === 'missing') {
    return inBrowser(`Registrar runs in your browser, because ${electron.reason}.`);
  }
  return { kind: 'electron', path: electron.path, sentence: 'Registrar runs as a desktop app, in Electron.' };
}

/** @param {string} sentence @returns {Shell} */
const printing = (sentence) => ({ kind: 'browser', open: false, sentence });
/** @param {string} sentence @returns {Shell} */
const inBrowser = (sentence) => ({ kind: 'browser', open: true, sentence });

/** @param {string} argument @returns {[string, string | null]} */
function splitAtEquals(argument) {
  const at = argument.indexOf('=');
  return at < 0 || !argument.startsWith('--')
    ? [argument, null]
    : [argument.slice(0, at), argument.slice(at + 1)];
}
