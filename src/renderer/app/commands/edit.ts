import type { ServiceEndpoint, StepImage } from '../../../shared/domain/registration.ts';
import { draftFromServiceEndpoint } from '../../../shared/domain/serviceEndpoint.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import type { RegistrationIndex } from '../registrations/registrationIndex.ts';
import type { Command } from './command.ts';
import { laterForPlugins, laterForWebhooks, notOffered, reasonOfManagedStep } from './reasons.ts';

export const edit: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Edit',
  reason({ node, index }) {
    if (!node) return 'Select a service endpoint, a step or an image.';
    if (node.kind === 'serviceEndpoint') return reasonAgainstEndpoint(node);
    if (node.kind === 'step') return reasonOfManagedStep(node);
    if (node.kind === 'image') return reasonAgainstImage(node, index);
    return laterForPlugins;
  },
  run({ connection, node }) {
    const connectionId = connection.id;
    if (node?.kind === 'serviceEndpoint') {
      openDialog({ kind: 'editEndpoint', connectionId, endpointId: node.id });
    } else if (node?.kind === 'step') openDialog({ kind: 'editStep', connectionId, stepId: node.id });
    else if (node?.kind === 'image') {
      openDialog({ kind: 'editImage', connectionId, imageId: node.id, stepId: node.stepId });
    }
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

function reasonAgainstImage(image: StepImage, index: RegistrationIndex): string | null {
  const step = index.parentOf(image);
  return step?.kind === 'step' ? reasonOfManagedStep(step) : null;
}
