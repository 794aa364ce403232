import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { projectFolder, projectNode } from '../../../scripts/project.mjs';
import type { FromStub, ToStub } from './control.ts';

export interface ElectronStub {
  readonly page: Page;
  /** Has the user or the system do something, and says what came of it. */
  ask(order: ToStub): Promise<unknown>;
  /** As the user quits; resolves to the exit code. */
  quit(): Promise<number | null>;
}

export interface ElectronStubOptions {
  readonly dataFolder: string;
  readonly executablePath: string | undefined;
  readonly args: readonly string[];
  /** What the system's store of keys is; `basic_text` is none. */
  readonly storage?: 'gnome_libsecret' | 'basic_text';
  /** Where the app lies, as Electron finds it by its package.json; the project itself unless said. */
  readonly appFolder?: string;
}

const register = new URL('./register.ts', import.meta.url).href;
/** The same in every start of a test run, as a system's store would have it. */
const storageKey = '5f'.repeat(32);

/** Starts the built desktop app under the stub, in a process of its own, and joins the page that it shows. */
export async function startElectronStub(options: ElectronStubOptions): Promise<ElectronStub> {
  const appFolder = options.appFolder ?? projectFolder;
  const { main } = JSON.parse(await readFile(join(appFolder, 'package.json'), 'utf8')) as { main: string };
  const child = spawn(
    projectNode() ?? process.execPath,
    ['--import', register, join(appFolder, main), '--data-dir', options.dataFolder],
    {
      cwd: appFolder,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        // Playwright's own settings are for this process.
        NODE_OPTIONS: '',
        ELECTRON_STUB_BROWSER: JSON.stringify({ executablePath: options.executablePath, args: options.args }),
        ELECTRON_STUB_STORAGE: options.storage ?? 'gnome_libsecret',
        ELECTRON_STUB_KEY: storageKey,
      },
    },
  );
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exited = once(child, 'exit') as Promise<[number | null]>;

  const waiting = new Map<number, (value: unknown) => void>();
  let lastId = 0;
  const shown = new Promise<{ cdpAddress: string; pageAddress: string }>((resolve) => {
    child.on('message', (message: FromStub) => {
      if (message.kind === 'page') resolve(message);
      else waiting.get(message.id)?.(message.value);
    });
  });
  const { cdpAddress, pageAddress } = await Promise.race([
    shown,
    exited.then(([code]) =>
      Promise.reject(new Error(`The app ended with ${code} before it showed a page.\n${output}`)),
    ),
  ]);
  const browser = await chromium.connectOverCDP(cdpAddress);
  const page = await findPage(browser, pageAddress);

  return {
    page,
    ask: (order) =>
      new Promise((resolve) => {
        const id = ++lastId;
        waiting.set(id, resolve);
        child.send({ id, order });
      }),
    async quit() {
      child.kill('SIGTERM');
      const [code] = await exited;
      await browser.close().catch(() => undefined);
      return code;
    },
  };
}

async function findPage(browser: Browser, address: string): Promise<Page> {
  const { origin } = new URL(address);
  for (const context of browser.contexts()) {
    const page = context.pages().find((candidate) => candidate.url().startsWith(`${origin}/`));
    if (page !== undefined) return page;
  }
  throw new Error(`No page of ${origin} was found.`);
}
