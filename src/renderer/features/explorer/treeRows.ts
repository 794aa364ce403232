import type { TreeRowShape } from '../../kit/kit.ts';
import { leads, type Marks, markEntries, parentPlace, wanted } from './markEntries.ts';
import { haystackOf } from './nodeHaystack.ts';
import type { RegistrationTree, RowKey, TreeEntry } from './treeEntry.ts';

export interface TreeRow extends TreeRowShape {
  readonly entry: TreeEntry;
}

export interface TreeRows {
  readonly rows: readonly TreeRow[];
  /** How many nodes match the search; null without one. */
  readonly matches: number | null;
}

export interface ShownOfTree {
  readonly search: string;
  readonly expanded: ReadonlySet<RowKey>;
  /** Folded by hand while searching. */
  readonly foldedInSearch: ReadonlySet<RowKey>;
  /** What the filters let through. */
  readonly filtered: Marks;
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
export function computeTreeRows(tree: RegistrationTree, shown: ShownOfTree): TreeRows {
  const terms = searchTerms(shown.search);
  return terms.length === 0
    ? { rows: unfoldedRows(tree, shown), matches: null }
    : matchingRows(tree, terms, shown);
}

function matchesTerms(entry: TreeEntry, terms: readonly string[]): boolean {
  if (entry.kind === 'group') {
    // Tables and messages are found by what is in them: all of their steps have their names.
    return entry.group.kind === 'solution' && terms.every((term) => entry.label.toLowerCase().includes(term));
  }
  const haystack = haystackOf(entry.node);
  return terms.every((term) => haystack.includes(term));
}

/** Numbers the children of each parent, from 1, as they come. */
function countPositions(length: number): (parent: number) => number {
  const counts = new Uint32Array(length + 1);
  return (parent) => {
    const position = (counts[parent] ?? 0) + 1;
    counts[parent] = position;
    return position;
  };
}

function unfoldedRows(
  { entries }: RegistrationTree,
  { expanded, filtered }: ShownOfTree,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const next = countPositions(entries.length);
  let at = 0;
  for (let entry = entries[at]; entry; entry = entries[at]) {
    const mark = filtered.marks[at] ?? 0;
    if (mark === 0) {
      at = entry.end;
      continue;
    }
    const parent = parentPlace(entry, entries);
    const leaf = (mark & leads) === 0;
    const open = !leaf && expanded.has(entry.key);
    rows.push(rowOf(entry, leaf ? null : open, next(parent), filtered.leading[parent] ?? 1));
    at = open ? at + 1 : entry.end;
  }
  return rows;
}

function matchingRows({ entries }: RegistrationTree, terms: readonly string[], shown: ShownOfTree): TreeRows {
  const { expanded, foldedInSearch, filtered } = shown;
  const found = markEntries(
    entries,
    (entry, place) =>
      ((filtered.marks[place] ?? 0) & (entry.kind === 'group' ? leads : wanted)) !== 0 &&
      matchesTerms(entry, terms),
  );
  const rows: TreeRow[] = [];
  const next = countPositions(entries.length);
  let at = 0;
  /** Below a match without matches of its own everything is shown: up to this place. */
  let wholeUntil = 0;
  for (let entry = entries[at]; entry; entry = entries[at]) {
    const whole = at < wholeUntil;
    const mark = found.marks[at] ?? 0;
    const there = filtered.marks[at] ?? 0;
    if (whole ? there === 0 : mark === 0) {
      at = entry.end;
      continue;
    }
    const parent = parentPlace(entry, entries);
    const leaf = (there & leads) === 0;
    const toMatches = (mark & leads) !== 0;
    const open = !leaf && (toMatches ? !foldedInSearch.has(entry.key) : expanded.has(entry.key));
    const siblings = (whole ? filtered : found).leading[parent];
    rows.push(rowOf(entry, leaf ? null : open, next(parent), siblings ?? 1));
    if (open && !toMatches) wholeUntil = Math.max(wholeUntil, entry.end);
    at = open ? at + 1 : entry.end;
  }
  return { rows, matches: found.count };
}

function rowOf(entry: TreeEntry, expanded: boolean | null, position: number, setSize: number): TreeRow {
  return { id: entry.key, level: entry.level, expanded, setSize, position, text: entry.label, entry };
}

/** Keys of the rows that contain a row, outermost first. */
export function ancestorKeys(tree: RegistrationTree, key: RowKey): readonly RowKey[] {
  const keys: RowKey[] = [];
  const place = tree.places.get(key);
  let parent = place === undefined ? -1 : (tree.entries[place]?.parent ?? -1);
  for (let entry = tree.entries[parent]; entry; entry = tree.entries[parent]) {
    keys.unshift(entry.key);
    parent = entry.parent;
  }
  return keys;
}

/** Keys of the rows beside a row that can be unfolded, itself included. */
export function siblingKeys(tree: RegistrationTree, key: RowKey): readonly RowKey[] {
  const { entries, places } = tree;
  const place = places.get(key);
  const parent = place === undefined ? -1 : (entries[place]?.parent ?? -1);
  const end = entries[parent]?.end ?? entries.length;
  const keys: RowKey[] = [];
  let at = parent + 1;
  for (let entry = entries[at]; entry && at < end; entry = entries[at]) {
    if (entry.end > at + 1) keys.push(entry.key);
    at = entry.end;
  }
  return keys;
}
