import type { UnfinishedWork } from '../../../shared/contract/calls/assemblies.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';

const none: readonly UnfinishedWork[] = [];

/** Registrations and updates of this organisation that stopped half-way. */
export function useUnfinishedWorks(connectionId: ConnectionId): readonly UnfinishedWork[] {
  return useCoreQuery('assemblyWork.list', { connectionId }).data?.works ?? none;
}
