import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

export const registerPackage: Command = {
  worksOn: 'organization',
  writes: true,
  label: () => 'Register New Package',
  reason: () => null,
  run: ({ connection }) => openDialog({ kind: 'registerPackage', connectionId: connection.id }),
};
