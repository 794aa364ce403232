import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Core, createCore } from '../src/main/core.ts';
import { createFileLog, type FileLog } from '../src/main/log/fileLog.ts';
import { createMemorySecretBox } from '../src/main/memorySecretBox.ts';
import type { SandboxAddresses } from '../src/main/ports.ts';
import type { SandboxScale } from '../src/main/sandboxScale.ts';
import { startSandboxThread } from '../src/main/sandboxThread.ts';
import { ConnectionId } from '../src/shared/domain/ids.ts';

export interface BenchCore {
  readonly core: Core;
  readonly log: FileLog;
  readonly connectionId: ConnectionId;
  readonly addresses: SandboxAddresses;
  readonly dataFolder: string;
  /** As after a restart of the program. */
  openAnotherCore(): Promise<Core>;
  close(): Promise<void>;
}

/** The core as the app runs it, on a sandbox in its thread that answers after `latencyMs`. */
export async function startCore(latencyMs: number, scale: SandboxScale = 'usual'): Promise<BenchCore> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'registrar-bench-'));
  const log = createFileLog({ folder: join(dataFolder, 'logs'), clock: { now: () => Date.now() } });
  const sandbox = startSandboxThread({
    workerFile: new URL('../src/sandbox/worker.ts', import.meta.url),
    dataFolder: null,
    latencyMs,
    scale,
    log,
  });
  // Outlives each core, as the system's store does.
  const secretBox = createMemorySecretBox('Kept for this run only.');
  const openCore = (): Promise<Core> =>
    createCore({
      dataFolder,
      secretBox,
      sandbox,
      log,
      application: { name: 'Registrar', version: '0', shell: 'browser', platform: 'linux' },
    });
  const core = await openCore();
  const { connections } = await core.call('connection.list', {});
  return {
    core,
    log,
    connectionId: connections[0]?.id ?? ConnectionId.parse('none'),
    addresses: await sandbox.addresses(),
    dataFolder,
    openAnotherCore: openCore,
    async close() {
      await core.close();
      await sandbox.stop();
      await log.flush();
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
