import { randomUUID } from 'node:crypto';
import type { KeptStepChange, StepChangeResult } from '../../shared/contract/calls/stepChanges.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import type { ConnectionId, Etag, StepId } from '../../shared/domain/ids.ts';
import type { Step, StepImage } from '../../shared/domain/registration.ts';
import { draftOfStep, type StepDraft } from '../../shared/domain/step.ts';
import { judgeStepChange, type StepChange, withStepChange } from '../../shared/domain/stepChange.ts';
import { describeStepChange } from '../../shared/domain/stepChangeWords.ts';
import { handlerKindOf } from '../../shared/domain/stepRules.ts';
import type { WantedStep, WantedStepOutcome } from '../dataverse/stepChanges.ts';
import type { Clock, Tell } from '../ports.ts';
import type { HandlerContext, Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';

/** How one step was before a change, and what the change made of it. */
interface KeptRow {
  readonly before: Step;
  readonly after: StepDraft;
  /** With which the changed row came back; undefined where the organisation told none. */
  readonly etag: Etag | undefined;
}

interface Kept {
  change: KeptStepChange;
  rows: readonly KeptRow[];
}

type Read = { readonly step: Step; readonly etag: Etag };
type Context = Pick<HandlerContext<'stepChange.apply'>, 'signal' | 'progress'>;

const mostKept = 50;

/** Changes many steps at once, and takes such a change back. */
export function createStepChanges(ports: {
  open: OpenOrganizationOf;
  tell: Tell;
  clock: Pick<Clock, 'now'>;
}): Pick<Handlers, 'stepChange.read' | 'stepChange.apply' | 'stepChange.undo' | 'stepChange.list'> {
  const keptBy = new Map<ConnectionId, Kept[]>();

  function keep(
    connectionId: ConnectionId,
    sentence: string,
    rows: readonly KeptRow[],
  ): KeptStepChange | null {
    if (rows.length === 0) return null;
    const change: KeptStepChange = {
      id: randomUUID(),
      at: new Date(ports.clock.now()).toISOString(),
      sentence,
      steps: rows.length,
      undone: false,
    };
    const kept = keptBy.get(connectionId) ?? [];
    keptBy.set(connectionId, [{ change, rows }, ...kept].slice(0, mostKept));
    return change;
  }

  /** The steps that the page showed, as they are now; those that somebody changed in between are sorted out. */
  async function readAgain(
    { dataverse }: OpenOrganization,
    rows: readonly { readonly id: StepId; readonly etag: Etag | undefined }[],
    signal: AbortSignal,
  ): Promise<{ fresh: Read[]; results: StepChangeResult[] }> {
    const read = await dataverse.steps.readMany(
      rows.map(({ id }) => id),
      { signal },
    );
    const byId = new Map(read.map((one) => [one.step.id, one]));
    const fresh: Read[] = [];
    const results: StepChangeResult[] = [];
    for (const { id, etag } of rows) {
      const now = byId.get(id);
      if (!now) results.push(gone(id));
      else if (etag !== undefined && now.etag !== etag) results.push(conflict(id));
      else fresh.push(now);
    }
    return { fresh, results };
  }

  async function send(
    { dataverse }: OpenOrganization,
    operation: string,
    wanted: readonly WantedStep[],
    total: number,
    { signal, progress }: Context,
  ): Promise<{ results: StepChangeResult[]; changed: KeptRow[] }> {
    const settled = total - wanted.length;
    progress({ done: settled, total });
    const outcomes = await dataverse.stepChanges.apply(operation, wanted, {
      signal,
      onProgress: (done) => progress({ done: settled + done, total }),
    });
    const results = wanted.map(({ step }) => resultOf(step.id, outcomes.get(step.id)));
    const changed = wanted.flatMap(({ step, draft }): KeptRow[] => {
      const outcome = outcomes.get(step.id);
      return outcome?.kind === 'changed' ? [{ before: step, after: draft, etag: outcome.etag }] : [];
    });
    return { results, changed };
  }

  return {
    'stepChange.read': async ({ connectionId, ids }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      return { steps: await dataverse.steps.readMany([...new Set(ids)], { signal }) };
    },

    'stepChange.apply': async ({ connectionId, change, rows }, context) => {
      const organization = await ports.open(connectionId);
      const { fresh, results } = await readAgain(organization, rows, context.signal);
      const judge = await judgeOf(organization, fresh, change, context.signal);
      const wanted: WantedStep[] = [];
      for (const { step, etag } of fresh) {
        const verdict = judge(step);
        if (verdict.kind === 'change') wanted.push({ step, etag, draft: withStepChange(step, change) });
        else {
          results.push({
            id: step.id,
            outcome: verdict.kind,
            sentence: verdict.kind === 'refused' ? verdict.reason : null,
          });
        }
      }
      const operation = operationOf(change);
      const sent = await send(organization, operation, wanted, rows.length, context);
      const kept = keep(connectionId, describeStepChange(change, sent.changed.length), sent.changed);
      ports.tell('registrations.changed', { connectionId });
      return { results: [...results, ...sent.results], kept };
    },

    'stepChange.undo': async ({ connectionId, id }, context) => {
      const kept = keptBy.get(connectionId)?.find(({ change }) => change.id === id);
      if (!kept || kept.change.undone) throw nothingToUndo();
      const organization = await ports.open(connectionId);
      const { fresh, results } = await readAgain(
        organization,
        kept.rows.map(({ before, etag }) => ({ id: before.id, etag })),
        context.signal,
      );
      const rows = new Map(kept.rows.map((row) => [row.before.id, row]));
      const wanted = fresh.flatMap(({ step, etag }): WantedStep[] => {
        const row = rows.get(step.id);
        return row ? [{ step, etag, draft: draftOfStep(row.before) }] : [];
      });
      const sent = await send(organization, 'step.undo', wanted, kept.rows.length, context);
      const restored = new Set(sent.changed.map(({ before }) => before.id));
      // What could not be put back for now, because the connection was lost, can be tried once more.
      const left = kept.rows.filter(({ before }) =>
        sent.results.some(
          (result) =>
            result.id === before.id && (result.outcome === 'notTried' || result.outcome === 'unclear'),
        ),
      );
      kept.rows = left;
      kept.change = { ...kept.change, undone: left.length === 0, steps: left.length || restored.size };
      ports.tell('registrations.changed', { connectionId });
      return { results: [...results, ...sent.results], kept: kept.change };
    },

    'stepChange.list': async ({ connectionId }) => ({
      changes: (keptBy.get(connectionId) ?? []).map(({ change }) => change),
    }),
  };
}

/** The rules for each step, with what they have to know of its handler and its images. */
async function judgeOf(
  { dataverse, memory }: OpenOrganization,
  steps: readonly Read[],
  change: StepChange,
  signal: AbortSignal,
) {
  const loaded = memory.registrations;
  const activities = new Map(loaded?.types.map((type) => [String(type.id), type.workflowActivity]));
  const webhooks = new Map(
    loaded?.endpoints.map((one) => [String(one.id), one.designationType === 'webhook']),
  );
  const images = new Map<string, StepImage[]>();
  if (change.kind === 'stage' && steps.length > 0) {
    for (const image of await dataverse.images.list({ signal })) {
      images.set(image.stepId, [...(images.get(image.stepId) ?? []), image]);
    }
  }
  return (step: Step) =>
    judgeStepChange(step, change, {
      handlerKind: handlerKindOf(step.handler, {
        isActivity: (id) => activities.get(id),
        isWebhook: (id) => webhooks.get(id),
      }),
      images: images.get(step.id),
    });
}

function operationOf(change: StepChange): string {
  if (change.kind === 'state') return change.enabled ? 'step.enable' : 'step.disable';
  return 'step.change';
}

const conflictSentence = 'Somebody else changed it since it was looked at. It was left as it is.';

function conflict(id: StepId): StepChangeResult {
  return { id, outcome: 'conflict', sentence: conflictSentence };
}

function gone(id: StepId): StepChangeResult {
  return { id, outcome: 'gone', sentence: 'It is not there any more.' };
}

function resultOf(id: StepId, outcome: WantedStepOutcome | undefined): StepChangeResult {
  if (!outcome) return { id, outcome: 'notTried', sentence: null };
  switch (outcome.kind) {
    case 'changed':
      return { id, outcome: 'changed', sentence: null };
    case 'refused':
      if (outcome.failure.code === 'conflict') return conflict(id);
      if (outcome.failure.code === 'notFound') return gone(id);
      return { id, outcome: 'refused', sentence: outcome.failure.sentence };
    case 'unclear':
    case 'notTried':
      return { id, outcome: outcome.kind, sentence: outcome.failure.sentence };
  }
}

function nothingToUndo(): FailureError {
  return new FailureError({
    code: 'notFound',
    sentence: 'This change cannot be undone: it was undone before, or the program was started anew since.',
  });
}
