import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import type { TreeFilters } from '../../app/registrations/treeFilters.ts';
import { type Marks, markEntries } from './markEntries.ts';
import type { SolutionMembers } from './solutionMembers.ts';
import type { NodeEntry, RegistrationTree } from './treeEntry.ts';
import { searchTerms } from './treeRows.ts';

interface Filtered {
  readonly filters: TreeFilters;
  readonly members: SolutionMembers | null;
  readonly marks: Marks;
}

const lastOf = new WeakMap<RegistrationTree, Filtered>();

/** What of a tree the filters let through. Kept for the last filters of each tree: folding asks for it again. */
export function filterTree(
  tree: RegistrationTree,
  filters: TreeFilters,
  index: RegistrationIndex,
  members: SolutionMembers | null,
): Marks {
  const last = lastOf.get(tree);
  if (last && last.filters === filters && last.members === members) return last.marks;
  const marks = filterEntries(tree, filters, index, members);
  lastOf.set(tree, { filters, members, marks });
  return marks;
}

function filterEntries(
  { entries }: RegistrationTree,
  filters: TreeFilters,
  index: RegistrationIndex,
  members: SolutionMembers | null,
): Marks {
  const named = namedEntries(entries, searchTerms(filters.name));
  return markEntries(
    entries,
    // A group is shown for what is in it, never for itself.
    (entry, place) =>
      entry.kind === 'node' &&
      (named === null || named[place] === 1) &&
      passes(entry, filters, index) &&
      isOfSolution(entry.node, filters, members),
  );
}

/** What has all the words in its name, with everything below it. Null without words. */
function namedEntries(entries: RegistrationTree['entries'], terms: readonly string[]): Uint8Array | null {
  if (terms.length === 0) return null;
  const named = new Uint8Array(entries.length);
  entries.forEach((entry, at) => {
    const label = entry.label.toLowerCase();
    const inherited = entry.parent >= 0 && named[entry.parent] === 1;
    if (inherited || terms.every((term) => label.includes(term))) named[at] = 1;
  });
  return named;
}

function passes({ node, aside }: NodeEntry, filters: TreeFilters, index: RegistrationIndex): boolean {
  if (aside === 'hidden' && !filters.hidden) return false;
  if (aside === 'system' && !filters.system) return false;
  if (filters.managed !== 'all' && node.managed !== (filters.managed === 'managed')) return false;
  return filters.state === 'all' || stateOf(node, index) === filters.state;
}

/** Only steps have a state; their images go with them. */
function stateOf(node: RegistrationNode, index: RegistrationIndex): TreeFilters['state'] | null {
  const step = node.kind === 'image' ? index.parentOf(node) : node;
  if (step?.kind !== 'step') return null;
  return step.enabled ? 'enabled' : 'disabled';
}

function isOfSolution(
  node: RegistrationNode,
  { solution, publisher }: TreeFilters,
  members: SolutionMembers | null,
): boolean {
  if (solution === null && publisher === null) return true;
  // Until it is known what is in which solution, nothing is taken away.
  if (!members) return true;
  return members
    .solutionsOf(node)
    .some(
      (one) =>
        (solution === null || one.id === solution) && (publisher === null || one.publisher === publisher),
    );
}
