import { type Browser, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../scripts/browser.mjs';
import { inProject } from '../scripts/project.mjs';
import { startHost } from '../src/main/host/host.ts';
import { longestTaskOf } from './longestTask.ts';
import { type BenchRow, median } from './measure.ts';
import { startCore } from './startCore.ts';

const rounds = 3;
/** Milliseconds after which a page is felt to stop. */
const threeFrames = 50;

/** Milliseconds by what was done. */
type Tasks = Map<string, number>;

/** The real page on the large sandbox: the longest task of every order, filter and search. */
export async function benchViews(): Promise<BenchRow[]> {
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  const bench = await startCore(0, 'large');
  const { core, log } = bench;
  const host = await startHost({ core, log, rendererFolder: inProject('out', 'renderer'), port: 0 });
  try {
    const all: Tasks[] = [];
    for (let round = 0; round < rounds; round += 1) {
      all.push(await measureOnce(browser, host.makeOneTimeAddress()));
    }
    return [...(all[0]?.keys() ?? [])].map((what) => {
      const ours = median(all.map((tasks) => tasks.get(what) ?? Number.NaN));
      return {
        what: `large organisation, longest task: ${what}`,
        against: 'what keeps three frames from being drawn',
        unit: 'ms',
        ours,
        floor: threeFrames,
        ratio: ours / threeFrames,
        goal: 'below 1',
      };
    });
  } finally {
    await host.close();
    await bench.close();
    await browser.close();
  }
}

async function measureOnce(browser: Browser, address: string): Promise<Tasks> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.getByRole('treeitem').first().waitFor();
    // What the last load left is refreshed behind; the benchmark is about what comes after.
    await page.getByText(/^Loaded in/).waitFor();
    return await measureActions(browser, page);
  } finally {
    await context.close();
  }
}

async function measureActions(browser: Browser, page: Page): Promise<Tasks> {
  const tasks: Tasks = new Map();
  const measure = async (what: string, action: () => Promise<void>) => {
    tasks.set(what, await longestTaskOf(browser, page, action));
  };
  for (const [name, key] of [
    ['table', 'Alt+Shift+E'],
    ['message', 'Alt+Shift+M'],
    ['package', 'Alt+Shift+P'],
    ['solution', 'Alt+Shift+S'],
    ['assembly', 'Alt+Shift+A'],
  ] as const) {
    await measure(`order by ${name}`, async () => {
      await page.keyboard.press(key);
      await page.getByRole('treeitem').first().waitFor();
    });
    await page.getByRole('treeitem').first().click();
    await measure(`by ${name}: unfold all of the first level`, () => page.keyboard.press('*'));
    await measure(`by ${name}: select everything`, async () => {
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+a');
    });
    await page.keyboard.press('Escape');
  }

  const search = page.getByRole('searchbox');
  await search.focus();
  for (const [at, letter] of [...'account'].entries()) {
    await measure(`search, letter ${at + 1} of “account”`, () => page.keyboard.press(letter));
  }
  await measure('search, cleared', () => search.fill(''));

  const filters = page.getByRole('dialog', { name: 'Filter the tree' });
  await measure('filter, opened', async () => {
    await page.keyboard.press('Alt+f');
    await filters.getByRole('combobox', { name: 'Solution' }).waitFor();
  });
  for (const name of ['Managed', 'Unmanaged', 'Disabled', 'Enabled']) {
    await measure(`filter, ${name.toLowerCase()}`, () =>
      filters.getByRole('radio', { name, exact: true }).check(),
    );
  }
  await measure('filter, hidden too', () => filters.getByRole('checkbox', { name: /hidden/ }).check());
  await measure('filter, one solution', async () => {
    await filters.getByRole('combobox', { name: 'Solution' }).selectOption({ index: 1 });
  });
  await measure('filter, cleared', () => filters.getByRole('button', { name: 'Clear filters' }).click());
  const field = filters.getByRole('textbox', { name: 'Name' });
  await field.focus();
  await measure('filter, a letter of the name', () => page.keyboard.press('p'));
  return tasks;
}
