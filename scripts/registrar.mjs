import { runNode } from './run.mjs';
import { runScript, setUp } from './setUp.mjs';

/** `npm run -s registrar -- …`: the command line. Needs no build: the project's Node runs TypeScript itself. */
await runScript(async () => {
  await setUp();
  const { code } = await runNode('src/main/commandLine/entry.ts', process.argv.slice(2), { pump: true });
  return code;
});
