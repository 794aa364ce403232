import type { Failure } from '../../shared/contract/failure.ts';
import { type Etag, Etag as EtagSchema, type StepId } from '../../shared/domain/ids.ts';
import type { Step } from '../../shared/domain/registration.ts';
import type { StepDraft } from '../../shared/domain/step.ts';
import { groupsOf } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { RequestFailure } from './requestFailure.ts';
import type { Steps } from './steps.ts';
import { changedColumns, changedLookups, stepSet } from './stepWrites.ts';
import type { WebApi } from './webApi.ts';

/** One step of many, as it is and as it is wanted. */
export interface WantedStep {
  readonly step: Step;
  readonly draft: StepDraft;
  readonly etag: Etag;
}

export type WantedStepOutcome =
  /** `etag` is the new one, where the organisation told it. */
  | { readonly kind: 'changed'; readonly etag: Etag | undefined }
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** It was sent, and whether it was carried out could not be found out. */
  | { readonly kind: 'unclear'; readonly failure: Failure }
  /** The work ended before its turn. */
  | { readonly kind: 'notTried'; readonly failure: Failure };

/** Table sdkmessageprocessingstep, many rows at once. */
export interface StepChanges {
  /**
   * Changes each step against the etag that it was read with, in change sets that are carried out as a whole or not at
   * all. A step that is refused is taken out of its set and the others are sent again, so that one managed or changed
   * row does not hold up hundreds. Never rejects for what can be expected: the outcomes say it, by id.
   */
  apply(
    operation: string,
    wanted: readonly WantedStep[],
    options: RequestScope & { readonly onProgress?: (done: number) => void },
  ): Promise<ReadonlyMap<StepId, WantedStepOutcome>>;
}

/**
 * Dataverse takes 1,000 operations in one set, and ends a request after two minutes. A set of a hundred stays far from
 * that on a slow organisation, and lets progress be seen and the work be stopped in between.
 */
const together = 100;

/** Failures that say nothing about the row that was refused: what comes after would fail as well. */
const general: ReadonlySet<Failure['code']> = new Set<Failure['code']>([
  'signIn',
  'throttled',
  'offline',
  'unavailable',
  'cancelled',
]);

export function createStepChanges(api: WebApi, steps: Pick<Steps, 'readMany'>): StepChanges {
  async function send(operation: string, wanted: readonly WantedStep[], scope: RequestScope) {
    const etags = await api.changeSet(
      {
        operation,
        operations: wanted.map(({ step, draft, etag }) => ({
          method: 'PATCH',
          path: `${stepSet}(${step.id})?$select=sdkmessageprocessingstepid`,
          etag,
          body: { ...changedColumns(step, draft), ...changedLookups(step, draft) },
          returnEtag: true,
        })),
        // Because of the etags a second time changes nothing.
        repeatable: true,
      },
      scope,
    );
    return etags.map((etag) => EtagSchema.safeParse(etag).data);
  }

  return {
    async apply(operation, wanted, { signal, onSent, onProgress }) {
      const outcomes = new Map<StepId, WantedStepOutcome>();
      const scope: RequestScope = { signal, onSent };
      let ended: Failure | undefined;
      const settle = (one: WantedStep, outcome: WantedStepOutcome) => outcomes.set(one.step.id, outcome);

      /** Finds out by reading what became of rows that were sent without a good answer. Answers with those unchanged. */
      async function lookAt(rows: readonly WantedStep[], failure: Failure): Promise<WantedStep[]> {
        try {
          // The user may have stopped the work; what has happened has to be known all the same.
          const now = new Map(
            (await steps.readMany(rows.map(({ step }) => step.id))).map((read) => [read.step.id, read]),
          );
          return rows.filter((row) => {
            const read = now.get(row.step.id);
            if (!read || read.etag === row.etag) return true;
            const isOurs =
              Object.keys(changedColumns(read.step, row.draft)).length === 0 &&
              Object.keys(changedLookups(read.step, row.draft)).length === 0;
            if (isOurs) settle(row, { kind: 'changed', etag: read.etag });
            return !isOurs;
          });
        } catch {
          for (const row of rows) settle(row, { kind: 'unclear', failure });
          return [];
        }
      }

      async function sendSet(set: readonly WantedStep[]): Promise<void> {
        let rest = set;
        while (rest.length > 0 && !ended) {
          try {
            const etags = await send(operation, rest, scope);
            for (const [index, row] of rest.entries()) settle(row, { kind: 'changed', etag: etags[index] });
            return;
          } catch (error) {
            if (!(error instanceof RequestFailure)) throw error;
            const { failure, maybeExecuted, refusedOperation } = error;
            if (general.has(failure.code)) ended = failure;
            const before = rest.length;
            if (maybeExecuted) rest = await lookAt(rest, failure);
            if (ended || rest.length < before) continue;
            const refused = refusedOperation === undefined ? undefined : rest[refusedOperation];
            if (refused) {
              settle(refused, { kind: 'refused', failure });
              rest = rest.filter((row) => row !== refused);
            } else if (rest.length === 1) {
              for (const row of rest) settle(row, { kind: 'refused', failure });
              return;
            } else {
              // The answer does not say which: halves find it in a few steps.
              const middle = Math.ceil(rest.length / 2);
              await sendSet(rest.slice(0, middle));
              rest = rest.slice(middle);
            }
          }
        }
      }

      for (const set of groupsOf(wanted, together)) {
        if (!ended) await sendSet(set);
        onProgress?.(outcomes.size);
      }
      const failure: Failure = ended ?? { code: 'unexpected', sentence: 'It was not sent.' };
      for (const row of wanted) if (!outcomes.has(row.step.id)) settle(row, { kind: 'notTried', failure });
      return outcomes;
    },
  };
}
