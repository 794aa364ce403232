import { installBrowserIfNeeded } from './browser.mjs';
import { buildIfNeeded } from './build.mjs';
import { runNode } from './run.mjs';
import { runScript, setUp } from './setUp.mjs';

/** `npm run bench`: the benchmarks, a table of ratios at the end. */
await runScript(async () => {
  await setUp();
  await installBrowserIfNeeded();
  await buildIfNeeded();
  const { code } = await runNode('bench/run.ts', process.argv.slice(2));
  return code;
});
