import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/contract.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import type { Notify } from '../../kit/kit.ts';
import type { RegistrationIndex } from '../registrations/registrationIndex.ts';

/** What a command is asked about: the organisation in front and what is selected in it. */
export interface CommandContext {
  readonly connection: Connection | null;
  /** Null until something is loaded. */
  readonly index: RegistrationIndex | null;
  /** What has the focus among what is selected. */
  readonly node: RegistrationNode | null;
  /** All that is selected, `node` among it. */
  readonly nodes: readonly RegistrationNode[];
}

/** A context in which a command can apply at all. */
export interface LoadedContext extends CommandContext {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
}

/** What a command may use when it runs. Most only open a dialog. */
export interface CommandTools {
  /** Rejects with a FailureError; `notifyFailure` shows it. */
  readonly call: <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallOutput<Name>>;
  readonly notify: Notify;
  readonly notifyFailure: (error: unknown) => void;
  readonly refresh: () => void;
}

/** Something that can be done from the toolbar, a menu or by a key. One file each, joined in `commandRegistry.ts`. */
export interface Command {
  /**
   * What it works on: the organisation as a whole, one selected node, or all that is selected.
   * One for a single node says so by itself when several are selected.
   */
  readonly worksOn: 'organization' | 'one' | 'many';
  /** Whether it changes the organisation: then a read-only connection disables it, with the reason. */
  readonly writes: boolean;
  /** One word in the toolbar, the full name in menus; may depend on what is selected. */
  label(context: CommandContext): string;
  /** Why it does not apply now, in a sentence; null when it does. */
  reason(context: LoadedContext): string | null;
  run(context: LoadedContext, tools: CommandTools): void;
}
