import { DataverseFault } from '../dataverseFault.ts';
import type { EndpointCheck, OperationPipeline, RowOperation } from '../operations/operationPipeline.ts';
import type { Organisation } from '../operations/organisation.ts';
import { textIn } from '../store/row.ts';
import { buildContext, type ContextSurroundings, directoryObjectOf } from './buildContext.ts';
import type { RemoteContext } from './contextValue.ts';
import { type EndpointStep, findSteps, type RunningStep } from './findSteps.ts';
import { JobRunner } from './jobRunner.ts';
import { createPluginTracer } from './pluginTracer.ts';
import { createPostContext } from './postContext.ts';
import { isvAborted } from './postOutcome.ts';
import { checkContext, newJobId, stepJobRow } from './stepJob.ts';

export type PipelineOptions = {
  readonly organisation: Organisation;
  /** What kept jobs have to post, by job id. */
  readonly contexts?: Readonly<Record<string, RemoteContext>>;
  /** Default 2,000: retries after 2 s, 4 s, 8 s … */
  readonly retryBaseMs?: number;
  /** Default 8. */
  readonly maxRetries?: number;
  /** For one post. Default 10,000; for webhooks 60,000, as in Dataverse. */
  readonly postTimeoutMs?: number;
  /** Host of the Web API, which webhooks are told. */
  readonly organisationHost?: () => string;
  /** See `ContextSurroundings`. Default -420, which is what the servers of North America wrote in summer. */
  readonly serverOffsetMinutes?: number;
};

export type PostingPipeline = OperationPipeline & {
  /** Takes up the jobs that are kept in the rows. Nothing asynchronous is posted before. */
  start(): Promise<void>;
  /** Lets the posts under way end; the rest stays in the rows. */
  stop(): Promise<void>;
  /** Once the traces of all plug-ins that ran so far are written. */
  settled(): Promise<void>;
  /** What unfinished jobs have to post, as plain data, by job id. */
  contexts(): Readonly<Record<string, RemoteContext>>;
};

const postsAtATime = 8;
const webhook = 8;

/**
 * Runs the steps on service endpoints and webhooks: synchronous ones inside the operation, asynchronous ones through
 * system jobs. The sandbox runs no plug-in code: steps on plug-in types only leave the traces of a run.
 */
export function createPipeline(options: PipelineOptions): PostingPipeline {
  const { organisation } = options;
  const { store, details } = organisation;
  const post = createPostContext(store, {
    timeoutMs: options.postTimeoutMs ?? 10_000,
    webhookTimeoutMs: options.postTimeoutMs ?? 60_000,
    clock: organisation.clock,
    organisationHost: options.organisationHost ?? (() => `${details.urlName}.crm.dynamics.com`),
  });
  const runner = new JobRunner(organisation, {
    post,
    retryBaseMs: options.retryBaseMs ?? 2000,
    maxRetries: options.maxRetries ?? 8,
    parallel: postsAtATime,
  });
  for (const [jobId, context] of Object.entries(options.contexts ?? {})) runner.keepContext(jobId, context);

  const tracer = createPluginTracer(organisation);

  // Jobs made since the last transaction was kept: those of one that was undone have no row when the next is.
  const unconfirmed = new Set<string>();

  function keepContext(jobId: string, context: RemoteContext): void {
    unconfirmed.add(jobId);
    runner.keepContext(jobId, context);
  }

  function surroundings(operation: RowOperation): ContextSurroundings {
    const table = store.schema.byName(operation.table);
    if (table === undefined) throw new Error(`There is no table ${operation.table}.`);
    return { store, table, details, serverOffsetMinutes: options.serverOffsetMinutes ?? -420 };
  }

  async function runSynchronous(operation: RowOperation, steps: readonly RunningStep[]): Promise<void> {
    if (operation.call.bypassCustomLogic === true) return;
    for (const step of steps) {
      if (step.kind === 'pluginType') tracer.run(operation, step);
      else await postSynchronously(operation, step);
    }
  }

  async function postSynchronously(operation: RowOperation, step: EndpointStep): Promise<void> {
    const context = buildContext(operation, step, operation.call.requestId, surroundings(operation));
    const outcome = await post(step.endpoint, context);
    if (outcome.kind === 'posted') return;
    const code = step.endpoint.contract === webhook ? outcome.code : isvAborted;
    throw new DataverseFault(
      400,
      code,
      `The step '${textIn(step.row, 'name') ?? step.id}' refused the operation: ${outcome.friendly} ${outcome.detail}`,
    );
  }

  async function startJob(operation: RowOperation, step: EndpointStep): Promise<void> {
    const jobId = newJobId();
    keepContext(jobId, buildContext(operation, step, jobId, surroundings(operation)));
    await operation.writer.create('asyncoperation', stepJobRow(operation, step, jobId), { asPlatform: true });
  }

  return {
    async before(operation) {
      const steps = findSteps(store, operation).filter(
        ({ stage, asynchronous }) => stage < 40 && !asynchronous,
      );
      await runSynchronous(operation, steps);
    },

    async after(operation) {
      const steps = findSteps(store, operation);
      await runSynchronous(
        operation,
        steps.filter(({ stage, asynchronous }) => stage >= 40 && !asynchronous),
      );
      for (const step of steps.filter(({ asynchronous }) => asynchronous))
        if (step.kind === 'pluginType') tracer.run(operation, step);
        else await startJob(operation, step);
    },

    checkEndpoint(check: EndpointCheck) {
      const context = checkContext(
        check,
        details,
        (userId) => directoryObjectOf(store, userId),
        organisation.clock(),
      );
      keepContext(check.jobId, context);
    },

    committed(changes) {
      for (const jobId of unconfirmed)
        if (store.get('asyncoperation', jobId) === undefined) runner.dropContext(jobId);
      unconfirmed.clear();
      runner.committed(changes);
    },

    start: () => runner.start(),
    settled: () => tracer.settled(),
    stop: async () => {
      await runner.stop();
      await tracer.settled();
    },
    contexts: () => Object.fromEntries(runner.contexts()),
  };
}
