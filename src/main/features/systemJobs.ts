import { FailureError } from '../../shared/contract/failure.ts';
import type { SystemJobId } from '../../shared/domain/ids.ts';
import type { SystemJob, SystemJobStatus } from '../../shared/domain/systemJob.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Tell } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';

const endedStatuses: ReadonlySet<SystemJobStatus> = new Set(['succeeded', 'failed', 'canceled']);

/** Whether nothing more will happen to a job. */
export function hasEnded({ status }: SystemJob): boolean {
  return endedStatuses.has(status);
}

export function createSystemJobs(ports: {
  open: OpenOrganizationOf;
  tell: Tell;
}): Pick<Handlers, 'systemJob.list' | 'systemJob.retry' | 'systemJob.cancel'> {
  /** The jobs that can be changed; a change set with one that cannot would change none. */
  async function eligible(
    { dataverse }: OpenOrganization,
    ids: readonly SystemJobId[],
    can: (job: SystemJob) => boolean,
    refusal: { sentence: string; advice: string },
    scope: RequestScope,
  ): Promise<SystemJobId[]> {
    const jobs = await dataverse.systemJobs.ofIds([...new Set(ids)], scope);
    const found = jobs.filter(can).map(({ id }) => id);
    if (found.length === 0) throw new FailureError({ code: 'invalid', ...refusal });
    return found;
  }

  return {
    'systemJob.list': async ({ connectionId, owner, top }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      const { systemJobs, steps } = dataverse;
      const scope = { signal };
      const most = top + 1;
      let jobs: SystemJob[];
      switch (owner.kind) {
        case 'step':
          jobs = await systemJobs.ofSteps([owner.id], most, scope);
          break;
        case 'serviceEndpoint': {
          // Its steps' jobs, and those of its checks.
          const [ofSteps, ofChecks] = await Promise.all([
            steps.idsOfEndpoint(owner.id, scope).then((ids) => systemJobs.ofSteps(ids, most, scope)),
            systemJobs.regarding(owner.id, undefined, most, scope),
          ]);
          jobs = newestFirst([...ofSteps, ...ofChecks]);
          break;
        }
        case 'organization':
          jobs = await systemJobs.ofOrganization(most, scope);
          break;
      }
      return { jobs: jobs.slice(0, top), more: jobs.length > top };
    },

    'systemJob.retry': async ({ connectionId, ids }, { signal }) => {
      const organization = await ports.open(connectionId);
      const refusal = {
        sentence: 'None of these jobs is waiting for another attempt, so there is nothing to try again.',
        advice: 'A job that has failed for good cannot run again; trigger the step once more instead.',
      };
      const waiting = await eligible(organization, ids, ({ status }) => status === 'waiting', refusal, {
        signal,
      });
      await organization.dataverse.systemJobs.resume(waiting, { signal });
      ports.tell('systemJobs.changed', { connectionId });
      return { changed: waiting.length };
    },

    'systemJob.cancel': async ({ connectionId, ids }, { signal }) => {
      const organization = await ports.open(connectionId);
      const refusal = {
        sentence: 'These jobs have ended already, so there is nothing to cancel.',
        advice: 'Refresh to see how they ended.',
      };
      const open = await eligible(organization, ids, (job) => !hasEnded(job), refusal, { signal });
      await organization.dataverse.systemJobs.cancel(open, { signal });
      ports.tell('systemJobs.changed', { connectionId });
      return { changed: open.length };
    },
  };
}

function newestFirst(jobs: readonly SystemJob[]): SystemJob[] {
  const unique = new Map(jobs.map((job) => [job.id, job]));
  return [...unique.values()].sort((one, other) => other.createdOn.localeCompare(one.createdOn));
}
