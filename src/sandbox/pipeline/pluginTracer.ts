import { DataverseFault } from '../dataverseFault.ts';
import type { RowOperation, RowWriter } from '../operations/operationPipeline.ts';
import type { Organisation } from '../operations/organisation.ts';
import { timestamp } from '../rules/platformColumns.ts';
import { seedId } from '../seed/seedId.ts';
import { numberIn, textIn } from '../store/row.ts';
import type { PluginStep } from './findSteps.ts';
import { type PluginRun, pretendRun, traceRow } from './pluginTrace.ts';
import { isvAborted } from './postOutcome.ts';

export type PluginTracer = {
  /** A step on a plug-in type is set off. @throws {DataverseFault} when a synchronous one refuses the operation. */
  run(operation: RowOperation, step: PluginStep): void;
  /** Once everything that ran is written down. */
  settled(): Promise<void>;
};

/** Values of `plugintracelogsetting`. */
const logsExceptions = 1;
const logsAll = 2;
/** Dataverse removes traces after about a day. */
const keptMs = 24 * 60 * 60 * 1000;

/**
 * Stands in for the sandbox host: plug-ins are not run, but traces and statistics say that they were, as the
 * organisation's trace setting asks. They are written in a transaction of their own, after the operation's: in
 * Dataverse too the trace of a plug-in that refused an operation outlives the operation.
 */
export function createPluginTracer(organisation: Organisation): PluginTracer {
  const waiting: PluginRun[] = [];
  let writing: Promise<void> = Promise.resolve();

  function setting(): number {
    const row = organisation.store.get('organization', organisation.details.organizationId);
    return row === undefined ? 0 : (numberIn(row, 'plugintracelogsetting') ?? 0);
  }

  function isLogged({ exception }: PluginRun): boolean {
    const wanted = setting();
    return wanted === logsAll || (wanted === logsExceptions && exception !== undefined);
  }

  async function writeDown(): Promise<void> {
    const runs = waiting.splice(0);
    if (runs.length === 0) return;
    await organisation.transact(organisation.platformCall(), async (writer) => {
      await removeOld(writer);
      for (const run of runs) {
        if (isLogged(run)) await writer.create('plugintracelog', traceRow(run), { asPlatform: true });
        await count(writer, run);
      }
    });
  }

  async function removeOld(writer: RowWriter): Promise<void> {
    const { store, clock } = organisation;
    const oldest = timestamp(clock() - keptMs);
    for (const row of [...store.rows('plugintracelog')])
      if ((textIn(row, 'createdon') ?? '') < oldest)
        await writer.remove('plugintracelog', textIn(row, 'plugintracelogid') ?? '', { asPlatform: true });
  }

  return {
    run(operation, step) {
      const run = pretendRun(operation, step, organisation.clock());
      waiting.push(run);
      // The operation's transaction is open: this one waits for its turn.
      if (waiting.length === 1) writing = writing.then(writeDown, writeDown);
      if (run.exception !== undefined && !step.asynchronous)
        throw new DataverseFault(400, isvAborted, run.exception);
    },
    settled: async () => {
      await writing.catch(() => undefined);
    },
  };
}

/** Adds the run to what is counted of its type. */
async function count(writer: RowWriter, { step, executionMs, exception }: PluginRun): Promise<void> {
  const typeId = textIn(step.type, 'plugintypeid') ?? '';
  if (writer.get('plugintype', typeId) === undefined) return;
  const id = seedId('plugintypestatistic', typeId);
  const before = writer.get('plugintypestatistic', id);
  const executed = (numberIn(before ?? {}, 'executecount') ?? 0) + 1;
  const failed = (numberIn(before ?? {}, 'failurecount') ?? 0) + (exception === undefined ? 0 : 1);
  const average = numberIn(before ?? {}, 'averageexecutetimeinmilliseconds') ?? 0;
  const counts = {
    executecount: executed,
    failurecount: failed,
    failurepercent: Math.round((failed / executed) * 100),
    averageexecutetimeinmilliseconds: Math.round(average + (executionMs - average) / executed),
  };
  if (before !== undefined) await writer.update('plugintypestatistic', id, counts, { asPlatform: true });
  else
    await writer.create(
      'plugintypestatistic',
      {
        plugintypestatisticid: id,
        plugintypeid: { table: 'plugintype', id: typeId },
        crashcount: 0,
        crashpercent: 0,
        crashcontributionpercent: 0,
        terminatecpucontributionpercent: 0,
        terminatehandlescontributionpercent: 0,
        terminatememorycontributionpercent: 0,
        terminateothercontributionpercent: 0,
        ...counts,
      },
      { asPlatform: true },
    );
}
