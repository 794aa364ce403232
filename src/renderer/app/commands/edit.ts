import { usesAcs } from '../../../shared/domain/acsEndpoint.ts';
import type { ServiceEndpoint, StepImage } from '../../../shared/domain/registration.ts';
import { draftFromServiceEndpoint } from '../../../shared/domain/serviceEndpoint.ts';
import { draftFromWebhook } from '../../../shared/domain/webhook.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import type { RegistrationIndex } from '../registrations/registrationIndex.ts';
import type { Command } from './command.ts';
import { notOffered, reasonOfManagedStep } from './reasons.ts';

export const edit: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Edit',
  reason({ node, index }) {
    if (!node) return 'Select a service endpoint, a webhook, a step or an image.';
    if (node.kind === 'serviceEndpoint') return reasonAgainstEndpoint(node);
    if (node.kind === 'step') return reasonOfManagedStep(node);
    if (node.kind === 'image') return reasonAgainstImage(node, index);
    return node.kind === 'pluginType'
      ? 'A type is what its code says. Edit its steps, or update its assembly.'
      : 'Update it from a file instead: what it holds comes from there.';
  },
  run({ connection, node }) {
    const connectionId = connection.id;
    if (node?.kind === 'serviceEndpoint') {
      const kind = node.designationType === 'webhook' ? 'editWebhook' : 'editEndpoint';
      openDialog({ kind, connectionId, endpointId: node.id });
    } else if (node?.kind === 'step') openDialog({ kind: 'editStep', connectionId, stepId: node.id });
    else if (node?.kind === 'image') {
      openDialog({ kind: 'editImage', connectionId, imageId: node.id, stepId: node.stepId });
    }
  },
};

function reasonAgainstEndpoint(endpoint: ServiceEndpoint): string | null {
  const isWebhook = endpoint.designationType === 'webhook';
  const reason = isWebhook ? null : notOffered(endpoint);
  if (reason) return reason;
  return (isWebhook ? draftFromWebhook(endpoint) : draftFromServiceEndpoint(endpoint))
    ? null
    : usesAcs(endpoint)
      ? 'This endpoint uses ACS, which is retired. Move it to SAS first.'
      : 'This endpoint proves itself in a way that the form does not know. It is shown here, not changed.';
}

function reasonAgainstImage(image: StepImage, index: RegistrationIndex): string | null {
  const step = index.parentOf(image);
  return step?.kind === 'step' ? reasonOfManagedStep(step) : null;
}
