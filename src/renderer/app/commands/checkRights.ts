import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

export const checkRights: Command = {
  worksOn: 'organization',
  writes: false,
  label: () => 'Check rights',
  reason: () => null,
  run: ({ connection }) => openDialog({ kind: 'checkRights', connectionId: connection.id }),
};
