import type { Command } from './command.ts';

export const refresh: Command = {
  worksOn: 'organization',
  label: () => 'Refresh',
  reason: () => null,
  run: (_context, tools) => tools.refresh(),
};
