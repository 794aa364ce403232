import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '../../kit/kit.ts';
import { formatClock } from '../messages/formatTime.ts';

/** The changes of many steps that can still be taken back; nothing while there is none. */
export function UndoMenu({ connectionId }: { readonly connectionId: ConnectionId }) {
  const query = useCoreQuery('stepChange.list', { connectionId });
  const changes = query.data?.changes.filter(({ undone }) => !undone) ?? [];
  if (changes.length === 0) return null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="subtle" size="small">
          Undo
        </MenuButton>
      </MenuTrigger>
      <MenuPopover style={{ maxWidth: 'none' }}>
        <MenuList>
          {changes.map(({ id, sentence, at }) => (
            <MenuItem
              key={id}
              secondaryContent={formatClock(at)}
              onClick={() => openDialog({ kind: 'undoSteps', connectionId, changeId: id, sentence })}
            >
              {sentence}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
