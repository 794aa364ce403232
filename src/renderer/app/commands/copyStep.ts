import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

/** Registers a step that begins as the selected one is. */
export const copyStep: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Copy step',
  // A managed step can be copied: the copy is one's own.
  reason: ({ node }) => (node?.kind === 'step' ? null : 'Select the step that should be copied.'),
  run({ connection, node }) {
    if (node?.kind === 'step') openDialog({ kind: 'copyStep', connectionId: connection.id, stepId: node.id });
  },
};
