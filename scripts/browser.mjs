import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { inProject, say, secondsSince } from './project.mjs';
import { run, runNode } from './run.mjs';
import { SetUpError } from './setUp.mjs';

const installTimeLimitMs = 10 * 60 * 1000;

/**
 * A Chrome, Edge or Chromium of this computer for the browser tests: the one that CHROME_PATH names,
 * else the system's, else Playwright's own.
 * @returns {string | null} its path
 */
export function findBrowser() {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') return existsSync(named) ? named : null;
  return [...systemBrowsers(), playwrightBrowser()].find((path) => path !== null && existsSync(path)) ?? null;
}

/** @returns {(string | null)[]} */
function systemBrowsers() {
  const { env, platform } = process;
  if (platform === 'win32') {
    const roots = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (root) => root !== undefined,
    );
    return roots.flatMap((root) => [
      join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]);
  }
  if (platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  const names = [
    'google-chrome',
    'google-chrome-stable',
    'chromium',
    'chromium-browser',
    'microsoft-edge',
    'microsoft-edge-stable',
  ];
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function playwrightBrowser() {
  try {
    const require = createRequire(inProject('package.json'));
    return require('playwright-core').chromium.executablePath();
  } catch {
    return null;
  }
}

/** Debian's package where we are root there, else Playwright's download; or a sentence that says what to do. */
export async function installBrowserIfNeeded() {
  const named = process.env.CHROME_PATH;
  const found = findBrowser();
  if (found !== null) return found;
  if (named !== undefined && named !== '') {
    throw new SetUpError(
      `CHROME_PATH names ${named}, and there is no such file. Correct it, or leave it out.`,
    );
  }
  const startedAt = Date.now();
  if (isDebian() && process.getuid?.() === 0) {
    say(
      'Setting up: no Chrome, Edge or Chromium was found; installing Debian’s Chromium for the browser tests …',
    );
    const quietly = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], {
      output: 'quiet',
      environment: quietly,
      timeLimitMs: installTimeLimitMs,
    });
    const { code, output } = await run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
      { output: 'quiet', environment: quietly, timeLimitMs: installTimeLimitMs },
    );
    if (code !== 0) say(output.trim().split('\n').slice(-5).join('\n'));
  }
  if (findBrowser() === null) {
    say('Setting up: downloading Playwright’s Chromium for the browser tests …');
    await runNode('node_modules/@playwright/test/cli.js', ['install', 'chromium'], {
      output: 'stderr',
      timeLimitMs: installTimeLimitMs,
    });
  }
  const installed = findBrowser();
  if (installed === null) {
    throw new SetUpError(
      'The browser tests need Chrome, Edge or Chromium, and none could be installed here. Install one, or set CHROME_PATH to the path of one, and run the same command again.',
    );
  }
  say(`Setting up: the browser is installed (${secondsSince(startedAt)}).`);
  return installed;
}

function isDebian() {
  try {
    return /^(ID|ID_LIKE)=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
