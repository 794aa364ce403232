import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { projectFolder } from '../../scripts/project.mjs';
import type { Bridge, FromCore } from '../../src/shared/contract/wire.ts';
import { packApp, unpack } from '../support/packApp.ts';
import type { Seen } from './electronStub/control.ts';
import { type ElectronStub, startElectronStub } from './electronStub/startElectronStub.ts';
import { expect, test, untilLoaded } from './support/app.ts';

const seen = async (desktop: ElectronStub) => (await desktop.ask({ kind: 'seen' })) as Seen;

/** Gathers what the core sends to the page, beside the page itself. */
async function overhear(page: Page): Promise<() => Promise<FromCore[]>> {
  await page.evaluate(() => {
    const overheard: FromCore[] = [];
    Object.assign(window, { overheard });
    (Reflect.get(window, 'bridge') as Bridge).receive((message) => overheard.push(message));
  });
  return () => page.evaluate(() => Reflect.get(window, 'overheard') as FromCore[]);
}

test('the window is confined', async ({ desktop, registrar }) => {
  await test.step('it shows the page under its policy, in a sandbox', async () => {
    const { windows, sandboxed, schemes } = await seen(desktop);
    expect(sandboxed).toBe(true);
    expect(windows).toHaveLength(1);
    expect(windows[0]).toMatchObject({
      webPreferences: {
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
    });
    expect(schemes).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
    const response = await registrar.reload();
    expect(response?.headers()['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']{24}'; connect-src 'self'; /,
    );
    await untilLoaded(registrar);
  });

  await test.step('nothing is permitted but to write to the clipboard', async () => {
    const ask = (permission: string, address: string) =>
      desktop.ask({ kind: 'permission', permission, address });
    expect(await ask('clipboard-sanitized-write', 'app://registrar/')).toBe(true);
    expect(await ask('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
    for (const permission of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'fileSystem']) {
      expect(await ask(permission, 'app://registrar/')).toBe(false);
    }
  });

  await test.step('a link leaves the page where it is, and opens in the browser where we link to it', async () => {
    const before = registrar.url();
    await registrar.evaluate(() => {
      for (const [href, target] of [
        ['https://learn.microsoft.com/a', '_blank'],
        ['https://evil.example/a', '_blank'],
        ['https://evil.example/b', ''],
      ] as const) {
        const link = document.createElement('a');
        link.href = href;
        link.target = target;
        document.body.append(link);
        link.click();
      }
    });
    await expect.poll(async () => (await seen(desktop)).opened).toEqual(['https://learn.microsoft.com/a']);
    expect(await desktop.ask({ kind: 'openWindow', address: 'app://registrar/' })).toBe('deny');
    expect(await desktop.ask({ kind: 'navigate', address: 'file:///etc/passwd' })).toBe(false);
    expect(await desktop.ask({ kind: 'navigate', address: 'app://registrar/index.html' })).toBe(true);
    expect(registrar.url()).toBe(before);
    expect((await seen(desktop)).opened).toEqual(['https://learn.microsoft.com/a']);
  });

  await test.step('a message from a page that is not ours is not answered', async () => {
    const heard = await overhear(registrar);
    const message = { kind: 'call', name: 'application.describe', input: {} } as const;
    await desktop.ask({ kind: 'foreignMessage', message: { ...message, id: 424_242 } });
    // Ours is sent afterwards: when it is answered, the foreign one would have been.
    await registrar.evaluate((ours) => (Reflect.get(window, 'bridge') as Bridge).send(ours), {
      ...message,
      id: 424_243,
    });
    const answered = async () =>
      (await heard()).flatMap((one) => (one.kind === 'done' && one.id > 424_000 ? [one.id] : []));
    await expect.poll(answered).toEqual([424_243]);
  });
});

test('the menu reaches the page, a second start the window, and the end is clean', async ({
  desktop,
  registrar,
}) => {
  const heard = await overhear(registrar);
  expect(await desktop.ask({ kind: 'click', path: ['View', 'Refresh'] })).toBe(true);
  await expect
    .poll(heard)
    .toContainEqual({ kind: 'event', name: 'menu.command', value: { command: 'refresh' } });

  const { focused } = await seen(desktop);
  await desktop.ask({ kind: 'secondInstance' });
  expect((await seen(desktop)).focused).toBe(focused + 1);

  expect(await desktop.quit()).toBe(0);
});

test('what is packed runs alone, far from any node_modules', async ({ launchOptions }, testInfo) => {
  const scratch = await mkdtemp(join(tmpdir(), 'registrar-packed-'));
  try {
    const appFolder = join(scratch, 'app');
    unpack(await packApp(projectFolder, scratch), appFolder);
    const desktop = await startElectronStub({
      appFolder,
      dataFolder: testInfo.outputPath('data'),
      executablePath: launchOptions.executablePath,
      args: launchOptions.args ?? [],
      storage: 'basic_text',
    });
    await untilLoaded(desktop.page);
    // A store whose key everybody knows is none.
    await expect(desktop.page.getByText(/Secrets are kept in memory/)).toBeVisible();
    expect(await desktop.quit()).toBe(0);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});
