import type { ServiceEndpoint, Step } from '../../../shared/domain/registration.ts';
import { draftFromServiceEndpoint } from '../../../shared/domain/serviceEndpoint.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import { endpointOf } from '../registrations/endpointOf.ts';
import type { RegistrationIndex } from '../registrations/registrationIndex.ts';
import type { Command } from './command.ts';
import { laterForPlugins, laterForWebhooks, notOffered, reasonOfManagedStep } from './reasons.ts';

export const edit: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Edit',
  reason({ node, index }) {
    if (!node) return 'Select a service endpoint or one of its steps.';
    if (node.kind === 'serviceEndpoint') return reasonAgainstEndpoint(node);
    if (node.kind === 'step') return reasonAgainstStep(node, index);
    return laterForPlugins;
  },
  run({ connection, node }) {
    const connectionId = connection.id;
    if (node?.kind === 'serviceEndpoint') {
      openDialog({ kind: 'editEndpoint', connectionId, endpointId: node.id });
    } else if (node?.kind === 'step') openDialog({ kind: 'editStep', connectionId, stepId: node.id });
  },
};

function reasonAgainstEndpoint(endpoint: ServiceEndpoint): string | null {
  if (endpoint.designationType === 'webhook') return laterForWebhooks;
  const reason = notOffered(endpoint);
  if (reason) return reason;
  return draftFromServiceEndpoint(endpoint)
    ? null
    : 'This endpoint proves itself in a way that the form does not know. It is shown here, not changed.';
}

function reasonAgainstStep(step: Step, index: RegistrationIndex): string | null {
  if (step.handler.kind !== 'serviceEndpoint') return laterForPlugins;
  if (endpointOf(step, index)?.designationType === 'webhook') return laterForWebhooks;
  return reasonOfManagedStep(step);
}
