import { openDialog } from '../dialogs/dialogs.ts';
import { stepsAmong } from '../registrations/stepsAmong.ts';
import type { Command } from './command.ts';

/** Changes execution order, user, stage or mode of all the steps that are selected, or belong to what is selected. */
export const changeSteps: Command = {
  worksOn: 'many',
  writes: true,
  label: () => 'Change steps',
  reason: ({ nodes, index }) =>
    stepsAmong(nodes, index).length > 0
      ? null
      : 'Select the steps, or the types or endpoints whose steps they are.',
  run({ connection, nodes, index }) {
    openDialog({
      kind: 'changeSteps',
      connectionId: connection.id,
      stepIds: stepsAmong(nodes, index).map(({ id }) => id),
      change: 'rank',
    });
  },
};
