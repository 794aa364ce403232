import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

const testable = ['Create', 'Update', 'Delete'];

export const testRun: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Test run',
  reason({ node }) {
    if (node?.kind !== 'step') return 'Select a step of a service endpoint or a webhook to trigger it.';
    if (node.handler.kind !== 'serviceEndpoint') {
      return 'A test run follows what a step posts. This step runs a plug-in.';
    }
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
