import { openPage } from '../pages/pages.ts';
import type { Command } from './command.ts';

export const openGuides: Command = {
  worksOn: 'organization',
  writes: false,
  label: () => 'Guides',
  reason: () => null,
  run: ({ connection }) => openPage(connection.id, { kind: 'guides' }),
};
