import type { SolutionId } from '../../../shared/domain/ids.ts';

/** What a row of the tree gathers that is no registration itself. */
export type TreeGroup =
  /** Steps on a table, on a message, or on both; what is undefined does not matter, a null table is any table. */
  | {
      readonly kind: 'table' | 'message';
      readonly table: string | null | undefined;
      readonly message: string | undefined;
    }
  /** Null gathers what is in none. */
  | { readonly kind: 'solution'; readonly id: SolutionId | null };
