import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';
import { notOffered } from './reasons.ts';

export const check: Command = {
  worksOn: 'one',
  writes: false,
  label: () => 'Check',
  reason({ node }) {
    if (node?.kind !== 'serviceEndpoint') return 'Select a service endpoint or a webhook to check it.';
    return node.designationType === 'webhook' ? null : notOffered(node);
  },
  run({ connection, node }) {
    if (node?.kind !== 'serviceEndpoint') return;
    const kind = node.designationType === 'webhook' ? 'checkWebhook' : 'checkEndpoint';
    openDialog({ kind, connectionId: connection.id, endpointId: node.id });
  },
};
