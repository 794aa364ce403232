import type { Browser, Page } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly tid: number;
  readonly pid: number;
  /** Microseconds on the processor; what other programs take away is not in it. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Without a change of the page for so long, it has nothing left to do. */
const quiet = 250;

/**
 * The longest time, in milliseconds, for which something keeps the page from drawing, until it is at rest again:
 * the longest task of its main thread, by the time on the processor, so that other programs do not count.
 */
export async function longestTaskOf(
  browser: Browser,
  page: Page,
  action: () => Promise<void>,
): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await action();
  await page.evaluate(
    (milliseconds) =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(resolve, milliseconds);
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(resolve, milliseconds);
        }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      }),
    quiet,
  );
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8'));
  const events: readonly TraceEvent[] = trace.traceEvents;
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ name, pid, tid }) => name.endsWith('RunTask') && mains.has(`${pid} ${tid}`));
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1000));
}
