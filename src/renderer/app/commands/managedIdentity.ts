import { openDialog } from '../dialogs/dialogs.ts';
import type { Command } from './command.ts';

/** How an assembly or a package gets tokens for Azure: values, row and binding. */
export const managedIdentity: Command = {
  worksOn: 'one',
  // It opens for reading too: what changes the organisation is a button of its own.
  writes: false,
  label: () => 'Managed identity…',
  reason({ node }) {
    if (node?.kind === 'package') return null;
    if (node?.kind !== 'assembly') return 'Select an assembly or a package.';
    return node.packageId === null
      ? null
      : 'The assembly belongs to a package: the identity is bound to that.';
  },
  run({ connection, node }) {
    if (node?.kind !== 'assembly' && node?.kind !== 'package') return;
    const target =
      node.kind === 'assembly'
        ? { kind: 'assembly' as const, id: node.id }
        : { kind: 'package' as const, id: node.id };
    openDialog({ kind: 'managedIdentity', connectionId: connection.id, target, name: node.name });
  },
};
