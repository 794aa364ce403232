import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';
import { laterForWebhooks, notOffered } from './reasons.ts';

export const check: Command = {
  worksOn: 'one',
  writes: false,
  label: () => 'Check',
  reason({ node }) {
    if (node?.kind !== 'serviceEndpoint') return 'Select a service endpoint to check it.';
    if (node.designationType === 'webhook') return laterForWebhooks;
    return notOffered(node);
  },
  run({ connection, node }) {
    if (node?.kind === 'serviceEndpoint') {
      openDialog({ kind: 'checkEndpoint', connectionId: connection.id, endpointId: node.id });
    }
  },
};
