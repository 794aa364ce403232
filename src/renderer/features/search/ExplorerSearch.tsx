import type { Ref } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { shortcutOf } from '../../app/commands/shortcuts.ts';
import { setSearch, useView } from '../../app/registrations/view.ts';
import { SearchField, type SearchFieldHandle } from '../../kit/kit.ts';

interface ExplorerSearchProps {
  readonly connectionId: ConnectionId;
  readonly handle: Ref<SearchFieldHandle>;
  /** Goes on to what was found. */
  readonly onLeave: () => void;
}

/** Filters the tree while the user types. */
export function ExplorerSearch({ connectionId, handle, onLeave }: ExplorerSearchProps) {
  const { search } = useView(connectionId);
  return (
    <SearchField
      handle={handle}
      label="Search registrations"
      value={search}
      shortcut={shortcutOf('search')}
      onChange={(value) => setSearch(connectionId, value)}
      onLeave={onLeave}
    />
  );
}
