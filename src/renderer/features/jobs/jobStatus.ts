import type { SystemJob, SystemJobStatus } from '../../../shared/domain/systemJob.ts';
import type { Tone } from '../../kit/kit.ts';

/** As Dataverse's own pages call it. */
export const jobStatusLabels: Readonly<Record<SystemJobStatus, string>> = {
  waitingForResources: 'Waiting for resources',
  waiting: 'Waiting',
  inProgress: 'In progress',
  pausing: 'Pausing',
  canceling: 'Canceling',
  succeeded: 'Succeeded',
  failed: 'Failed',
  canceled: 'Canceled',
};

export const jobStatusTones: Readonly<Record<SystemJobStatus, Tone>> = {
  waitingForResources: 'info',
  waiting: 'warning',
  inProgress: 'info',
  pausing: 'neutral',
  canceling: 'neutral',
  succeeded: 'good',
  failed: 'bad',
  canceled: 'neutral',
};

/** Whether nothing more will happen to a job. */
export function isFinal(status: SystemJobStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'canceled';
}

/** What the organisation says about a job: the text meant for people first, where both say something. */
export function jobText(job: SystemJob): string | null {
  const parts = [job.friendlyMessage, job.message]
    .map((text) => text?.trim() ?? '')
    .filter((text, at, all) => text !== '' && all.indexOf(text) === at);
  return parts.length === 0 ? null : parts.join('\n\n');
}

/** How often it was tried, counting the first time. */
export function attemptsOf(job: SystemJob): number {
  return job.startedOn === null && job.retryCount === 0 ? 0 : job.retryCount + 1;
}

/** A job as text, for a ticket. */
export function jobReport(job: SystemJob): string {
  const lines: [string, string | number | null][] = [
    ['System job', job.name],
    ['Id', job.id],
    ['Status', jobStatusLabels[job.status]],
    ['Attempts', attemptsOf(job)],
    ['Message', job.messageName],
    ['Table', job.table],
    ['Row', job.rowId],
    ['Created', job.createdOn],
    ['Started', job.startedOn],
    ['Completed', job.completedOn],
    ['Next attempt', job.postponedUntil],
    ['Correlation id', job.correlationId],
    ['Request id', job.requestId],
    ['Error code', job.errorCode],
  ];
  const known = lines.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${name}: ${value}`],
  );
  const text = jobText(job);
  return [...known, ...(text ? ['', text] : [])].join('\n');
}
