import { describe, expect, test } from 'vitest';
import { chooseShell, readStartFlags } from '../../../scripts/chooseShell.mjs';

type Surroundings = Parameters<typeof chooseShell>[1];
type Runtime = Awaited<ReturnType<Surroundings['findElectron']>>;

const there: Runtime = { kind: 'there', path: '/electron' };
const missing: Runtime = { kind: 'missing', reason: 'it is not here' };

async function choose(args: string[], surroundings: Partial<Surroundings> & { runtime?: Runtime } = {}) {
  const flags = readStartFlags(args);
  if (flags.kind !== 'flags') throw new Error(flags.kind);
  const { runtime = there, ...rest } = surroundings;
  let looked = false;
  const shell = await chooseShell(flags, {
    platform: 'linux',
    environment: { DISPLAY: ':0' },
    root: false,
    findElectron: async () => {
      looked = true;
      return runtime;
    },
    ...rest,
  });
  return { ...shell, looked };
}

describe('the shell', () => {
  test('is Electron where it can run', async () => {
    expect(await choose([])).toMatchObject({ kind: 'electron', path: '/electron', looked: true });
    expect(await choose([], { platform: 'darwin', environment: {} })).toMatchObject({ kind: 'electron' });
    expect(await choose([], { platform: 'win32', environment: {} })).toMatchObject({ kind: 'electron' });
  });

  test('is the browser where Electron is missing, and the sentence says why', async () => {
    expect(await choose([], { runtime: missing })).toMatchObject({
      kind: 'browser',
      open: true,
      sentence: 'Registrar runs in your browser, because it is not here.',
    });
  });

  test('is the browser for root, for --browser and for --port, and nothing is looked for', async () => {
    expect(await choose([], { root: true })).toMatchObject({ kind: 'browser', open: true, looked: false });
    expect(await choose(['--browser'])).toMatchObject({ kind: 'browser', open: true, looked: false });
    expect(await choose(['--port', '0'])).toMatchObject({ kind: 'browser', open: true, looked: false });
  });

  test('is an address where there is no screen, or where nothing is to be opened', async () => {
    const none = { environment: {} };
    for (const args of [[], ['--browser'], ['--port', '1']]) {
      expect(await choose(args, none)).toMatchObject({ kind: 'browser', open: false, looked: false });
    }
    expect(await choose(['--no-open'])).toMatchObject({
      kind: 'browser',
      open: false,
      sentence: expect.stringContaining('because of --no-open'),
    });
  });

  test('is the browser that the environment names, even without a screen', async () => {
    expect(await choose([], { environment: { BROWSER: 'helper' } })).toMatchObject({
      kind: 'browser',
      open: true,
    });
  });
});

describe('the flags', () => {
  test('reach the shell that understands them', () => {
    expect(
      readStartFlags(['--port=5', '--data-dir', '/a', '--scale', 'large', '--no-open', '--browser']),
    ).toMatchObject({
      browser: true,
      open: false,
      forHost: ['--port', '5', '--data-dir', '/a', '--scale', 'large'],
      forElectron: ['--data-dir', '/a', '--scale', 'large'],
    });
  });
  test.each([
    ['--prot'],
    ['--port'],
    ['--port', 'x'],
    ['--port', '70000'],
    ['--data-dir'],
    ['--scale', 'huge'],
    ['--browser=1'],
    ['x'],
  ])('%s is refused with a sentence', (...args) => {
    expect(readStartFlags(args)).toMatchObject({ kind: 'wrong', sentence: expect.stringMatching(/\.$/) });
  });
});
