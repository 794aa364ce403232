import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { Step } from '../../../shared/domain/registration.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import { stepsAmong } from '../registrations/stepsAmong.ts';
import type { Command, CommandContext, CommandTools } from './command.ts';
import { reasonOfManagedStep } from './reasons.ts';

/** Enables or disables a step at once, or several after a look at what would change. */
export const setState: Command = {
  worksOn: 'many',
  writes: true,
  label: (context) => (wantsEnabled(context) ? 'Enable' : 'Disable'),
  reason({ node, nodes, index }) {
    if (nodes.length > 1 && stepsAmong(nodes, index).length > 0) return null;
    if (node?.kind !== 'step') return 'Select a step: only steps are enabled and disabled.';
    return reasonOfManagedStep(node);
  },
  run(context, tools) {
    const { connection, node, nodes, index } = context;
    const connectionId = connection.id;
    const enabled = wantsEnabled(context);
    if (nodes.length > 1) {
      const stepIds = stepsAmong(nodes, index).map(({ id }) => id);
      openDialog({ kind: 'changeSteps', connectionId, stepIds, change: 'state', enabled });
    } else if (node?.kind !== 'step') return;
    // It can be taken back by one click: only where others work in the organisation it is asked first.
    else if (connection.production) {
      openDialog({ kind: 'setStepState', connectionId, stepId: node.id, enabled });
    } else void change(connectionId, node, enabled, tools);
  },
};

/** Enabling is offered only where nothing that is selected is enabled. */
function wantsEnabled({ node, nodes, index }: CommandContext): boolean {
  if (nodes.length > 1 && index) {
    const steps = stepsAmong(nodes, index);
    return steps.length > 0 && steps.every(({ enabled }) => !enabled);
  }
  return node?.kind === 'step' && !node.enabled;
}

async function change(connectionId: ConnectionId, step: Step, enabled: boolean, tools: CommandTools) {
  try {
    await tools.call('step.setState', { connectionId, ids: [step.id], enabled });
  } catch (error) {
    tools.notifyFailure(error);
    return;
  }
  tools.notify({
    tone: 'good',
    sentence: `${enabled ? 'Enabled' : 'Disabled'} “${step.name}”.`,
    action: { label: 'Undo', run: () => void change(connectionId, step, !enabled, tools) },
  });
}
