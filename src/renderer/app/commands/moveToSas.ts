import { usesAcs } from '../../../shared/domain/acsEndpoint.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

/** The way of an endpoint out of Access Control. */
export const moveToSas: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Move to SAS…',
  reason({ node }) {
    if (node?.kind !== 'serviceEndpoint') return 'Select a service endpoint that uses ACS.';
    return usesAcs(node) ? null : 'This endpoint does not use ACS.';
  },
  run({ connection, node }) {
    if (node?.kind === 'serviceEndpoint') {
      openDialog({ kind: 'moveToSas', connectionId: connection.id, endpointId: node.id });
    }
  },
};
