import type { MessageSummary } from '../../../shared/contract/calls/listeners.ts';
import type { TestOperation, TestRun } from '../../../shared/contract/calls/testRuns.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { formatSize } from '../../../shared/domain/messageSize.ts';
import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import type { ProgressLineItem } from '../../kit/kit.ts';
import { attemptsOf, jobStatusLabels, jobText } from '../jobs/jobStatus.ts';

/** What is known of a run while it goes on. */
export interface RunFacts {
  readonly operation: TestOperation;
  /** "Account". */
  readonly tableName: string;
  /** "crm-orders"; null when nobody listens. */
  readonly listensTo: string | null;
  /** Why nobody listens, or why listening did not start. */
  readonly listenNote: string | null;
  readonly listenState: 'starting' | 'listening' | 'off';
  readonly run: TestRun | null;
  readonly rowName: string | null;
  readonly job: SystemJob | null;
  readonly followed: 'waiting' | 'done' | 'failed';
  readonly followFailure: Failure | null;
  readonly waitedSeconds: number;
  readonly deletesJob: boolean;
  /** The step posted inside the operation: it leaves no job. */
  readonly synchronous: boolean;
  /** It posts to a web address, which nobody reads along at. */
  readonly webhook: boolean;
  readonly message: MessageSummary | null;
}

const doing: Readonly<Record<TestOperation, string>> = {
  create: 'Creating a row of',
  update: 'Updating a row of',
  delete: 'Deleting a row of',
};
const done: Readonly<Record<TestOperation, string>> = {
  create: 'Created',
  update: 'Updated',
  delete: 'Deleted',
};

/** The run as sentences: listening, the operation, its system job, its message. */
export function runLines(facts: RunFacts): readonly ProgressLineItem[] {
  const lines: ProgressLineItem[] = facts.webhook ? [] : [listenLine(facts)];
  if (facts.listenState === 'starting') return lines;
  const { run, operation, tableName } = facts;
  if (!run) {
    lines.push({ id: 'operation', state: 'running', sentence: `${doing[operation]} ${tableName}…` });
    return lines;
  }
  const name = facts.rowName ? `${tableName} “${facts.rowName}”` : `a row of ${tableName}`;
  lines.push({
    id: 'operation',
    state: 'passed',
    sentence: `${done[operation]} ${name}.`,
    details: `Row ${run.rowId}\nCorrelation ${run.correlationId}`,
  });
  lines.push(facts.synchronous ? postedLine(facts) : jobLine(facts));
  if (facts.listenState === 'listening') lines.push(messageLine(facts));
  return lines;
}

function listenLine({ listenState, listensTo, listenNote }: RunFacts): ProgressLineItem {
  const id = 'listening';
  if (listenState === 'starting')
    return { id, state: 'running', sentence: `Starting to listen on ${listensTo ?? ''}…` };
  if (listenState === 'listening')
    return { id, state: 'passed', sentence: `Listening on ${listensTo ?? ''}.` };
  return {
    id,
    state: 'skipped',
    sentence: 'Nobody listens here, so the message itself will not be seen.',
    ...(listenNote ? { advice: listenNote } : {}),
  };
}

/** A synchronous step that is refused by the other side undoes the operation: where that went through, it was posted. */
function postedLine({ webhook }: RunFacts): ProgressLineItem {
  return {
    id: 'job',
    state: 'passed',
    sentence: webhook
      ? 'The step ran inside the operation: the receiver answered with success.'
      : 'The step ran inside the operation: Azure took the message.',
  };
}

function jobLine(facts: RunFacts): ProgressLineItem {
  const { job, followed, followFailure, deletesJob, message } = facts;
  const id = 'job';
  if (!job) {
    if (followed === 'failed') {
      return {
        id,
        state: 'warning',
        sentence: `The system job could not be followed: ${followFailure?.sentence ?? 'the connection was lost.'}`,
        ...(followFailure?.advice ? { advice: followFailure.advice } : {}),
      };
    }
    if (followed === 'waiting')
      return { id, state: 'running', sentence: 'Waiting for the system job of the step…' };
    if (deletesJob || message) {
      return {
        id,
        state: 'skipped',
        sentence: 'No system job is left: this step deletes it once it succeeded.',
      };
    }
    return {
      id,
      state: 'failed',
      sentence: 'No system job appeared: the step was not triggered.',
      advice:
        'Look whether the step is enabled, whether its filtering attributes are among the values, and whether asynchronous processing is held up in the organisation.',
    };
  }
  const text = jobText(job);
  const details = text === null ? {} : { details: text };
  switch (job.status) {
    case 'succeeded':
      return {
        id,
        state: 'passed',
        sentence: facts.webhook
          ? 'The system job has succeeded: the receiver answered with success.'
          : 'The system job has succeeded: Azure took the message.',
      };
    case 'failed':
      return {
        id,
        state: 'failed',
        sentence: 'The system job has failed.',
        advice: firstLine(text),
        ...details,
      };
    case 'canceled':
      return { id, state: 'failed', sentence: 'The system job was canceled.', ...details };
    case 'waiting':
      return job.retryCount > 0 || text !== null
        ? {
            id,
            state: 'warning',
            sentence: `The system job is waiting: attempt ${attemptsOf(job)} did not get through${nextTry(job)}.`,
            advice: firstLine(text),
            ...details,
          }
        : { id, state: 'running', sentence: 'The system job is waiting for its turn…' };
    default:
      return { id, state: 'running', sentence: `System job: ${jobStatusLabels[job.status]}…` };
  }
}

function nextTry({ postponedUntil }: SystemJob): string {
  if (postponedUntil === null) return '';
  const time = new Date(postponedUntil);
  return Number.isNaN(time.getTime()) ? '' : `, the next one is at ${time.toLocaleTimeString()}`;
}

function firstLine(text: string | null): string | undefined {
  return text?.split('\n').find((line) => line.trim() !== '');
}

function messageLine({ message, listensTo, job }: RunFacts): ProgressLineItem {
  const id = 'message';
  if (message) {
    return {
      id,
      state: message.problem ? 'warning' : 'passed',
      sentence: `The message has arrived, ${formatSize(message.size)}.`,
      ...(message.problem ? { advice: message.problem } : {}),
    };
  }
  if (job?.status === 'failed' || job?.status === 'canceled') {
    return { id, state: 'skipped', sentence: 'No message: its system job did not post it.' };
  }
  return { id, state: 'running', sentence: `Waiting for the message in ${listensTo ?? ''}…` };
}
