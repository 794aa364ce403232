import { runNode } from './run.mjs';
import { runScript, setUp } from './setUp.mjs';

/** `npm run fuzz -- [minutes] [seed]`: the long run of what `npm test` does a slice of. */
await runScript(async () => {
  await setUp();
  const { code } = await runNode('test/fuzz/run.ts', process.argv.slice(2));
  return code;
});
