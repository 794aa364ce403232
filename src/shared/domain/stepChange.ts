import { z } from 'zod';
import { UserId } from './ids.ts';
import { ExecutionMode, Stage, type Step } from './registration.ts';
import { draftOfStep, type StepDraft } from './step.ts';
import type { StepCheckContext } from './stepProblem.ts';
import { checkStepDraft } from './stepRules.ts';

/** One change made to many steps at once. */
export const StepChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('state'), enabled: z.boolean() }),
  z.object({ kind: z.literal('rank'), rank: z.number().int().min(-2147483648).max(2147483647) }),
  /** Null means the calling user. */
  z.object({
    kind: z.literal('runAs'),
    userId: UserId.nullable(),
    userName: z.string().nullable(),
  }),
  z.object({ kind: z.literal('stage'), stage: Stage }),
  z.object({ kind: z.literal('mode'), mode: ExecutionMode }),
]);
export type StepChange = z.infer<typeof StepChange>;

/** What becomes of one step. */
export type StepChangeVerdict =
  | { readonly kind: 'change' }
  /** It is so already. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refused'; readonly reason: string };

/** What the change would make of the step, and whether the rules let it. */
export function judgeStepChange(
  step: Step,
  change: StepChange,
  context: Pick<StepCheckContext, 'handlerKind' | 'images'>,
): StepChangeVerdict {
  if (isSame(step, change)) return { kind: 'same' };
  const managed = reasonOfManaged(step);
  if (managed !== null) return { kind: 'refused', reason: managed };
  // No rule is about state and user, and the number of a rank is checked as it is read.
  if (change.kind === 'state' || change.kind === 'rank' || change.kind === 'runAs') return { kind: 'change' };
  const wanted = withStepChange(step, change);
  // Only what the change brings about counts: what was wrong before it stays as it was.
  const before = new Set(problemsOf(draftOfStep(step), step, context).map(({ kind }) => kind));
  const problem = problemsOf(wanted, step, context).find(({ kind }) => !before.has(kind));
  return problem ? { kind: 'refused', reason: problem.sentence } : { kind: 'change' };
}

function problemsOf(draft: StepDraft, step: Step, context: Pick<StepCheckContext, 'handlerKind' | 'images'>) {
  return checkStepDraft(draft, { ...context, secure: step.hasSecureConfiguration }).filter(
    ({ severity }) => severity === 'error',
  );
}

/** Why a step cannot be changed at all; null when it can. */
export function reasonOfManaged({
  managed,
  customizable,
}: Pick<Step, 'managed' | 'customizable'>): string | null {
  return managed && !customizable
    ? 'The step came with a managed solution whose publisher does not allow changes.'
    : null;
}

function isSame(step: Step, change: StepChange): boolean {
  switch (change.kind) {
    case 'state':
      return step.enabled === change.enabled;
    case 'rank':
      return step.rank === change.rank;
    case 'runAs':
      return step.runAsUserId === change.userId;
    case 'stage':
      return step.stage === change.stage;
    case 'mode':
      return step.mode === change.mode;
  }
}

/** The step as a draft with the change in it. */
export function withStepChange(step: Step, change: StepChange): StepDraft {
  const draft = draftOfStep(step);
  switch (change.kind) {
    case 'state':
      return { ...draft, enabled: change.enabled };
    case 'rank':
      return { ...draft, rank: change.rank };
    case 'runAs':
      return { ...draft, runAsUserId: change.userId };
    case 'stage':
      return { ...draft, stage: change.stage };
    case 'mode':
      return {
        ...draft,
        mode: change.mode,
        // A synchronous step has no job; Dataverse keeps the mark, and it would mean something again later.
        deleteJobWhenSuccessful: change.mode === 'asynchronous' && draft.deleteJobWhenSuccessful,
      };
  }
}
