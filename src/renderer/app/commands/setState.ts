import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { Step } from '../../../shared/domain/registration.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import type { Command, CommandTools } from './command.ts';
import { reasonOfManagedStep } from './reasons.ts';

/** Enables or disables a step. */
export const setState: Command = {
  worksOn: 'one',
  writes: true,
  label: ({ node }) => (node?.kind === 'step' && !node.enabled ? 'Enable' : 'Disable'),
  reason({ node }) {
    if (node?.kind !== 'step') return 'Select a step: only steps are enabled and disabled.';
    return reasonOfManagedStep(node);
  },
  run({ connection, node }, tools) {
    if (node?.kind !== 'step') return;
    const connectionId = connection.id;
    // It can be taken back by one click: only where others work in the organisation it is asked first.
    if (connection.production) {
      openDialog({ kind: 'setStepState', connectionId, stepId: node.id, enabled: !node.enabled });
    } else void change(connectionId, node, !node.enabled, tools);
  },
};

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
