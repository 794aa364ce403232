import { openDialog } from '../dialogs/dialogs.ts';
import { referenceTo } from '../registrations/nodeKey.ts';
import type { Command } from './command.ts';
import { laterForPlugins } from './reasons.ts';

export const unregister: Command = {
  worksOn: 'many',
  writes: true,
  label: () => 'Unregister',
  reason({ nodes }) {
    if (nodes.length === 0) return 'Select what should be unregistered.';
    if (nodes.some((node) => node.managed))
      return 'It came with a managed solution, and goes only when that solution is uninstalled.';
    if (nodes.some(({ kind }) => kind === 'package' || kind === 'assembly' || kind === 'pluginType'))
      return laterForPlugins;
    return null;
  },
  run({ connection, nodes }) {
    openDialog({ kind: 'unregister', connectionId: connection.id, nodes: nodes.map(referenceTo) });
  },
};
