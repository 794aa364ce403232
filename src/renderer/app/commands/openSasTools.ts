import { openPage } from '../pages/pages.ts';
import type { Command } from './command.ts';

export const openSasTools: Command = {
  worksOn: 'organization',
  writes: false,
  label: () => 'SAS tools',
  reason: () => null,
  run: ({ connection }) => openPage(connection.id, { kind: 'sasTools' }),
};
