import { contextMenu } from '../../app/commands/commandMenus.ts';
import { shortcutOf } from '../../app/commands/shortcuts.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import type { ContextMenuItem } from '../../kit/kit.ts';

/** The commands as a menu at the selected node. */
export function contextMenuItems(commands: Commands): readonly ContextMenuItem[] {
  return contextMenu.flatMap((ids, group) =>
    ids.map((id, at) => {
      const { label, disabledReason } = commands.state(id);
      return {
        key: id,
        label,
        disabledReason,
        shortcut: shortcutOf(id),
        startsGroup: group > 0 && at === 0,
        onClick: () => commands.run(id),
      };
    }),
  );
}
