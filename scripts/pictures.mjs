import { installBrowserIfNeeded } from './browser.mjs';
import { buildIfNeeded } from './build.mjs';
import { runNode } from './run.mjs';
import { runScript, setUp } from './setUp.mjs';

/** `npm run pictures`: takes the pictures of the pages under docs anew, of the real program. */
await runScript(async () => {
  await setUp();
  await installBrowserIfNeeded();
  await buildIfNeeded();
  const { code } = await runNode('node_modules/@playwright/test/cli.js', [
    'test',
    '--config=test/pictures/playwright.config.ts',
    ...process.argv.slice(2),
  ]);
  return code;
});
