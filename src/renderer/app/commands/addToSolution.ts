import { openDialog } from '../dialogs/dialogs.ts';
import { referenceTo } from '../registrations/nodeKey.ts';
import type { Command } from './command.ts';

/** Puts what is selected into an unmanaged solution. */
export const addToSolution: Command = {
  worksOn: 'many',
  writes: true,
  label: () => 'Add to solution',
  reason: ({ nodes }) => (nodes.length === 0 ? 'Select what should go into a solution.' : null),
  run({ connection, nodes }) {
    openDialog({ kind: 'addToSolution', connectionId: connection.id, nodes: nodes.map(referenceTo) });
  },
};
