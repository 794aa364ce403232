import { openDialog } from '../dialogs/dialogs.ts';
import { referenceTo } from '../registrations/nodeKey.ts';
import type { Command } from './command.ts';

export const unregister: Command = {
  worksOn: 'many',
  writes: true,
  label: () => 'Unregister',
  reason({ nodes }) {
    if (nodes.length === 0) return 'Select what should be unregistered.';
    if (nodes.some((node) => node.managed)) {
      return nodes.length === 1
        ? 'It came with a managed solution, and goes only when that solution is uninstalled.'
        : 'Some of them came with a managed solution, and go only when that solution is uninstalled.';
    }
    return null;
  },
  run({ connection, nodes }) {
    openDialog({ kind: 'unregister', connectionId: connection.id, nodes: nodes.map(referenceTo) });
  },
};
