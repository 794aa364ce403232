import type { TreeEntry } from './treeEntry.ts';

/** Which entries of a tree are wanted, each with a number of bits. */
export interface Marks {
  readonly marks: Uint8Array;
  /** How many children of each entry are wanted or lead to one; the roots are counted at the end. */
  readonly leading: Uint32Array;
  /** How many registrations are wanted themselves. */
  readonly count: number;
}

/** Wanted itself. */
export const wanted = 1;
/** Something below it is. */
export const leads = 2;

/** Where an entry's parent is counted. */
export function parentPlace(entry: TreeEntry, entries: readonly TreeEntry[]): number {
  return entry.parent < 0 ? entries.length : entry.parent;
}

export function markEntries(
  entries: readonly TreeEntry[],
  isWanted: (entry: TreeEntry, place: number) => boolean,
): Marks {
  const marks = new Uint8Array(entries.length);
  const leading = new Uint32Array(entries.length + 1);
  let count = 0;
  // From the end, so that children come before their parents.
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (!entry) continue;
    if (isWanted(entry, at)) {
      marks[at] = (marks[at] ?? 0) | wanted;
      count += 1;
    }
    if (!marks[at]) continue;
    const parent = parentPlace(entry, entries);
    leading[parent] = (leading[parent] ?? 0) + 1;
    if (entry.parent >= 0) marks[entry.parent] = (marks[entry.parent] ?? 0) | leads;
  }
  return { marks, leading, count };
}
