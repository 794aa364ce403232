import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { usePreference } from '../core/preferences.ts';
import { TreeView } from './treeView.ts';
import { forgetRows } from './view.ts';

/** What the tree of an organisation is ordered by, remembered for each. */
export function useTreeView(connectionId: ConnectionId): readonly [TreeView, (view: TreeView) => void] {
  const [view, setView] = usePreference<TreeView>(`explorer.view.${connectionId}`, TreeView, 'assembly');
  return [
    view,
    (next) => {
      if (next === view) return;
      setView(next);
      forgetRows(connectionId);
    },
  ];
}
