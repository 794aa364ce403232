import type { UnfinishedWork, WorkProgress } from '../../shared/contract/calls/assemblies.ts';
import { type Failure, FailureError, isFailure } from '../../shared/contract/failure.ts';
import { type AssemblyWork, canUndo, sentenceOf, type WorkId } from '../../shared/domain/assemblyWork.ts';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import type { Log, Tell } from '../ports.ts';
import type { AssemblyWorks } from '../storage/assemblyWorks.ts';
import { performStep, revertStep, type WorkStepTools } from './assemblyWorkSteps.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganizationOf } from './ports.ts';

export interface AssemblyWorkPorts {
  readonly open: OpenOrganizationOf;
  readonly works: AssemblyWorks;
  readonly understand: WorkStepTools['understand'];
  readonly tell: Tell;
  readonly log: Log;
}

interface RunOptions {
  readonly signal: AbortSignal;
  readonly progress: (value: WorkProgress) => void;
}

export interface AssemblyWorkRunner {
  readonly handlers: Pick<
    Handlers,
    'assemblyWork.list' | 'assemblyWork.continue' | 'assemblyWork.undo' | 'assemblyWork.forget'
  >;
  /** The connection is gone: nothing of its work can go on. */
  forget(connectionId: ConnectionId): Promise<void>;
  /** Writes the work down, then does it. When it stops half-way it stays written down, and the failure says so. */
  start(
    work: AssemblyWork,
    contents: { readonly new: string; readonly old: string | null },
    options: RunOptions,
  ): Promise<void>;
}

