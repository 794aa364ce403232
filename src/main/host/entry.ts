import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFlags } from '../commandLine/readFlags.ts';
import { defaultDataFolder } from '../dataFolder.ts';
import { lockDataFolder } from '../dataFolderLock.ts';
import { honourSystemNetwork } from '../honourSystemNetwork.ts';
import { createFileLog } from '../log/fileLog.ts';
import { createMemorySecretBox } from '../memorySecretBox.ts';
import { startProgram } from '../program.ts';
import type { SandboxScale } from '../sandboxScale.ts';
import { startProblem } from '../startProblem.ts';
import { stopOnSignals } from '../stopOnSignals.ts';
import { startHost } from './host.ts';
import { listenOnPreferredPort } from './listenOnPreferredPort.ts';
import { openInBrowser } from './openInBrowser.ts';
import { openRunning } from './openRunning.ts';
import { openSignInPage } from './openSignInPage.ts';

/** Paths differ between the bundle in out/main and this source, which Node runs just as well. */
const bundled = !import.meta.url.endsWith('.ts');
const workerFile = new URL(bundled ? './sandbox.js' : '../../sandbox/worker.ts', import.meta.url);
const rendererFolder = fileURLToPath(
  new URL(bundled ? '../renderer' : '../../../out/renderer', import.meta.url),
);

const reading = readFlags(process.argv.slice(2), {
  port: 'port',
  'data-dir': 'folder',
  'no-open': 'switch',
  browser: 'switch',
  scale: 'scale',
});
if (reading.kind === 'wrong') {
  process.stderr.write(`${reading.sentence}\n`);
  process.exitCode = 2;
} else {
  const { values } = reading;
  const dataFolder = values['data-dir'] ?? defaultDataFolder();
  try {
    process.exitCode = await serve(
      dataFolder,
      values.port ?? null,
      values['no-open'] !== true,
      values.scale ?? 'usual',
    );
  } catch (error) {
    process.stderr.write(`${startProblem(error, dataFolder)}\n`);
    process.exitCode = 1;
  }
  // All is closed and written; a timer that somebody forgot must not keep the user waiting.
  setTimeout(() => process.exit(), 500).unref();
}

/** Runs until it is told to stop; returns the exit code. */
async function serve(
  dataFolder: string,
  port: number | null,
  open: boolean,
  sandboxScale: SandboxScale,
): Promise<number> {
  const attempt = await lockDataFolder(dataFolder, 'browser');
  if (attempt.kind === 'inUse') {
    process.stdout.write(`${await openRunning(attempt.owner, dataFolder, open)}\n`);
    return attempt.owner.openAddress === null ? 1 : 0;
  }
  const { lock } = attempt;
  const stopped = stopOnSignals();
  try {
    const log = createFileLog({ folder: join(dataFolder, 'logs'), clock: { now: () => Date.now() } });
    const { problem } = honourSystemNetwork();
    if (problem !== null) process.stderr.write(`${problem}\n`);
    const program = await startProgram({
      log,
      dataFolder,
      shell: 'browser',
      workerFile,
      sandboxScale,
      openBrowser: openSignInPage,
      secretBox: createMemorySecretBox(
        'Secrets are kept in memory until Registrar stops, because a browser offers it no encrypted store.',
      ),
    });
    try {
      const host = await listenOnPreferredPort(port, (candidate) =>
        startHost({ core: program.core, log, rendererFolder, port: candidate }),
      );
      await lock.publish(host.openAddress);
      process.stdout.write(`Registrar is at ${host.openAddress}\n`);
      if (open && !(await openInBrowser(host.makeOneTimeAddress()))) {
        process.stdout.write('Your browser could not be opened: open the address above yourself.\n');
      }
      await stopped;
      await host.close();
    } finally {
      await program.close();
    }
    return 0;
  } finally {
    await lock.release();
  }
}
