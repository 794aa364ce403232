import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../../scripts/project.mjs';
import { type Core, createCore } from '../../../src/main/core.ts';
import { type Host, startHost } from '../../../src/main/host/host.ts';
import { createFileLog } from '../../../src/main/log/fileLog.ts';
import { createMemorySecretBox } from '../../../src/main/memorySecretBox.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/sandbox.ts';

export interface RunningApp {
  readonly dataFolder: string;
  /** Opens the page in any browser of this computer; another one after `restart`. */
  readonly openAddress: string;
  readonly core: Core;
  /** The organisation itself, with its faults and its broker: what a test disturbs, and asks behind the page's back. */
  readonly sandbox: Sandbox;
  /** The program goes away; the organisation stays. */
  stop(): Promise<void>;
  /** The program comes back on the same port, with a new start token, as after a crash. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface AppOptions extends Pick<SandboxOptions, 'latencyMs' | 'retryBaseMs' | 'maxRetries'> {
  /** The system has a browser for sign-in pages; what it shows is then up to the test, which has the link. */
  readonly browserOpens?: boolean;
}

/**
 * The loopback shell as a user gets it, the built page included, with core and sandbox in the test's own process
 * instead of a thread, so that the test can reach into the organisation.
 */
export async function startApp({ browserOpens, ...options }: AppOptions = {}): Promise<RunningApp> {
  const openBrowser = browserOpens ? async () => undefined : undefined;
  const dataFolder = await mkdtemp(join(tmpdir(), 'registrar-e2e-'));
  const sandbox = await startSandbox({ dataFolder: join(dataFolder, 'sandbox'), ...options });
  let running = await startProgram(dataFolder, sandbox, 0, openBrowser);

  async function stop(): Promise<void> {
    await running.host.close();
    await running.core.close();
    await running.log.flush();
  }
  return {
    dataFolder,
    get openAddress() {
      return running.host.openAddress;
    },
    get core() {
      return running.core;
    },
    sandbox,
    stop,
    async restart() {
      await stop();
      running = await startProgram(dataFolder, sandbox, running.host.port, openBrowser);
    },
    async close() {
      await stop();
      await sandbox.close();
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function startProgram(
  dataFolder: string,
  sandbox: Sandbox,
  port: number,
  openBrowser?: () => Promise<void>,
) {
  const log = createFileLog({ folder: join(dataFolder, 'logs'), clock: { now: () => Date.now() } });
  const core = await createCore({
    dataFolder,
    secretBox: createMemorySecretBox('Secrets are kept in memory until the test ends.'),
    sandbox: {
      addresses: async () => sandbox.addresses,
      reset: () => sandbox.reset(),
      stop: async () => undefined,
    },
    log,
    openBrowser,
    application: { name: 'Registrar', version: '0.0.0', shell: 'browser', platform: 'linux' },
  });
  const host: Host = await startHost({ core, log, rendererFolder: inProject('out', 'renderer'), port });
  return { core, host, log };
}
