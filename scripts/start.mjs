import { buildIfNeeded } from './build.mjs';
import { chooseShell, readStartFlags, startUsage } from './chooseShell.mjs';
import { findElectron } from './electronRuntime.mjs';
import { say } from './project.mjs';
import { run, runNode } from './run.mjs';
import { runScript, setUp } from './setUp.mjs';

/** `npm start`: sets up, builds, and runs the app in the best shell that this computer has. */
await runScript(async () => {
  const flags = readStartFlags(process.argv.slice(2));
  if (flags.kind === 'help') {
    process.stdout.write(startUsage);
    return 0;
  }
  if (flags.kind === 'wrong') {
    say(`${flags.sentence}\n\n${startUsage}`);
    return 2;
  }
  await setUp();
  await buildIfNeeded();
  const shell = await chooseShell(flags, { findElectron });
  process.stdout.write(`${shell.sentence}\n`);
  const { code } =
    shell.kind === 'electron'
      ? await run(shell.path, ['.', ...flags.forElectron], { pump: true })
      : await runNode('out/main/host.js', [...flags.forHost, ...(shell.open ? [] : ['--no-open'])], {
          pump: true,
        });
  return code;
});
