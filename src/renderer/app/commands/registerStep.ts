import { openDialog } from '../dialogs/dialogs.ts';
import { endpointOf } from '../registrations/endpointOf.ts';
import type { Command } from './command.ts';
import { laterForPlugins, laterForWebhooks, notOffered } from './reasons.ts';

export const registerStep: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Register New Step',
  reason({ node, index }) {
    if (!node) return 'Select the service endpoint that the step should post to.';
    const endpoint = endpointOf(node, index);
    if (!endpoint) return laterForPlugins;
    return endpoint.designationType === 'webhook' ? laterForWebhooks : notOffered(endpoint);
  },
  run({ connection, node, index }) {
    const endpoint = endpointOf(node, index);
    if (endpoint) openDialog({ kind: 'registerStep', connectionId: connection.id, endpointId: endpoint.id });
  },
};
