import type { ConnectionId } from '../../shared/domain/ids.ts';
import { createAssemblies } from './assemblies.ts';
import { type AssemblyWorkPorts, createAssemblyWork } from './assemblyWork.ts';
import type { Handlers } from './handlers.ts';
import { createPackages } from './packages.ts';
import { createPluginFiles, type PluginFilePorts } from './pluginFiles.ts';

/** All that is done with assemblies and packages, and the files that they come from. */
export interface AssemblyFeatures {
  readonly handlers: Pick<
    Handlers,
    | `pluginFile.${'add' | 'openPath' | 'remembered' | 'openRemembered' | 'watch'}`
    | `assembly.${'register' | 'prepareUpdate' | 'update' | 'download'}`
    | `package.${'register' | 'prepareUpdate' | 'update' | 'download'}`
    | `assemblyWork.${'list' | 'continue' | 'undo' | 'forget'}`
  >;
  /** The connection is gone: its unfinished work and what was known of its files go too. */
  forget(connectionId: ConnectionId): Promise<void>;
  /** Watches again what was watched when the program ended. */
  resume(): Promise<void>;
  close(): void;
}

export function createAssemblyFeatures(ports: PluginFilePorts & AssemblyWorkPorts): AssemblyFeatures {
  const { open, tell, clock } = ports;
  const files = createPluginFiles(ports);
  const work = createAssemblyWork(ports);
  return {
    handlers: {
      ...files.handlers,
      ...work.handlers,
      ...createAssemblies({ open, files, work, clock }),
      ...createPackages({ open, files, tell }),
    },
    async forget(connectionId) {
      await work.forget(connectionId);
      await files.forget(connectionId);
    },
    resume: () => files.resume(),
    close: () => files.close(),
  };
}
