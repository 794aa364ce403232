import type { CheckLine, CheckReport } from '../../shared/domain/check.ts';
import { designationTypes } from '../../shared/domain/designationType.ts';
import type { ServiceEndpointId, SystemJobId } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import type { SystemJob } from '../../shared/domain/systemJob.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Clock, Tell } from '../ports.ts';
import type { Handler } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { hasEnded } from './systemJobs.ts';

export interface CheckFromDataversePorts {
  readonly open: OpenOrganizationOf;
  readonly tell: Tell;
  readonly clock: Clock;
}

/** How long a job is waited for, and how long until it is strange that none has appeared. */
const patience = 120_000;
const appearance = 20_000;
const jobsLookedAt = 50;

/**
 * Lets Dataverse post a test message through the endpoint as it is saved, and waits for the system job of it.
 * A job that waits for another attempt counts as failed: that is what a wrong key gives, for hours.
 */
export function createCheckFromDataverse(
  ports: CheckFromDataversePorts,
): Handler<'serviceEndpoint.checkFromDataverse'> {
  return async ({ connectionId, id }, { signal, progress }) => {
    const organization = await ports.open(connectionId);
    const { dataverse } = organization;
    const scope = { signal };
    const [{ endpoint }, before] = await Promise.all([
      dataverse.serviceEndpoints.read(id, scope),
      // Told apart from earlier checks by id: the clocks of two computers are never quite the same.
      dataverse.systemJobs.regarding(id, undefined, jobsLookedAt, scope),
    ]);
    const place = `${designationTypes[endpoint.designationType].pathNoun} ${endpoint.path ?? endpoint.name}`;
    progress({ lines: [running('send', `Dataverse is asked to post a test message to ${place}.`)] });
    await dataverse.serviceEndpoints.triggerCheck(id, scope);
    ports.tell('systemJobs.changed', { connectionId });
    const asked: CheckLine = {
      id: 'send',
      state: 'passed',
      sentence: `Dataverse has taken the order to post a test message to ${place}.`,
    };
    const job = await waitForJob(
      ports,
      organization,
      id,
      new Set(before.map((one) => one.id)),
      scope,
      (now) =>
        progress({
          lines: [asked, now ? jobLine(now, endpoint) : running('job', 'Waiting for its system job.')],
        }),
    );
    ports.tell('systemJobs.changed', { connectionId });
    const line = job ? jobLine(job, endpoint, true) : noJobLine();
    progress({ lines: [asked, line] });
    return reportOf([asked, line], job, new Date(ports.clock.now()).toISOString());
  };
}

async function waitForJob(
  { clock }: CheckFromDataversePorts,
  { dataverse }: OpenOrganization,
  id: ServiceEndpointId,
  known: ReadonlySet<SystemJobId>,
  scope: RequestScope,
  onChange: (job: SystemJob | undefined) => void,
): Promise<SystemJob | undefined> {
  const started = clock.now();
  let last: SystemJob | undefined;
  onChange(undefined);
  for (let pause = 400; ; pause = Math.min(2000, pause * 1.5)) {
    const jobs = await dataverse.systemJobs.regarding(id, undefined, jobsLookedAt, scope);
    const job = jobs.find((one) => !known.has(one.id));
    if (job && job.status !== last?.status) onChange(job);
    last = job ?? last;
    if (last && (hasEnded(last) || last.status === 'waiting')) return last;
    const waited = clock.now() - started;
    if (waited > patience || (!last && waited > appearance)) return last;
    await clock.wait(pause, scope.signal);
  }
}

function running(id: CheckLine['id'], sentence: string): CheckLine {
  return { id, state: 'running', sentence };
}

