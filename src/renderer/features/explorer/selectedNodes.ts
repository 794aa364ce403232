import type { NodeReference } from '../../../shared/domain/registration.ts';
import { nodeKey, referenceTo } from '../../app/registrations/nodeKey.ts';
import type { TreeGroup } from '../../app/registrations/treeGroup.ts';
import { noRows, type RowSelection } from '../../kit/kit.ts';
import type { RegistrationTree } from './treeEntry.ts';

export interface SelectedNodes {
  /** The one with the focus, where it is selected; the last one otherwise. */
  readonly selected: NodeReference | null;
  /** In the order of the tree, each once. */
  readonly selection: readonly NodeReference[];
  /** The group, when it alone is selected. */
  readonly group: TreeGroup | null;
}

/** What the selected rows of a tree show. Groups among several rows are passed over. */
export function selectedNodes(tree: RegistrationTree, rows: RowSelection): SelectedNodes {
  const places: number[] = [];
  for (const key of rows.keys) {
    const place = tree.places.get(key);
    if (place !== undefined) places.push(place);
  }
  places.sort((a, b) => a - b);
  const selection = new Map<string, NodeReference>();
  let selected: NodeReference | null = null;
  for (const place of places) {
    const entry = tree.entries[place];
    if (entry?.kind !== 'node') continue;
    const reference = referenceTo(entry.node);
    selection.set(nodeKey(reference), reference);
    if (entry.key === rows.focus) selected = reference;
  }
  const only = places.length === 1 ? tree.entries[places[0] ?? -1] : undefined;
  const all = [...selection.values()];
  return {
    selected: selected ?? all.at(-1) ?? null,
    selection: all,
    group: only?.kind === 'group' ? only.group : null,
  };
}

/** The rows of nodes that were selected elsewhere: the first of each. */
export function rowsOfNodes(
  tree: RegistrationTree,
  selected: NodeReference | null,
  selection: readonly NodeReference[],
): RowSelection {
  const rowOf = (node: NodeReference) => tree.nodes.get(nodeKey(node));
  const focus = (selected && rowOf(selected)) ?? null;
  if (focus === null) return noRows;
  return { focus, anchor: focus, keys: new Set(selection.flatMap((node) => rowOf(node) ?? [])) };
}
