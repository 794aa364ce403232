import type { EventHandler, RegistrationNode } from '../../../shared/domain/registration.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import type { RegistrationIndex } from '../registrations/registrationIndex.ts';
import type { Command } from './command.ts';
import { notOffered } from './reasons.ts';

/** Registers a step on what is selected, or on what the user chooses in the form. */
export const registerStep: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Register New Step',
  reason({ node, index }) {
    const handler = node && handlerNode(node, index);
    if (handler?.kind === 'pluginType' && handler.workflowActivity) {
      return 'A workflow activity runs inside workflows and takes no steps. Select a plug-in type.';
    }
    if (handler?.kind !== 'serviceEndpoint' || handler.designationType === 'webhook') return null;
    return notOffered(handler);
  },
  run({ connection, node, index }) {
    openDialog({
      kind: 'registerStep',
      connectionId: connection.id,
      handler: node ? handlerOf(node, index) : null,
    });
  },
};

/** The type or endpoint that a node is, or belongs to. */
function handlerNode(node: RegistrationNode, index: RegistrationIndex): RegistrationNode | null {
  let at: RegistrationNode | undefined = node;
  while (at && at.kind !== 'serviceEndpoint' && at.kind !== 'pluginType') at = index.parentOf(at);
  return at ?? null;
}

function handlerOf(node: RegistrationNode, index: RegistrationIndex): EventHandler | null {
  const at = handlerNode(node, index);
  if (at?.kind === 'pluginType') return { kind: 'pluginType', id: at.id };
  return at?.kind === 'serviceEndpoint' ? { kind: 'serviceEndpoint', id: at.id } : null;
}
