import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

/** Brings back what was unregistered. */
export const restore: Command = {
  worksOn: 'organization',
  writes: true,
  label: () => 'Restore unregistered…',
  reason: () => null,
  run({ connection }) {
    openDialog({ kind: 'restore', connectionId: connection.id, copyId: null });
  },
};
