import type { PluginAssembly, PluginPackage } from '../../../shared/domain/registration.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import type { Command, CommandContext, LoadedContext } from './command.ts';

/** What is updated from a file: the assembly or package that is selected, or around what is. */
export function updatableOf({ node, index }: CommandContext): PluginAssembly | PluginPackage | null {
  if (!node || !index) return null;
  let at: typeof node | undefined = node;
  while (at && at.kind !== 'assembly' && at.kind !== 'package') at = index.parentOf(at);
  if (!at) return null;
  // An assembly of a package changes with its package alone.
  const around = at.kind === 'assembly' && at.packageId !== null ? index.parentOf(at) : at;
  return around?.kind === 'assembly' || around?.kind === 'package' ? around : null;
}

export function reasonAgainstUpdate(context: LoadedContext): string | null {
  const found = updatableOf(context);
  if (!found) return 'Select an assembly or a package.';
  return found.managed ? 'It came with a managed solution, and changes only with that solution.' : null;
}

export function openUpdate(context: LoadedContext, again: boolean): void {
  const connectionId = context.connection.id;
  const found = updatableOf(context);
  if (found?.kind === 'assembly') {
    openDialog({ kind: 'updateAssembly', connectionId, assemblyId: found.id, again });
  } else if (found) openDialog({ kind: 'updatePackage', connectionId, packageId: found.id, again });
}

/** From a file that the user chooses. */
export const updateAssembly: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Update',
  reason: reasonAgainstUpdate,
  run: (context) => openUpdate(context, false),
};
