import { useMemo } from 'react';
import { useNotify } from '../../kit/kit.ts';
import { useCore } from '../core/coreContext.ts';
import { failureOf } from '../core/failureOf.ts';
import type { CommandContext, CommandTools } from './command.ts';
import { type CommandId, commandRegistry } from './commandRegistry.ts';
import { type CommandState, commandState, isLoaded } from './commandState.ts';

export interface Commands {
  state(id: CommandId): CommandState;
  /** Does nothing when the command does not apply. */
  run(id: CommandId): void;
}

/** The commands as they apply to what is selected. */
export function useCommands(context: CommandContext, refresh: () => void): Commands {
  const core = useCore();
  const notify = useNotify();
  const tools = useMemo<CommandTools>(
    () => ({
      call: (name, input) => core.call(name, input),
      notify,
      notifyFailure(error) {
        const { sentence, advice } = failureOf(error);
        notify({ tone: 'bad', sentence, advice, seconds: 0 });
      },
      refresh,
    }),
    [core, notify, refresh],
  );
  return {
    state: (id) => commandState(id, context),
    run(id) {
      if (commandState(id, context).disabledReason !== null) return;
      if (isLoaded(context)) commandRegistry[id].run(context, tools);
      else if (id === 'refresh') refresh();
    },
  };
}
