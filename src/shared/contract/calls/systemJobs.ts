import { z } from 'zod';
import { ConnectionId, ServiceEndpointId, StepId, SystemJobId } from '../../domain/ids.ts';
import { SystemJob } from '../../domain/systemJob.ts';
import { call } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });

export const JobOwner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), id: StepId }),
  z.object({ kind: z.literal('serviceEndpoint'), id: ServiceEndpointId }),
  /** All asynchronous steps of the organisation. */
  z.object({ kind: z.literal('organization') }),
]);
export type JobOwner = z.infer<typeof JobOwner>;

export const systemJobCalls = {
  /** Newest first. */
  'systemJob.list': call(
    which.extend({ owner: JobOwner, top: z.number().int().min(1).max(500).default(100) }),
    z.object({ jobs: z.array(SystemJob), more: z.boolean() }),
  ),
  /** Waiting jobs run now instead of at their next attempt. */
  'systemJob.retry': call(
    which.extend({ ids: z.array(SystemJobId).min(1).max(100) }),
    z.object({ changed: z.number().int() }),
  ),
  'systemJob.cancel': call(
    which.extend({ ids: z.array(SystemJobId).min(1).max(100) }),
    z.object({ changed: z.number().int() }),
  ),
};
