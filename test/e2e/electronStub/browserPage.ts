import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page, type Route } from 'playwright-core';
import { pageReceive, pageSend, preloadScript } from './preloadScript.ts';

/** Chromium takes no foreign schemes: app:// is shown to it under a name that counts as a secure place. */
const shownOrigin = 'http://registrar.localhost';
const appOrigin = 'app://registrar';

export const toShown = (address: string): string => address.replace(appOrigin, shownOrigin);
export const toApp = (address: string): string => address.replace(shownOrigin, appOrigin);

export interface BrowserPageListener {
  /** A request for a file of the page. */
  request(request: Request): Promise<Response>;
  message(channel: string, message: unknown): void;
  navigated(): void;
  /** The page wants to go elsewhere; it is not let, whatever is said. */
  wantsToLeave(address: string): void;
  wantsToOpen(address: string): void;
  download(address: string, fileName: string, save: (path: string) => Promise<void>): void;
  closed(): void;
}

export interface BrowserPage {
  readonly page: Page;
  /** Where a second client, the test, finds the same page. */
  readonly cdpAddress: string;
  send(channel: string, message: unknown): void;
  close(): Promise<void>;
}

/** One Chromium with one page, playing the inside of a BrowserWindow. */
export async function openBrowserPage(
  profile: string,
  preloadFile: string,
  listener: BrowserPageListener,
): Promise<BrowserPage> {
  const { executablePath, args } = JSON.parse(process.env.ELECTRON_STUB_BROWSER ?? '{}') as {
    executablePath?: string;
    args?: string[];
  };
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...(args ?? []), '--remote-debugging-port=0'],
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await context.addInitScript({ content: preloadScript(await readFile(preloadFile, 'utf8')) });
  await context.exposeBinding(pageSend, (source, channel: string, message: unknown) => {
    if (source.page === page && source.frame === page.mainFrame()) listener.message(channel, message);
  });
  await context.route('**/*', (route) => answer(route, page, listener));
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) listener.navigated();
  });
  page.on('download', (download) => {
    listener.download(toApp(download.url()), download.suggestedFilename(), (path) => download.saveAs(path));
  });
  page.on('close', () => listener.closed());

  // One after the other: messages must not overtake each other.
  let last: Promise<unknown> = Promise.resolve();
  return {
    page,
    cdpAddress: await readCdpAddress(profile),
    send(channel, message) {
      const deliver = () =>
        page.evaluate(
          ([name, to, what]) => (Reflect.get(window, name) as (...values: unknown[]) => void)(to, what),
          [pageReceive, channel, message] as const,
        );
      // A page that is just being closed or loaded anew takes nothing; Electron drops it as well.
      last = last.then(deliver).catch(() => undefined);
    },
    close: () => closeContext(context),
  };
}

async function closeContext(context: BrowserContext): Promise<void> {
  await context.close().catch(() => undefined);
}

async function answer(route: Route, ours: Page, listener: BrowserPageListener): Promise<void> {
  const request = route.request();
  const address = request.url();
  try {
    const from = request.isNavigationRequest() ? request.frame().page() : ours;
    if (from !== ours) {
      listener.wantsToOpen(toApp(address));
      await route.abort();
      await from.close();
    } else if (address.startsWith(`${shownOrigin}/`)) {
      const response = await listener.request(new Request(toApp(address), { method: request.method() }));
      await route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    } else {
      if (!request.isNavigationRequest()) return await route.abort();
      listener.wantsToLeave(address);
      // An answer without content leaves the page where it is, which a failed one would not.
      await route.fulfill({ status: 204 });
    }
  } catch {
    await route.abort().catch(() => undefined);
  }
}

/** Chromium writes the port that it took into its profile. */
async function readCdpAddress(profile: string): Promise<string> {
  for (;;) {
    const text = await readFile(join(profile, 'DevToolsActivePort'), 'utf8').catch(() => '');
    const port = text.split('\n')[0] ?? '';
    if (port !== '') return `http://127.0.0.1:${port}`;
    await wait(20);
  }
}
