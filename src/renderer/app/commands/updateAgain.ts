import type { FileTarget } from '../../../shared/contract/calls/pluginFiles.ts';
import type { Command, LoadedContext } from './command.ts';
import { openUpdate, reasonAgainstUpdate, updatableOf } from './updateAssembly.ts';

/** From the file of the last time. Where none is remembered, the user chooses one. */
export const updateAgain: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Update again from the same file',
  reason: reasonAgainstUpdate,
  run(context, { call, notifyFailure }) {
    const target = targetOf(context);
    if (!target) return;
    call('pluginFile.remembered', { connectionId: context.connection.id, target }).then(
      ({ path }) => openUpdate(context, path !== null),
      notifyFailure,
    );
  },
};

function targetOf(context: LoadedContext): FileTarget | null {
  const found = updatableOf(context);
  if (!found) return null;
  return found.kind === 'assembly' ? { kind: 'assembly', id: found.id } : { kind: 'package', id: found.id };
}
