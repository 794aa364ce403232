import type { JobOwner } from '../../../shared/contract/calls/systemJobs.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import { type CoreQuery, useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { isFinal } from './jobStatus.ts';

const shown = 100;
const refreshMs = 4000;

/** Whose jobs belong to what is selected. */
export function jobOwnerOf(node: RegistrationNode | null): JobOwner {
  if (node?.kind === 'step') return { kind: 'step', id: node.id };
  if (node?.kind === 'image') return { kind: 'step', id: node.stepId };
  if (node?.kind === 'serviceEndpoint') return { kind: 'serviceEndpoint', id: node.id };
  return { kind: 'organization' };
}

/** The jobs of what is selected; asked again by itself while some of them go on. */
export function useJobs(
  connectionId: ConnectionId,
  node: RegistrationNode | null,
): CoreQuery<'systemJob.list'> {
  const input = { connectionId, owner: jobOwnerOf(node), top: shown };
  const query = useCoreQuery('systemJob.list', input, { staleTime: 2000 });
  const goesOn = query.data?.jobs.some(({ status }) => !isFinal(status)) ?? false;
  useCoreQuery('systemJob.list', input, { staleTime: 2000, refetchInterval: goesOn ? refreshMs : false });
  return query;
}

/** What is known already, without asking: for the badge, which is there for every node that is selected. */
export function useKnownJobs(
  connectionId: ConnectionId,
  node: RegistrationNode | null,
): readonly SystemJob[] {
  const input = { connectionId, owner: jobOwnerOf(node), top: shown };
  return useCoreQuery('systemJob.list', input, { enabled: false }).data?.jobs ?? [];
}
