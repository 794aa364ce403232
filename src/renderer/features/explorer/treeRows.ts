import type { NodeKey } from '../../app/registrations/nodeKey.ts';
import type { TreeRowShape } from '../../kit/kit.ts';
import type { RegistrationTree, TreeEntry } from './registrationTree.ts';

export interface TreeRow extends TreeRowShape {
  readonly entry: TreeEntry;
}

export interface TreeRows {
  readonly rows: readonly TreeRow[];
  /** How many nodes match the search; null without one. */
  readonly matches: number | null;
}

export interface TreeFilter {
  readonly search: string;
  readonly expanded: ReadonlySet<NodeKey>;
  /** Folded by hand while searching. */
  readonly foldedInSearch: ReadonlySet<NodeKey>;
}

/** The words of a search; a node matches when it has all of them. */
export function searchTerms(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((term) => term !== '');
}

/**
 * The rows to show, in order. Without a search: what is unfolded.
 * With one: what matches, below its parents, unfolded. Below a match of which no part matches stands all of it, folded.
 */
export function computeTreeRows(tree: RegistrationTree, filter: TreeFilter): TreeRows {
  const terms = searchTerms(filter.search);
  return terms.length === 0
    ? { rows: unfoldedRows(tree, filter.expanded), matches: null }
    : matchingRows(tree, terms, filter);
}

function unfoldedRows({ entries }: RegistrationTree, expanded: ReadonlySet<NodeKey>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  let at = 0;
  for (let entry = entries[at]; entry; entry = entries[at]) {
    const leaf = entry.end === at + 1;
    const open = !leaf && expanded.has(entry.key);
    rows.push(rowOf(entry, leaf ? null : open, entry.position, entry.setSize));
    at = leaf || open ? at + 1 : entry.end;
  }
  return rows;
}

const matched = 1;
const hasMatchBelow = 2;

function matchingRows({ entries }: RegistrationTree, terms: readonly string[], filter: TreeFilter): TreeRows {
  const marks = new Uint8Array(entries.length);
  /** How many children of each entry lead to a match; the roots are counted at the end. */
  const leading = new Uint32Array(entries.length + 1);
  let matches = 0;
  // From the end, so that children come before their parents.
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (!entry) continue;
    if (terms.every((term) => entry.haystack.includes(term))) {
      marks[at] = (marks[at] ?? 0) | matched;
      matches += 1;
    }
    if (marks[at]) {
      const parent = entry.parent < 0 ? entries.length : entry.parent;
      leading[parent] = (leading[parent] ?? 0) + 1;
      if (entry.parent >= 0) marks[entry.parent] = (marks[entry.parent] ?? 0) | hasMatchBelow;
    }
  }

  const rows: TreeRow[] = [];
  const shown = new Uint32Array(entries.length + 1);
  let at = 0;
  /** Below a match without matches of its own everything is shown: up to this place. */
  let wholeUntil = 0;
  for (let entry = entries[at]; entry; entry = entries[at]) {
    const whole = at < wholeUntil;
    const mark = marks[at] ?? 0;
    if (!whole && mark === 0) {
      at = entry.end;
      continue;
    }
    const parent = entry.parent < 0 ? entries.length : entry.parent;
    const position = (shown[parent] ?? 0) + 1;
    shown[parent] = position;
    const leaf = entry.end === at + 1;
    const leads = (mark & hasMatchBelow) !== 0;
    const open = !leaf && (leads ? !filter.foldedInSearch.has(entry.key) : filter.expanded.has(entry.key));
    rows.push(
      whole
        ? rowOf(entry, leaf ? null : open, entry.position, entry.setSize)
        : rowOf(entry, leaf ? null : open, position, leading[parent] ?? position),
    );
    if (open && !leads) wholeUntil = Math.max(wholeUntil, entry.end);
    at = leaf || open ? at + 1 : entry.end;
  }
  return { rows, matches };
}

function rowOf(entry: TreeEntry, expanded: boolean | null, position: number, setSize: number): TreeRow {
  return { id: entry.key, level: entry.level, expanded, setSize, position, text: entry.label, entry };
}

/** Keys of the nodes that contain a node, outermost first. */
export function ancestorKeys(tree: RegistrationTree, key: NodeKey): readonly NodeKey[] {
  const keys: NodeKey[] = [];
  const place = tree.places.get(key);
  let parent = place === undefined ? -1 : (tree.entries[place]?.parent ?? -1);
  for (let entry = tree.entries[parent]; entry; entry = tree.entries[parent]) {
    keys.unshift(entry.key);
    parent = entry.parent;
  }
  return keys;
}

/** Keys of the nodes beside a node that can be unfolded, itself included. */
export function siblingKeys(tree: RegistrationTree, key: NodeKey): readonly NodeKey[] {
  const { entries, places } = tree;
  const place = places.get(key);
  const parent = place === undefined ? -1 : (entries[place]?.parent ?? -1);
  const end = entries[parent]?.end ?? entries.length;
  const keys: NodeKey[] = [];
  let at = parent + 1;
  for (let entry = entries[at]; entry && at < end; entry = entries[at]) {
    if (entry.end > at + 1) keys.push(entry.key);
    at = entry.end;
  }
  return keys;
}
