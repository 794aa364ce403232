import { join } from 'node:path';
import { type Core, createCore } from './core.ts';
import { platformName } from './dataFolder.ts';
import type { FileLog } from './log/fileLog.ts';
import type { SecretBox } from './ports.ts';
import type { SandboxScale } from './sandboxScale.ts';
import { startSandboxThread } from './sandboxThread.ts';
import { productName, version } from './version.ts';

export interface ProgramOptions {
  readonly dataFolder: string;
  readonly shell: 'electron' | 'browser';
  readonly secretBox: SecretBox;
  /** The bundled sandbox worker, or its source. */
  readonly workerFile: URL;
  readonly log: FileLog;
  readonly sandboxScale?: SandboxScale | null;
  readonly fetch?: typeof fetch;
  /** Opens a sign-in page in the system's browser; rejects where there is none. */
  readonly openBrowser?: (address: string) => Promise<void>;
}

export interface Program {
  readonly core: Core;
  readonly log: FileLog;
  /** Ends listeners, writes what is still to be written, stops the sandbox. */
  close(): Promise<void>;
}

/** What every shell runs: the sandbox in its thread, the core on both. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { dataFolder, shell, secretBox, log } = options;
  const sandbox = startSandboxThread({
    workerFile: options.workerFile,
    dataFolder: join(dataFolder, 'sandbox'),
    scale: options.sandboxScale ?? 'usual',
    log,
  });
  const core = await createCore({
    dataFolder,
    secretBox,
    sandbox,
    log,
    application: { name: productName, version, shell, platform: platformName() },
    fetch: options.fetch,
    openBrowser: options.openBrowser,
  });
  return {
    core,
    log,
    async close() {
      try {
        await core.close();
      } finally {
        await sandbox.stop();
        await log.flush();
      }
    },
  };
}
