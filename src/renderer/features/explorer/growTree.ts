import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { type NodeKey, nodeKey } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import type { Branch } from './branch.ts';
import type { NodeEntry, RegistrationTree, RowKey, TreeEntry } from './treeEntry.ts';

/** So many rows are made between two moments in which the page may do something else. */
const rowsInOneGo = 100;

/** Lays branches out flat. Stops from time to time, so that the page can draw in between. */
export function* growTree(
  roots: readonly Branch[],
  index: RegistrationIndex,
): Generator<undefined, RegistrationTree> {
  const entries: TreeEntry[] = [];
  const places = new Map<RowKey, number>();
  const nodes = new Map<NodeKey, RowKey>();
  const asideOf = asideBy(index);

  interface Open {
    readonly branches: readonly Branch[];
    readonly parent: number;
    next: number;
  }
  const open: Open[] = [{ branches: roots, parent: -1, next: 0 }];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const branch = top.branches[top.next];
    if (!branch) {
      open.pop();
      const closed = entries[top.parent];
      if (closed) closed.end = entries.length;
      continue;
    }
    top.next += 1;
    // A row that the organisation sends twice, or two that contain each other, are shown once.
    if (places.has(branch.key)) continue;
    const place = entries.length;
    places.set(branch.key, place);
    const shape = {
      key: branch.key,
      label: branch.label,
      fact: branch.fact,
      level: open.length,
      parent: top.parent,
      end: place + 1,
    };
    const { subject } = branch;
    if (subject.kind === 'node') {
      const { node } = subject;
      const key = nodeKey(node);
      if (!nodes.has(key)) nodes.set(key, branch.key);
      entries.push({
        ...shape,
        kind: 'node',
        node,
        aside: asideOf(node),
        dimmed: node.kind === 'step' && !node.enabled,
      });
    } else entries.push({ ...shape, kind: 'group', group: subject.group, dimmed: false });
    open.push({ branches: branch.children(), parent: place, next: 0 });
    if (entries.length % rowsInOneGo === 0) yield;
  }
  return { entries, places, nodes };
}

type Aside = NodeEntry['aside'];

/** The platform's own assemblies among those that are loaded. */
const systemAssemblies = new Set(['Microsoft.Crm.ObjectModel', 'Microsoft.Crm.ServiceBus']);

/** What a node belongs to decides for it too. Asked once for each handler. */
function asideBy(index: RegistrationIndex): (node: RegistrationNode) => Aside {
  const known = new Map<NodeKey, Aside>();
  const asideOf = (node: RegistrationNode): Aside => {
    if ((node.kind === 'step' || node.kind === 'assembly') && node.hidden) return 'hidden';
    if (node.kind === 'assembly' && systemAssemblies.has(node.name)) return 'system';
    const parent = index.parentOf(node);
    if (!parent) return null;
    const key = nodeKey(parent);
    const before = known.get(key);
    if (before !== undefined) return before;
    // For rows that contain each other.
    known.set(key, null);
    const aside = asideOf(parent);
    known.set(key, aside);
    return aside;
  };
  return asideOf;
}
