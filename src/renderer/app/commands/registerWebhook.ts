import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

export const registerWebhook: Command = {
  worksOn: 'organization',
  writes: true,
  label: () => 'Register New Web Hook',
  reason: () => null,
  run: ({ connection }) => openDialog({ kind: 'registerWebhook', connectionId: connection.id }),
};
