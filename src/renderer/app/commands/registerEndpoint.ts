import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

export const registerEndpoint: Command = {
  worksOn: 'organization',
  writes: true,
  label: () => 'Register New Service Endpoint',
  reason: () => null,
  run: ({ connection }) => openDialog({ kind: 'registerEndpoint', connectionId: connection.id }),
};
