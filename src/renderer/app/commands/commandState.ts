import type { Command, CommandContext, LoadedContext } from './command.ts';
import { type CommandId, commandRegistry } from './commandRegistry.ts';
import { reasonOfReadOnly } from './reasons.ts';

export interface CommandState {
  readonly label: string;
  /** Why it does not apply now; null when it does. */
  readonly disabledReason: string | null;
}

/** Whether a command applies to what is selected, and if not, why. */
export function commandState(id: CommandId, context: CommandContext): CommandState {
  return { label: commandRegistry[id].label(context), disabledReason: reasonFor(id, context) };
}

function reasonFor(id: CommandId, context: CommandContext): string | null {
  const command: Command = commandRegistry[id];
  if (!context.connection) return 'Open an organisation first.';
  if (command.writes && context.connection.readOnly) return reasonOfReadOnly;
  // What is loaded anew does not need what was loaded before.
  if (id === 'refresh') return null;
  if (!isLoaded(context)) return 'The registrations are not loaded yet.';
  if (command.worksOn === 'one' && context.nodes.length > 1)
    return 'Select one alone: it works on one at a time.';
  return command.reason(context);
}

export function isLoaded(context: CommandContext): context is LoadedContext {
  return context.connection !== null && context.index !== null;
}
