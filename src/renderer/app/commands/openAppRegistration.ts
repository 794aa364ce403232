import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

export const openAppRegistration: Command = {
  worksOn: 'organization',
  writes: false,
  label: () => 'App registration…',
  reason: () => null,
  // The sandbox's own address would mislead: a registration is for an organisation of a cloud.
  run: ({ connection }) =>
    openDialog({
      kind: 'appRegistration',
      connectionId: connection.id,
      start: connection.kind === 'sandbox' ? {} : { address: new URL(connection.webApi).origin },
    }),
};
