import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';
import type { Options } from './test/e2e/support/app.ts';

const executablePath = findBrowser() ?? undefined;
const root = process.getuid?.() === 0;

/** The real page in a real Chrome, Edge or Chromium, over the real core and real sockets. */
export default defineConfig<Options>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // On a machine that others use too, a time-out may be the machine's; a test that then passes is listed as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  projects: [
    { name: 'browser', testIgnore: 'desktop.spec.ts' },
    // The desktop app's bundles under a stand-in for Electron: the loop, and what only this shell has.
    { name: 'desktop', testMatch: ['loop.spec.ts', 'desktop.spec.ts'], use: { shell: 'electronStub' } },
  ],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    actionTimeout: 20_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    // A download and the clipboard are what a user would use, too.
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      executablePath,
      args: [
        // Chromium's own sandbox cannot be used by root, which is who runs in most containers.
        ...(root ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-default-apps',
        '--disable-sync',
        '--no-first-run',
        '--no-default-browser-check',
        '--no-proxy-server',
      ],
    },
  },
});
