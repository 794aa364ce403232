import type { TreeFilters } from '../../app/registrations/treeFilters.ts';
import type { SolutionMembers } from './solutionMembers.ts';

/** What the filters leave, in words: "only managed, only disabled steps". */
export function filterSentence(filters: TreeFilters, members: SolutionMembers | null): string {
  const { managed, state, solution, publisher, name } = filters;
  const parts: string[] = [];
  if (managed !== 'all') parts.push(`only what is ${managed}`);
  if (state !== 'all') parts.push(`only ${state} steps`);
  if (solution !== null) {
    const found = members?.solutions.find(({ id }) => id === solution);
    parts.push(`only what is in the solution ${found?.friendlyName ?? 'that you chose'}`);
  }
  if (publisher !== null) parts.push(`only solutions of ${publisher}`);
  if (name.trim() !== '') parts.push(`only names with “${name.trim()}”`);
  return parts.join(', ');
}