export function createAssemblyWork(ports: AssemblyWorkPorts): AssemblyWorkRunner {
  const { works, tell } = ports;
  const underWay = new Set<WorkId>();

  async function exclusively<Result>(id: WorkId, task: () => Promise<Result>): Promise<Result> {
    if (underWay.has(id)) {
      throw new FailureError({
        code: 'inUse',
        sentence: 'This work is under way already.',
        advice: 'Wait until it has ended.',
      });
    }
    underWay.add(id);
    try {
      return await task();
    } finally {
      underWay.delete(id);
    }
  }

  function contentOf(work: AssemblyWork, which: 'new' | 'old'): () => Promise<string> {
    return async () => {
      const content = await works.readContent(work.id, which);
      if (content !== null) return content;
      throw new FailureError({
        code: 'storage',
        sentence: 'The kept copy of the assembly is not in the data folder any more.',
        advice: 'Update the assembly from its file.',
      });
    };
  }

  /** Told after each part: the page may look at what is there. */
  function changed({ connectionId }: AssemblyWork): void {
    tell('registrations.changed', { connectionId });
    tell('assemblyWork.changed', { connectionId });
  }

  async function goOn(
    started: AssemblyWork,
    { signal, progress }: RunOptions,
    { again }: { readonly again: boolean },
  ): Promise<void> {
    let work = started;
    let begun = false;
    const total = work.steps.length;
    try {
      const organization = await ports.open(work.connectionId);
      for (const [index, step] of work.steps.entries()) {
        if (index < work.done) continue;
        progress({ done: index, total, sentence: sentenceOf(step) });
        signal.throwIfAborted();
        begun = true;
        await performStep(
          organization.dataverse,
          step,
          { content: contentOf(work, 'new'), understand: ports.understand },
          { signal },
        );
        work = { ...work, done: index + 1 };
        await works.write(work);
      }
    } catch (error) {
      const failure = failureOf(error, signal);
      if (!failure) {
        changed(work);
        throw error;
      }
      // The first time only: what an earlier try did may not be known.
      if (!again && work.done === 0 && (!begun || surelyNothing(failure))) {
        await works.remove(work.id);
        throw new FailureError(failure, { cause: error });
      }
      await works.write({ ...work, stoppedBy: failure.sentence });
      changed(work);
      throw new FailureError({ ...failure, ...halfWay(work, failure) }, { cause: error });
    }
    await works.remove(work.id);
    changed(work);
  }

  async function takeBack(started: AssemblyWork, { signal, progress }: RunOptions): Promise<void> {
    let work: AssemblyWork = { ...started, undoing: true };
    const total = work.steps.length;
    try {
      await works.write(work);
      const organization = await ports.open(work.connectionId);
      // The one at which it stopped may have been carried out without our hearing of it.
      for (let index = Math.min(work.done, total - 1); index >= 0; index -= 1) {
        const step = work.steps[index];
        if (!step) continue;
        progress({
          done: total - 1 - index,
          total,
          sentence: `Taking back: ${lowerFirst(sentenceOf(step))}`,
        });
        signal.throwIfAborted();
        await revertStep(
          organization.dataverse,
          step,
          { content: contentOf(work, 'old'), understand: ports.understand },
          { signal },
        );
        work = { ...work, done: index };
        await works.write(work);
      }
    } catch (error) {
      const failure = failureOf(error, signal);
      if (!failure) {
        changed(work);
        throw error;
      }
      await works.write({ ...work, stoppedBy: failure.sentence });
      changed(work);
      throw new FailureError(failure, { cause: error });
    }
    await works.remove(work.id);
    changed(work);
  }

  async function find(connectionId: ConnectionId, workId: WorkId): Promise<AssemblyWork> {
    const work = await works.read(workId);
    if (work?.connectionId === connectionId) return work;
    throw new FailureError({
      code: 'notFound',
      sentence: 'This work is not kept any more: it was ended or taken back.',
      advice: 'Refresh to see what is there.',
    });
  }

  return {
    async start(work, contents, options) {
      await exclusively(work.id, async () => {
        await works.writeContent(work.id, 'new', contents.new);
        if (contents.old !== null) await works.writeContent(work.id, 'old', contents.old);
        await works.write(work);
        await goOn(work, options, { again: false });
      });
    },

    async forget(connectionId) {
      for (const work of await works.list()) {
        if (work.connectionId === connectionId && !underWay.has(work.id)) await works.remove(work.id);
      }
    },

    handlers: {
      'assemblyWork.list': async ({ connectionId }) => {
        const all = await works.list();
        const stopped = all.filter((work) => work.connectionId === connectionId && !underWay.has(work.id));
        return { works: stopped.map(toldOf) };
      },

      'assemblyWork.continue': async ({ connectionId, workId }, options) => {
        await exclusively(workId, async () => {
          const work = await find(connectionId, workId);
          if (work.undoing) await takeBack(work, options);
          else await goOn({ ...work, stoppedBy: null }, options, { again: true });
        });
        return {};
      },

      'assemblyWork.undo': async ({ connectionId, workId }, options) => {
        await exclusively(workId, async () => {
          const work = await find(connectionId, workId);
          if (!canUndo(work)) {
            throw new FailureError({
              code: 'unsupported',
              sentence: 'The content that was there before is not kept, so this cannot be taken back.',
              advice: 'Continue it.',
            });
          }
          await takeBack(work, options);
        });
        return {};
      },

      'assemblyWork.forget': async ({ connectionId, workId }) => {
        await exclusively(workId, async () => {
          await works.remove((await find(connectionId, workId)).id);
        });
        tell('assemblyWork.changed', { connectionId });
        return {};
      },
    },
  };
}

function toldOf({ steps, ...work }: AssemblyWork): UnfinishedWork {
  const next = steps[Math.min(work.done, steps.length - 1)];
  return {
    ...work,
    total: steps.length,
    next: next ? sentenceOf(next) : '',
    canUndo: canUndo({ ...work, steps }),
  };
}

/** Undefined for a bug, which is not ours to put into words. */
function failureOf(error: unknown, signal: AbortSignal): Failure | undefined {
  if (isFailure(error)) return error.failure;
  return signal.aborted ? { code: 'cancelled', sentence: 'Cancelled.' } : undefined;
}

/** The organisation has said no to the first request, so nothing is different. */
function surelyNothing({ code }: Failure): boolean {
  return code !== 'offline' && code !== 'unavailable' && code !== 'cancelled' && code !== 'unexpected';
}

function halfWay(work: AssemblyWork, failure: Failure): Pick<Failure, 'sentence' | 'advice'> {
  const noun = work.kind === 'register' ? 'registration' : 'update';
  return {
    sentence: `${failure.sentence} The ${noun} of ${work.assemblyName} stopped after ${work.done} of ${work.steps.length} steps.`,
    advice: 'Continue it, or take back what is done. It is kept until you do, also when the program ends.',
  };
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
