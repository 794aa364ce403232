import type { RowWriter } from '../operations/operationPipeline.ts';
import type { Organisation } from '../operations/organisation.ts';
import { timestamp } from '../rules/platformColumns.ts';
import { lookupIn, numberIn, type Row, textIn } from '../store/row.ts';
import type { RowChange } from '../store/rowStore.ts';
import type { RemoteContext } from './contextValue.ts';
import type { PostContext } from './postContext.ts';
import { internalFailure, type PostFailure, type PostOutcome, signedCode } from './postOutcome.ts';

export type JobRunnerOptions = {
  readonly post: PostContext;
  /** Wait before the first retry; each further one is twice as long. Milliseconds. */
  readonly retryBaseMs: number;
  /** After so many retries a job fails for good. */
  readonly maxRetries: number;
  /** Posts at the same time. */
  readonly parallel: number;
};

const ready = 0;
const suspended = 1;
const locked = 2;
const completed = 3;

const waitingForResources = 0;
const waiting = 10;
const inProgress = 20;
const pausing = 21;
const canceling = 22;
const succeeded = 30;
const failed = 31;
const canceled = 32;

/** When a waiting job is to run again: exactly, and as its `postponeuntil` says it to the second. */
type Due = { readonly ms: number; readonly text: string };

/**
 * Runs the system jobs of asynchronous steps and of endpoint checks: Ready → Locked → Completed, or Suspended with
 * growing waits while the other side refuses. It follows what users do to the rows: retry, pause, cancel, delete.
 *
 * What a job has to post is kept beside the rows, not in `data`: that column can be read and would make every list of
 * jobs heavy. A job that was being posted when the sandbox stopped is posted again: at least once, as in Dataverse.
 */
export class JobRunner {
  readonly #organisation: Organisation;
  readonly #options: JobRunnerOptions;
  readonly #contexts = new Map<string, RemoteContext>();
  readonly #due = new Map<string, Due>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #queue: string[] = [];
  #isStopped = true;

  constructor(organisation: Organisation, options: JobRunnerOptions) {
    this.#organisation = organisation;
    this.#options = options;
  }

  /** What the job is to post. Call it before the transaction that makes the job is kept. */
  keepContext(jobId: string, context: RemoteContext): void {
    this.#contexts.set(jobId, context);
  }

  dropContext(jobId: string): void {
    this.#contexts.delete(jobId);
  }

  /** Contexts of jobs that are not completed, by job id. */
  contexts(): ReadonlyMap<string, RemoteContext> {
    return this.#contexts;
  }

  /** Takes up the jobs that the rows tell of. */
  async start(): Promise<void> {
    this.#isStopped = false;
    const interrupted: string[] = [];
    for (const row of this.#organisation.store.rows('asyncoperation')) {
      const id = textIn(row, 'asyncoperationid');
      if (id === undefined || !this.#contexts.has(id)) continue;
      if (numberIn(row, 'statecode') === locked) interrupted.push(id);
      else this.#follow(id, row);
    }
    for (const id of [...this.#contexts.keys()])
      if (this.#organisation.store.get('asyncoperation', id) === undefined) this.#contexts.delete(id);
    if (interrupted.length > 0)
      await this.#write(async (writer) => {
        for (const id of interrupted)
          await writer.update(
            'asyncoperation',
            id,
            { statecode: ready, statuscode: waitingForResources },
            { asPlatform: true },
          );
      });
  }

  /** Stops waiting and lets the posts under way end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#queue.length = 0;
    await Promise.all(this.#running.values());
  }

  /** Rows that a transaction changed: system jobs among them are taken up, put off or forgotten. */
  committed(changes: readonly RowChange[]): void {
    for (const { table, id, row } of changes) if (table === 'asyncoperation') this.#follow(id, row);
  }

  #follow(id: string, row: Row | undefined): void {
    const state = row === undefined ? completed : numberIn(row, 'statecode');
    if (state === locked) {
      if (row !== undefined && !this.#running.has(id)) this.#honour(id, numberIn(row, 'statuscode'));
      return;
    }
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    if (row === undefined || state === completed) this.#forget(id);
    else if (!this.#contexts.has(id)) return;
    else if (state === ready) this.#enqueue(id);
    else if (state === suspended) this.#postpone(id, row);
  }

  /** Pausing or cancelling was asked of a job that is not being posted: done at once. */
  #honour(id: string, status: number | undefined): void {
    if (status !== pausing && status !== canceling) return;
    const now = timestamp(this.#organisation.clock());
    const changes: Row =
      status === canceling
        ? { statecode: completed, statuscode: canceled, completedon: now }
        : { statecode: suspended, statuscode: waiting, postponeuntil: null };
    this.#track(
      id,
      this.#write(async (writer) => {
        if (numberIn(writer.get('asyncoperation', id) ?? {}, 'statecode') === locked)
          await writer.update('asyncoperation', id, changes, { asPlatform: true });
      }),
    );
  }

  /** `stop` waits for the work; until it ends the job is not started. */
  #track(id: string, work: Promise<void>): void {
    const tracked = work.finally(() => {
      this.#running.delete(id);
      // Resumed by somebody just as the work ended: the row says so.
      const row = this.#organisation.store.get('asyncoperation', id);
      if (row !== undefined && numberIn(row, 'statecode') === ready && this.#contexts.has(id))
        this.#enqueue(id);
      this.#runNext();
    });
    this.#running.set(id, tracked);
  }

