import { useMemo } from 'react';
import type { MessageSummary } from '../../../shared/contract/calls/listeners.ts';
import type { ConnectionId, ServiceEndpointId } from '../../../shared/domain/ids.ts';
import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { isFinal } from '../jobs/jobStatus.ts';

/** How many of the newest messages are worth asking again for. */
const watched = 40;
/** Jobs that delete themselves never show up: asking ends after a while. */
const watchedFor = 3 * 60_000;

/** The system jobs that posted the messages, by id; asked again while the newest ones are under way. */
export function useMessageJobs(
  connectionId: ConnectionId,
  endpointId: ServiceEndpointId,
  messages: readonly MessageSummary[],
): ReadonlyMap<string, SystemJob> {
  const input = { connectionId, owner: { kind: 'serviceEndpoint', id: endpointId } as const, top: 300 };
  const enabled = messages.some(({ operationId }) => operationId !== null);
  const known = useCoreQuery('systemJob.list', input, { enabled, staleTime: 3000 });
  const jobs = useMemo(
    () => new Map<string, SystemJob>((known.data?.jobs ?? []).map((job) => [job.id, job])),
    [known.data],
  );
  const now = Date.now();
  const unsettled = messages.slice(-watched).some((message) => {
    if (message.operationId === null || now - Date.parse(message.receivedAt) > watchedFor) return false;
    const job = jobs.get(message.operationId.toLowerCase());
    return job === undefined || !isFinal(job.status);
  });
  useCoreQuery('systemJob.list', input, {
    enabled: enabled && unsettled,
    staleTime: 3000,
    refetchInterval: unsettled ? 3000 : false,
  });
  return jobs;
}
