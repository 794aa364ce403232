import { create } from 'zustand';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { NodeReference } from '../../../shared/domain/registration.ts';
import type { RowSelection } from '../../kit/kit.ts';
import { closePage } from '../pages/pages.ts';
import { noFilters, type TreeFilters } from './treeFilters.ts';
import type { TreeGroup } from './treeGroup.ts';

/** What the user has before the eyes in one organisation. */
export interface ConnectionView {
  /** What the details show. May name a node that is not loaded yet, or no longer there. */
  readonly selected: NodeReference | null;
  /** All that is selected in the tree, `selected` among it. */
  readonly selection: readonly NodeReference[];
  /** Rows of the tree as they are selected there; null where `selection` alone says it. */
  readonly rows: RowSelection | null;
  /** A group of the tree that alone is selected; then no node is. */
  readonly group: TreeGroup | null;
  /** Selected in a table of the details: while there is any of it, commands work on it instead. */
  readonly within: readonly NodeReference[];
  /** Counts up when the tree should scroll to the selected node and unfold its parents. */
  readonly reveal: number;
  /** Keys of rows: a node that stands in several places is unfolded in one. */
  readonly expanded: ReadonlySet<string>;
  /** Folded by hand while a search unfolds everything that matches. */
  readonly foldedInSearch: ReadonlySet<string>;
  readonly search: string;
  readonly filters: TreeFilters;
}

const untouched: ConnectionView = {
  selected: null,
  selection: [],
  rows: null,
  group: null,
  within: [],
  reveal: 0,
  expanded: new Set(),
  foldedInSearch: new Set(),
  search: '',
  filters: noFilters,
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

function changeView(connectionId: ConnectionId, change: Partial<ConnectionView>): void {
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
    selection: [node],
    rows: null,
    group: null,
    within: [],
    reveal: view.reveal + 1,
    search: '',
  });
}

/** Leads from a node back to the organisation itself. */
export function selectNothing(connectionId: ConnectionId): void {
  changeView(connectionId, { selected: null, selection: [], rows: null, group: null, within: [] });
}

/** Selects rows of the tree, and the nodes that they show. */
export function selectRows(
  connectionId: ConnectionId,
  rows: RowSelection,
  nodes: Pick<ConnectionView, 'selected' | 'selection' | 'group'>,
): void {
  changeView(connectionId, { ...nodes, rows, within: [] });
}

/** Selects rows of a table in the details. */
export function selectWithin(connectionId: ConnectionId, nodes: readonly NodeReference[]): void {
  changeView(connectionId, { within: nodes });
}

/** Folds or unfolds nodes of the tree. */
export function setExpanded(connectionId: ConnectionId, keys: readonly string[], expanded: boolean): void {
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

export function setFilters(connectionId: ConnectionId, filters: TreeFilters): void {
  changeView(connectionId, { filters });
}

/** The rows of another tree are others: what is selected is found there by its nodes. */
export function forgetRows(connectionId: ConnectionId): void {
  changeView(connectionId, { rows: null, group: null });
}
