import { create } from 'zustand';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { NodeReference } from '../../../shared/domain/registration.ts';
import { closePage } from '../pages/pages.ts';
import type { NodeKey } from './nodeKey.ts';

/** What the user has before the eyes in one organisation. */
export interface ConnectionView {
  /** May name a node that is not loaded yet, or no longer there. */
  readonly selected: NodeReference | null;
  /** Counts up when the tree should scroll to the selected node and unfold its parents. */
  readonly reveal: number;
  readonly expanded: ReadonlySet<NodeKey>;
  /** Folded by hand while a search unfolds everything that matches. */
  readonly foldedInSearch: ReadonlySet<NodeKey>;
  readonly search: string;
}

const untouched: ConnectionView = {
  selected: null,
  reveal: 0,
  expanded: new Set(),
  foldedInSearch: new Set(),
  search: '',
};

interface Views {
  readonly byConnection: Readonly<Record<ConnectionId, ConnectionView>>;
}

const useViews = create<Views>(() => ({ byConnection: {} }));

export function useView(connectionId: ConnectionId): ConnectionView {
  return useViews(({ byConnection }) => byConnection[connectionId] ?? untouched);
}

export function viewOf(connectionId: ConnectionId): ConnectionView {
  return useViews.getState().byConnection[connectionId] ?? untouched;
}

export function changeView(connectionId: ConnectionId, change: Partial<ConnectionView>): void {
  useViews.setState(({ byConnection }) => ({
    byConnection: {
      ...byConnection,
      [connectionId]: { ...(byConnection[connectionId] ?? untouched), ...change },
    },
  }));
}

/**
 * Selects a node, unfolds what it is in and scrolls there; ends a search or closes a page that would hide it.
 * The node may be so new that it is not loaded yet: it is selected as soon as it is.
 */
export function selectNode(connectionId: ConnectionId, node: NodeReference): void {
  const view = viewOf(connectionId);
  closePage(connectionId);
  changeView(connectionId, {
    selected: node,
    reveal: view.reveal + 1,
    search: '',
  });
}

/** Folds or unfolds nodes of the tree. */
export function setExpanded(connectionId: ConnectionId, keys: readonly NodeKey[], expanded: boolean): void {
  const view = viewOf(connectionId);
  if (view.search.trim() !== '') {
    const folded = new Set(view.foldedInSearch);
    for (const key of keys) {
      if (expanded) folded.delete(key);
      else folded.add(key);
    }
    // Unfolding by hand what the search would leave folded has to be known too.
    const unfolded = new Set(view.expanded);
    if (expanded) for (const key of keys) unfolded.add(key);
    changeView(connectionId, { foldedInSearch: folded, expanded: unfolded });
    return;
  }
  const next = new Set(view.expanded);
  for (const key of keys) {
    if (expanded) next.add(key);
    else next.delete(key);
  }
  changeView(connectionId, { expanded: next });
}

export function setSearch(connectionId: ConnectionId, search: string): void {
  changeView(connectionId, { search, foldedInSearch: new Set() });
}
