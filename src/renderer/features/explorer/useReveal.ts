import { useEffect, useRef } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import { noFilters } from '../../app/registrations/treeFilters.ts';
import type { TreeView } from '../../app/registrations/treeView.ts';
import { setExpanded, setFilters, useView } from '../../app/registrations/view.ts';
import type { Marks } from './markEntries.ts';
import type { RegistrationTree } from './treeEntry.ts';
import { ancestorKeys } from './treeRows.ts';

interface Revealing {
  readonly tree: RegistrationTree | null;
  readonly treeView: TreeView;
  readonly filtered: Marks | null;
  /** Whether what is selected is loaded. */
  readonly there: boolean;
  readonly onView: (view: TreeView) => void;
}

/**
 * Unfolds what the selected node is in: when it was asked for, as soon as it is loaded, and when the order changes.
 * One that was asked for and that the order or the filters do not show, gets another order or no filters.
 */
export function useReveal(connectionId: ConnectionId, revealing: Revealing): void {
  const { tree, treeView, filtered, there, onView } = revealing;
  const { reveal, selected } = useView(connectionId);
  const done = useRef({ reveal, treeView });
  const key = selected ? nodeKey(selected) : null;
  useEffect(() => {
    const asked = done.current.reveal !== reveal;
    if (!tree || !key || !there || (!asked && done.current.treeView === treeView)) return;
    const row = tree.nodes.get(key);
    const place = row === undefined ? undefined : tree.places.get(row);
    if (row === undefined || place === undefined) {
      // The tree may still be the one of before the load.
      if (asked && treeView !== 'assembly') onView('assembly');
      else if (!asked) done.current = { reveal, treeView };
      return;
    }
    if (asked && filtered?.marks[place] === 0) {
      const entry = tree.entries[place];
      const aside = entry?.kind === 'node' ? entry.aside : null;
      setFilters(connectionId, { ...noFilters, hidden: aside === 'hidden', system: aside === 'system' });
      return;
    }
    done.current = { reveal, treeView };
    setExpanded(connectionId, ancestorKeys(tree, row), true);
  }, [reveal, key, there, tree, treeView, filtered, connectionId, onView]);
}
