import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../scripts/browser.mjs';
import { inProject } from '../scripts/project.mjs';
import type { Core } from '../src/main/core.ts';
import { startHost } from '../src/main/host/host.ts';
import type { Registrations } from '../src/shared/domain/registration.ts';
import { largeRegistrations } from './largeRegistrations.ts';
import { type BenchRow, median } from './measure.ts';
import { startCore } from './startCore.ts';

const large = 50_000;
const small = 500;
const rounds = 5;

/** Medians in milliseconds. */
interface TreeTimes {
  /** From the key that unfolds all assemblies to the next frame. */
  readonly mount: number;
  /** From a letter in the search field to the next frame after the tree changed. */
  readonly keystroke: number;
  /** The longest frame while the unfolded tree scrolls through; the median of the rounds. */
  readonly frame: number;
}

/** The real page in a real browser with 50,000 nodes, against the same page with 500. */
export async function benchTree(): Promise<BenchRow[]> {
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  const bench = await startCore(0);
  try {
    const floor = await measureTree(
      browser,
      withRegistrations(bench.core, largeRegistrations(small)),
      bench.log,
    );
    const ours = await measureTree(
      browser,
      withRegistrations(bench.core, largeRegistrations(large)),
      bench.log,
    );
    const row = (what: string, key: keyof TreeTimes, goal: string): BenchRow => ({
      what: `tree of ${large} nodes: ${what}`,
      against: `a tree of ${small}`,
      unit: 'ms',
      ours: ours[key],
      floor: floor[key],
      ratio: ours[key] / floor[key],
      goal,
    });
    return [
      row('unfold all assemblies', 'mount', 'under 100 ms'),
      row('a letter of the search', 'keystroke', 'under 100 ms'),
      row('longest frame while scrolling', 'frame', 'under 50 ms'),
    ];
  } finally {
    await bench.close();
    await browser.close();
  }
}

/** The core, but for what the organisation holds. */
function withRegistrations(core: Core, registrations: Registrations): Core {
  const call: Core['call'] = (name, input, options) => {
    if (name === 'registrations.cached' || name === 'registrations.load') {
      // The compiler can't follow that both of these calls answer with registrations.
      return Promise.resolve({ registrations }) as unknown as ReturnType<typeof core.call<typeof name>>;
    }
    return core.call(name, input, options);
  };
  return { ...core, call, subscribe: core.subscribe.bind(core), close: core.close.bind(core) };
}

async function measureTree(
  browser: Browser,
  core: Core,
  log: Parameters<typeof startHost>[0]['log'],
): Promise<TreeTimes> {
  const host = await startHost({ core, log, rendererFolder: inProject('out', 'renderer'), port: 0 });
  try {
    const all: TreeTimes[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const times = await measureOnce(browser, host.makeOneTimeAddress());
      if (round > 0) all.push(times);
    }
    return {
      mount: median(all.map(({ mount }) => mount)),
      keystroke: median(all.map(({ keystroke }) => keystroke)),
      frame: median(all.map(({ frame }) => frame)),
    };
  } finally {
    await host.close();
  }
}

async function measureOnce(browser: Browser, address: string): Promise<TreeTimes> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('[data-app-state="loaded"]').waitFor();
    await page.getByRole('treeitem').first().click();
    const mount = await timeKey(page, '*');
    const frame = await longestFrame(page);
    await page.getByRole('searchbox').focus();
    const keystrokes: number[] = [];
    for (const letter of 'order') keystrokes.push(await timeKey(page, letter));
    return { mount, frame, keystroke: median(keystrokes) };
  } finally {
    await context.close();
  }
}

/** From the key's event to the frame after which the page has nothing left to do. */
async function timeKey(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    const state = window as unknown as { keyToFrame?: Promise<number> };
    state.keyToFrame = new Promise((resolve) => {
      window.addEventListener(
        'keydown',
        () => {
          const start = performance.now();
          const settled = () =>
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start), 0));
          requestAnimationFrame(() => setTimeout(settled, 0));
        },
        { capture: true, once: true },
      );
    });
  });
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as { keyToFrame: Promise<number> }).keyToFrame);
}

async function longestFrame(page: Page): Promise<number> {
  return page.getByRole('tree').evaluate(async (tree) => {
    const scroller =
      [tree, ...tree.querySelectorAll('*')].find((one) => one.scrollHeight > one.clientHeight + 50) ?? tree;
    let last = performance.now();
    let longest = 0;
    for (let step = 0; step < 120; step += 1) {
      scroller.scrollTop += 400;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      if (step > 2) longest = Math.max(longest, now - last);
      last = now;
    }
    scroller.scrollTop = 0;
    return longest;
  });
}
