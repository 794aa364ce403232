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
    resume: () => files.resume(),
    close: () => files.close(),
  };
}
