import { openPage } from '../pages/pages.ts';
import type { Command } from './command.ts';

export const openKeys: Command = {
  worksOn: 'organization',
  writes: false,
  label: () => 'Keys',
  reason: () => null,
  run: ({ connection }) => openPage(connection.id, { kind: 'keys' }),
};
