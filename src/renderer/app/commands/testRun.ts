import { openDialog } from '../dialogs/dialogs.ts';
import { endpointOf } from '../registrations/endpointOf.ts';
import type { Command } from './command.ts';
import { laterForWebhooks } from './reasons.ts';

const testable = ['Create', 'Update', 'Delete'];

export const testRun: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Test run',
  reason({ node, index }) {
    if (node?.kind !== 'step') return 'Select a step of a service endpoint to trigger it.';
    if (node.handler.kind !== 'serviceEndpoint') {
      return 'A test run follows the message of a service endpoint. This step runs a plug-in.';
    }
    if (endpointOf(node, index)?.designationType === 'webhook') return laterForWebhooks;
    if (!testable.includes(node.message)) {
      return `A test run creates, updates or deletes a row. This step waits for ${node.message}.`;
    }
    if (node.table === null) return 'This step is on any table. A test run needs a step on one table.';
    return null;
  },
  run({ connection, node }) {
    if (node?.kind === 'step') openDialog({ kind: 'testRun', connectionId: connection.id, stepId: node.id });
  },
};