  #forget(id: string): void {
    this.#contexts.delete(id);
    this.#due.delete(id);
  }

  /** A suspended job without `postponeuntil` was paused: it stays until somebody resumes it. */
  #postpone(id: string, row: Row): void {
    const text = textIn(row, 'postponeuntil');
    if (text === undefined || this.#isStopped) return;
    const known = this.#due.get(id);
    const due = known?.text === text ? known.ms : Date.parse(text);
    const wait = Math.min(Math.max(due - this.#organisation.clock(), 0), 2 ** 31 - 1);
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      this.#enqueue(id);
    }, wait);
    timer.unref();
    this.#timers.set(id, timer);
  }

  #enqueue(id: string): void {
    if (this.#isStopped || this.#running.has(id) || this.#queue.includes(id)) return;
    this.#queue.push(id);
    this.#runNext();
  }

  #runNext(): void {
    while (!this.#isStopped && this.#running.size < this.#options.parallel) {
      const id = this.#queue.shift();
      if (id === undefined) return;
      this.#track(id, this.#run(id));
    }
  }

  async #run(id: string): Promise<void> {
    const begun = this.#organisation.clock();
    const job = await this.#write(async (writer) => {
      const row = writer.get('asyncoperation', id);
      const state = row === undefined ? completed : numberIn(row, 'statecode');
      if (row === undefined || (state !== ready && state !== suspended)) return undefined;
      return writer.update(
        'asyncoperation',
        id,
        { statecode: locked, statuscode: inProgress, startedon: timestamp(begun), postponeuntil: null },
        { asPlatform: true },
      );
    });
    if (job === undefined) return;
    const outcome = await this.#post(id, job);
    await this.#write(async (writer) => {
      const row = writer.get('asyncoperation', id);
      if (row !== undefined) await this.#settle(writer, id, row, outcome, begun);
    });
  }

  async #post(id: string, job: Row): Promise<PostOutcome> {
    const context = this.#contexts.get(id);
    if (context === undefined)
      return internalFailure(
        'The sandbox kept nothing to post for this system job.',
        'Run the operation again.',
      );
    const endpoint = this.#endpointOf(job);
    if (endpoint === undefined)
      return internalFailure(
        'The step or the service endpoint of this system job does not exist any more.',
        'Nothing was sent.',
      );
    return this.#options.post(endpoint, context);
  }

  /** The step's endpoint, or for a check the endpoint that the job regards. */
  #endpointOf(job: Row): Row | undefined {
    const { store } = this.#organisation;
    const step = lookupIn(job, 'owningextensionid');
    const regarding = lookupIn(job, 'regardingobjectid');
    const stepRow = step === undefined ? undefined : store.get('sdkmessageprocessingstep', step.id);
    const handler = stepRow === undefined ? undefined : lookupIn(stepRow, 'eventhandler');
    const id = handler?.table === 'serviceendpoint' ? handler.id : undefined;
    if (id !== undefined) return store.get('serviceendpoint', id);
    return regarding?.table === 'serviceendpoint' ? store.get('serviceendpoint', regarding.id) : undefined;
  }

  async #settle(writer: RowWriter, id: string, row: Row, outcome: PostOutcome, begun: number): Promise<void> {
    const now = this.#organisation.clock();
    const ended = { completedon: timestamp(now), executiontimespan: (now - begun) / 1000 };
    const update = async (changes: Row): Promise<void> => {
      await writer.update('asyncoperation', id, changes, { asPlatform: true });
    };
    const state = numberIn(row, 'statecode');
    const status = numberIn(row, 'statuscode');
    // Cancelled while the post was under way. What was sent stays sent.
    if (state === completed) return;
    if (outcome.kind === 'posted') {
      if (this.#deletesWhenDone(row)) await writer.remove('asyncoperation', id, { asPlatform: true });
      else
        await update({
          statecode: completed,
          statuscode: succeeded,
          ...ended,
          message: null,
          friendlymessage: null,
          errorcode: 0,
        });
      return;
    }
    const attempt = (numberIn(row, 'retrycount') ?? 0) + 1;
    const texts = failureTexts(outcome, attempt);
    if (status === canceling)
      await update({ statecode: completed, statuscode: canceled, ...ended, ...texts });
    else if (status === pausing || state === suspended)
      await update({ statecode: suspended, statuscode: waiting, ...texts });
    else if (outcome.kind === 'internal' || attempt > this.#options.maxRetries)
      await update({ statecode: completed, statuscode: failed, ...ended, ...texts });
    else {
      const ms = now + this.#options.retryBaseMs * 2 ** (attempt - 1);
      const due: Due = { ms, text: timestamp(Math.ceil(ms / 1000) * 1000) };
      this.#due.set(id, due);
      await update({
        statecode: suspended,
        statuscode: waiting,
        retrycount: attempt,
        postponeuntil: due.text,
        ...texts,
      });
    }
  }

  #deletesWhenDone(job: Row): boolean {
    const step = lookupIn(job, 'owningextensionid');
    const row =
      step === undefined ? undefined : this.#organisation.store.get('sdkmessageprocessingstep', step.id);
    return row?.asyncautodelete === true;
  }

  #write<T>(work: (writer: RowWriter) => Promise<T>): Promise<T> {
    return this.#organisation.transact(this.#organisation.platformCall(), work);
  }
}

function failureTexts(failure: PostFailure, attempt: number): Row {
  return {
    errorcode: signedCode(failure.code),
    friendlymessage: failure.friendly,
    message: `Attempt ${attempt} failed (${failure.code}). ${failure.friendly}\r\n${failure.detail}`,
  };
}