function jobLine(job: SystemJob, endpoint: ServiceEndpoint, final = false): CheckLine {
  const id = 'job' as const;
  const details = detailsOf(job);
  const withDetails = details === undefined ? {} : { details };
  switch (job.status) {
    case 'succeeded':
      return { id, state: 'passed', sentence: 'Its system job has succeeded: the message was posted.' };
    case 'failed':
      return {
        id,
        state: 'failed',
        sentence: reasonOf(job, 'Its system job has failed.'),
        advice: adviceFor(job, endpoint),
        ...withDetails,
      };
    case 'waiting':
      return {
        id,
        state: 'failed',
        sentence: reasonOf(job, 'The message could not be posted.'),
        advice: `${adviceFor(job, endpoint)} Dataverse will try this message again by itself; cancel the job if it should not.`,
        ...withDetails,
      };
    case 'canceled':
    case 'canceling':
      return { id, state: 'failed', sentence: 'Its system job was cancelled.', ...withDetails };
    default:
      if (!final) return running(id, `Its system job is ${statusWords(job)}.`);
      return {
        id,
        state: 'warning',
        sentence: `Its system job is still ${statusWords(job)} after ${patience / 60_000} minutes.`,
        advice: 'The organisation may be busy. Look at the endpoint’s system jobs later.',
        ...withDetails,
      };
  }
}

function noJobLine(): CheckLine {
  return {
    id: 'job',
    state: 'warning',
    sentence: 'Dataverse has taken the order, but shows no system job for it.',
    advice: 'Your user may not see system jobs of others. Look into the queue whether the message has come.',
  };
}

function reasonOf(job: SystemJob, otherwise: string): string {
  const text = `${job.friendlyMessage ?? ''}\n${job.message ?? ''}`;
  if (/\(401\)|unauthori[sz]ed|InvalidSignature|token provider/i.test(text)) {
    return 'Azure does not accept the endpoint’s key (401 Unauthorized).';
  }
  if (/\(404\)|not ?found|MessagingEntityNotFound/i.test(text)) {
    return 'Azure knows no entity of this name in the namespace (404 Not Found).';
  }
  if (/\(403\)|forbidden/i.test(text)) return 'Azure refuses the endpoint (403 Forbidden).';
  if (/remote name could not be resolved|no such host|ENOTFOUND/i.test(text)) {
    return 'Dataverse cannot find the namespace: its name does not resolve.';
  }
  return otherwise;
}

function adviceFor(job: SystemJob, endpoint: ServiceEndpoint): string {
  const text = `${job.friendlyMessage ?? ''}\n${job.message ?? ''}`;
  if (/\(401\)|unauthori[sz]ed|InvalidSignature|token provider/i.test(text)) {
    const key = endpoint.sasKeyName ? `the key of policy ${endpoint.sasKeyName}` : 'the endpoint’s token';
    return `Copy ${key} from the Azure portal again and type it into the endpoint.`;
  }
  if (/\(404\)|not ?found|MessagingEntityNotFound/i.test(text)) {
    return `Compare the ${designationTypes[endpoint.designationType].pathNoun} name with the Azure portal.`;
  }
  return 'The details below are what Azure and Dataverse say about it.';
}

function detailsOf({ friendlyMessage, message }: SystemJob): string | undefined {
  const texts = [friendlyMessage, message].filter((text) => text !== null && text !== '');
  return texts.length === 0 ? undefined : [...new Set(texts)].join('\n\n');
}

function statusWords({ status }: SystemJob): string {
  switch (status) {
    case 'waitingForResources':
      return 'waiting for its turn';
    case 'inProgress':
      return 'in progress';
    default:
      return 'pausing';
  }
}

function reportOf(lines: CheckLine[], job: SystemJob | undefined, at: string): CheckReport {
  const worst =
    lines.find(({ state }) => state === 'failed') ?? lines.find(({ state }) => state === 'warning');
  const outcome = worst === undefined ? 'passed' : worst.state === 'failed' ? 'failed' : 'warning';
  return {
    from: 'dataverse',
    at,
    outcome,
    sentence: worst?.sentence ?? 'Dataverse has posted a test message through this endpoint.',
    lines,
    ...(job ? { jobId: job.id } : {}),
  };
}
