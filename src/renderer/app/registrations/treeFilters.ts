import type { SolutionId } from '../../../shared/domain/ids.ts';

/** What of the tree is shown. */
export interface TreeFilters {
  readonly managed: 'all' | 'managed' | 'unmanaged';
  /** Of steps. */
  readonly state: 'all' | 'enabled' | 'disabled';
  readonly solution: SolutionId | null;
  /** Name of a publisher. */
  readonly publisher: string | null;
  /** Words of the name of what is shown, or of something that it is in. */
  readonly name: string;
  /** Shows what is marked as hidden too. */
  readonly hidden: boolean;
  /** Shows the platform's own assemblies too. */
  readonly system: boolean;
}

export const noFilters: TreeFilters = {
  managed: 'all',
  state: 'all',
  solution: null,
  publisher: null,
  name: '',
  hidden: false,
  system: false,
};

/** How many of them take something away. */
export function countFilters(filters: TreeFilters): number {
  const { managed, state, solution, publisher, name } = filters;
  return [
    managed !== 'all',
    state !== 'all',
    solution !== null,
    publisher !== null,
    name.trim() !== '',
  ].filter(Boolean).length;
}
