import { test as base, expect, type Page } from '@playwright/test';
import { type ElectronStub, startElectronStub } from '../electronStub/startElectronStub.ts';
import { type AppOptions, type RunningApp, startApp } from './startApp.ts';

export { expect };

export interface Options {
  /** Which shell `registrar` is the page of; a project of the configuration sets it. */
  readonly shell: 'browser' | 'electronStub';
  readonly appOptions: AppOptions;
}

interface Fixtures {
  /** The loopback shell with its organisation, fresh for each test, with nothing in it but the first state. */
  readonly app: RunningApp;
  /** The built desktop app under the stand-in for Electron, with an organisation of its own. */
  readonly desktop: ElectronStub;
  /** The page of the shell, loaded, with the tree of the sandbox in it. */
  readonly registrar: Page;
}

/** Ready to be used: the tree of the organisation is there. */
export async function untilLoaded(page: Page): Promise<void> {
  await page.locator('[data-app-state="loaded"]').waitFor({ state: 'attached', timeout: 20_000 });
}

/**
 * Tests begin with `import { expect, test } from './support/app.ts'` and take `registrar`, and `app` where they disturb
 * the organisation. One that runs in both shells does without `app`.
 * A page that throws, or that its own policy has to stop, fails its test.
 */
export const test = base.extend<Options & Fixtures>({
  shell: ['browser', { option: true }],
  appOptions: [{}, { option: true }],
  app: async ({ shell, appOptions }, use) => {
    if (shell !== 'browser') return await use(notHere('app', shell));
    const app = await startApp(appOptions);
    await use(app);
    await app.close();
  },
  desktop: async ({ shell, launchOptions }, use, testInfo) => {
    if (shell !== 'electronStub') return await use(notHere('desktop', shell));
    const desktop = await startElectronStub({
      dataFolder: testInfo.outputPath('data'),
      executablePath: launchOptions.executablePath,
      args: launchOptions.args ?? [],
    });
    await use(desktop);
    await desktop.quit();
  },
  page: async ({ page }, use) => {
    await withoutFaults(page, () => use(page));
  },
  registrar: async ({ shell, app, desktop, page }, use) => {
    if (shell === 'electronStub') {
      return await withoutFaults(desktop.page, async () => {
        await untilLoaded(desktop.page);
        await use(desktop.page);
      });
    }
    await page.goto(app.openAddress);
    await untilLoaded(page);
    await use(page);
  },
});

/** What the shell of this run does not have says so when it is used, and not before. */
function notHere<Fixture extends object>(name: string, shell: string): Fixture {
  return new Proxy({} as Fixture, {
    get() {
      throw new Error(`A test in the shell ${shell} has no ${name}.`);
    },
  });
}

/** Collects what the page must never do while something runs. */
export async function withoutFaults(page: Page, run: () => Promise<void>): Promise<void> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedScript|TrustedHTML/.test(message.text())) faults.push(message.text());
  });
  await run();
  expect(faults, 'The page threw, or its policy had to stop it.').toEqual([]);
}
