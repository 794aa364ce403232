import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

export const registerAssembly: Command = {
  worksOn: 'organization',
  writes: true,
  label: () => 'Register New Assembly',
  reason: () => null,
  run: ({ connection }) => openDialog({ kind: 'registerAssembly', connectionId: connection.id }),
};
