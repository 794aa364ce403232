import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import type { NodeKey } from '../../app/registrations/nodeKey.ts';
import type { TreeGroup } from '../../app/registrations/treeGroup.ts';

/** One text for one row of a tree. A node that stands in several places has a row for each. */
export type RowKey = string;

interface EntryShape {
  readonly key: RowKey;
  readonly label: string;
  /** The one fact that tells it apart, at the row's end. */
  readonly fact: string;
  /** Drawn in grey: a disabled step. */
  readonly dimmed: boolean;
  /** From 1. */
  readonly level: number;
  /** Place of the parent in the entries; -1 for a root. */
  readonly parent: number;
  /** Place after the last entry below this one. */
  end: number;
}

/** A row that shows a registration. */
export interface NodeEntry extends EntryShape {
  readonly kind: 'node';
  readonly node: RegistrationNode;
  /** Why it is not shown unless asked for: it, or what it belongs to, is marked as hidden or is the platform's own. */
  readonly aside: 'hidden' | 'system' | null;
}

/** A row that gathers registrations and is none. */
interface GroupEntry extends EntryShape {
  readonly kind: 'group';
  readonly group: TreeGroup;
}

/** One row of a tree with what it says. Entries stand in the order of the fully unfolded tree. */
export type TreeEntry = NodeEntry | GroupEntry;

/** A whole tree, flat. */
export interface RegistrationTree {
  readonly entries: readonly TreeEntry[];
  readonly places: ReadonlyMap<RowKey, number>;
  /** The first row of each node. */
  readonly nodes: ReadonlyMap<NodeKey, RowKey>;
}
