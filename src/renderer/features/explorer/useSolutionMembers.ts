import { useMemo } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { type SolutionMembers, solutionMembers } from './solutionMembers.ts';

export interface LoadedMembers {
  /** Null until it is known. */
  readonly members: SolutionMembers | null;
  readonly failure: Failure | null;
  retry(): void;
}

/** What is in which solution; asked for only when a view or a filter wants to know. */
export function useSolutionMembers(
  connectionId: ConnectionId,
  index: RegistrationIndex | null,
  wanted: boolean,
): LoadedMembers {
  const query = useCoreQuery(
    'solution.contents',
    { connectionId },
    { enabled: wanted && index !== null, staleTime: Number.POSITIVE_INFINITY },
  );
  const solutions = query.data?.solutions;
  const members = useMemo(
    () => (solutions && index ? solutionMembers(solutions, index) : null),
    [solutions, index],
  );
  return { members, failure: query.failure, retry: () => void query.refetch() };
}
