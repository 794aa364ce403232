import type { NodeReference } from '../../../shared/domain/registration.ts';
import { nodeKey, referenceTo } from '../../app/registrations/nodeKey.ts';
import type { RowSelection } from '../../kit/kit.ts';
import type { RegistrationTree } from './registrationTree.ts';

export interface SelectedNodes {
  /** The one with the focus, where it is selected; the last one otherwise. */
  readonly selected: NodeReference | null;
  /** In the order of the tree. */
  readonly selection: readonly NodeReference[];
}

/** What the selected rows of a tree show. */
export function selectedNodes(tree: RegistrationTree, rows: RowSelection): SelectedNodes {
  const places: number[] = [];
  for (const key of rows.keys) {
    const place = tree.places.get(key);
    if (place !== undefined) places.push(place);
  }
  places.sort((a, b) => a - b);
  const selection: NodeReference[] = [];
  let selected: NodeReference | null = null;
  for (const place of places) {
    const entry = tree.entries[place];
    if (!entry) continue;
    const reference = referenceTo(entry.node);
    selection.push(reference);
    if (entry.key === rows.focus) selected = reference;
  }
  return { selected: selected ?? selection.at(-1) ?? null, selection };
}

/** The rows of nodes that were selected elsewhere. */
export function rowsOfNodes(
  selected: NodeReference | null,
  selection: readonly NodeReference[],
): RowSelection {
  const focus = selected ? nodeKey(selected) : null;
  return { focus, anchor: focus, keys: new Set(selection.map(nodeKey)) };
}
