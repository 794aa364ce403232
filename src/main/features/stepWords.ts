import type { Step } from '../../shared/domain/registration.ts';
import type { StepDraft } from '../../shared/domain/step.ts';
import { deploymentLabels, modeLabels, stageLabels } from '../../shared/domain/stepLabels.ts';
import { type FieldWords, quoted } from './conflictFailure.ts';

/** A stored step, field by field, as a conflict tells of it. */
export function wordsOfStep(step: Step): FieldWords {
  return {
    handler: handlerWords(step),
    name: quoted(step.name),
    description: quoted(step.description),
    message: quoted(step.message),
    table: step.table ?? 'any table',
    filteringAttributes: columnWords(step.filteringAttributes),
    stage: stageLabels[step.stage],
    mode: modeLabels[step.mode],
    deployment: deploymentLabels[step.deployment],
    runAsUserId: userWords(step),
    rank: String(step.rank),
    deleteJobWhenSuccessful: step.deleteJobWhenSuccessful ? 'on' : 'off',
    enabled: step.enabled ? 'enabled' : 'disabled',
    configuration: quoted(step.configuration),
    secureConfiguration: step.hasSecureConfiguration ? 'set' : 'not set',
  };
}

/** The draft knows its user by id alone; where the stored row has the same one, it lends the name. */
export function wordsOfStepDraft(draft: StepDraft, now: Step): FieldWords {
  return {
    ...wordsOfStep({
      ...now,
      ...draft,
      runAsUserName: draft.runAsUserId === now.runAsUserId ? now.runAsUserName : 'another user',
    }),
    ...(draft.handler.id === now.handler.id ? {} : { handler: 'another handler' }),
  };
}

function handlerWords({ handler }: Step): string {
  return handler.kind === 'pluginType' ? `plug-in type ${handler.id}` : `endpoint ${handler.id}`;
}

function userWords({ runAsUserId, runAsUserName }: Step): string {
  return runAsUserId === null ? 'the calling user' : (runAsUserName ?? `user ${runAsUserId}`);
}

function columnWords(columns: readonly string[] | null): string {
  return columns === null ? 'every column' : quoted(columns.join(', '));
}
