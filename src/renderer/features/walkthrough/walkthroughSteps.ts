import type { ServiceEndpoint, Step } from '../../../shared/domain/registration.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';

export const walkthroughStepIds = ['copy', 'endpoint', 'check', 'step', 'run', 'message'] as const;
export type WalkthroughStepId = (typeof walkthroughStepIds)[number];

export interface WalkthroughFacts {
  /** Once done stays done, also when what was made is unregistered. */
  readonly doneBefore: readonly WalkthroughStepId[];
  readonly copied: boolean;
  readonly endpoint: ServiceEndpoint | null;
  readonly checked: boolean;
  readonly step: Step | null;
  /** A system job of the step exists. */
  readonly triggered: boolean;
  /** A message of the step was opened. */
  readonly messageRead: boolean;
}

/** The newest endpoint that was registered since the walk-through began; seeded ones are older. */
export function findOwnEndpoint(index: RegistrationIndex, startedAt: string): ServiceEndpoint | null {
  let newest: ServiceEndpoint | null = null;
  for (const endpoint of index.registrations.endpoints) {
    // The walk-through leads through a queue.
    if (endpoint.designationType === 'webhook') continue;
    // Dataverse keeps whole seconds.
    if (
      endpoint.createdOn === null ||
      Date.parse(endpoint.createdOn) < Math.floor(Date.parse(startedAt) / 1000) * 1000
    ) {
      continue;
    }
    if (!newest || (newest.createdOn ?? '') < endpoint.createdOn) newest = endpoint;
  }
  return newest;
}

/** The step of that endpoint on Create of account. */
export function findOwnStep(index: RegistrationIndex, endpoint: ServiceEndpoint | null): Step | null {
  if (!endpoint) return null;
  return (
    index.stepsOf(endpoint).find((step) => step.message === 'Create' && step.table === 'account') ?? null
  );
}

/** Which steps are done, from what is really there. A later one done means that the earlier ones were. */
export function doneSteps(facts: WalkthroughFacts): ReadonlySet<WalkthroughStepId> {
  const done = new Set<WalkthroughStepId>(facts.doneBefore);
  if (facts.copied || facts.endpoint) done.add('copy');
  if (facts.endpoint) done.add('endpoint');
  if (facts.checked) done.add('check');
  if (facts.step) done.add('step');
  if (facts.triggered) done.add('run');
  if (facts.messageRead) done.add('message');
  return done;
}

/** The first that is not done; null when all are. */
export function currentStep(done: ReadonlySet<WalkthroughStepId>): WalkthroughStepId | null {
  return walkthroughStepIds.find((id) => !done.has(id)) ?? null;
}
