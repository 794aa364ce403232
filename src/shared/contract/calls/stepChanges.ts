import { z } from 'zod';
import { ConnectionId, Etag, StepId } from '../../domain/ids.ts';
import { Step } from '../../domain/registration.ts';
import { StepChange } from '../../domain/stepChange.ts';
import { call } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });
const most = 20_000;

/** How one step of many fared. */
export const StepChangeResult = z.object({
  id: StepId,
  outcome: z.enum([
    'changed',
    'same',
    'refused', // by a rule or by the organisation
    'conflict', // changed by somebody else since it was looked at
    'gone',
    'unclear', // sent, and no good answer came
    'notTried', // the work ended before its turn
  ]),
  /** Why, where it did not change. */
  sentence: z.string().nullable(),
});
export type StepChangeResult = z.infer<typeof StepChangeResult>;

/** A change of many steps that was made in this session and may be taken back. */
export const KeptStepChange = z.object({
  id: z.string(),
  /** ISO time. */
  at: z.string(),
  /** `Disabled 500 steps`. */
  sentence: z.string(),
  steps: z.number().int(),
  undone: z.boolean(),
});
export type KeptStepChange = z.infer<typeof KeptStepChange>;

const outcome = z.object({
  results: z.array(StepChangeResult),
  /** What can be taken back; null when nothing changed. */
  kept: KeptStepChange.nullable(),
});
const progress = z.object({ done: z.number().int(), total: z.number().int() });

export const stepChangeCalls = {
  /** The steps as they are now, with the etags that a change of them sends. Those that are gone are left out. */
  'stepChange.read': call(
    which.extend({ ids: z.array(StepId).min(1).max(most) }),
    z.object({ steps: z.array(z.object({ step: Step, etag: Etag })) }),
  ),
  /** In change sets, each all or nothing; a step that is refused is left out and the others of its set are sent again. */
  'stepChange.apply': call(
    which.extend({
      change: StepChange,
      rows: z
        .array(z.object({ id: StepId, etag: Etag }))
        .min(1)
        .max(most),
    }),
    outcome,
    progress,
  ),
  /** Puts back what the change replaced, in the steps that nobody has changed since. */
  'stepChange.undo': call(which.extend({ id: z.string() }), outcome, progress),
  /** The newest first. */
  'stepChange.list': call(which, z.object({ changes: z.array(KeptStepChange) })),
};
