import type { Command } from './command.ts';

export const refresh: Command = {
  worksOn: 'organization',
  writes: false,
  label: () => 'Refresh',
  reason: () => null,
  run: (_context, tools) => tools.refresh(),
};
