import { StepId, SystemJobId } from '../../../../src/shared/domain/ids.ts';
import type { SystemJob } from '../../../../src/shared/domain/systemJob.ts';

/** A system job as the core tells it. */
export function job(given: Partial<SystemJob> = {}): SystemJob {
  return {
    id: SystemJobId.parse('00000000-0000-4000-8000-000000000003'),
    name: 'Orders: Create of account',
    stepId: StepId.parse('00000000-0000-4000-8000-000000000004'),
    status: 'succeeded',
    operationType: 1,
    message: null,
    friendlyMessage: null,
    errorCode: null,
    messageName: 'Create',
    table: 'account',
    rowId: null,
    correlationId: null,
    requestId: null,
    retryCount: 0,
    createdOn: '2026-01-02T03:04:05Z',
    startedOn: '2026-01-02T03:04:05Z',
    completedOn: null,
    postponedUntil: null,
    ...given,
  };
}
