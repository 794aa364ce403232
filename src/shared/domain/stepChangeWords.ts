import type { Step } from './registration.ts';
import type { StepChange } from './stepChange.ts';
import { modeLabels, stageLabels } from './stepLabels.ts';

function steps(count: number): string {
  return count === 1 ? '1 step' : `${count.toLocaleString('en')} steps`;
}

/** What was done, as a sentence without its full stop: `Disabled 500 steps`. */
export function describeStepChange(change: StepChange, count: number): string {
  switch (change.kind) {
    case 'state':
      return `${change.enabled ? 'Enabled' : 'Disabled'} ${steps(count)}`;
    case 'rank':
      return `Set the execution order of ${steps(count)} to ${change.rank}`;
    case 'runAs':
      return `Let ${steps(count)} run as ${userOf(change.userId, change.userName)}`;
    case 'stage':
      return `Moved ${steps(count)} to ${stageLabels[change.stage]}`;
    case 'mode':
      return `Made ${steps(count)} ${modeLabels[change.mode].toLowerCase()}`;
  }
}

function userOf(id: string | null, name: string | null): string {
  return id === null ? 'the calling user' : (name ?? id);
}

/** What the change is about, in the step as it is: `Enabled`, `1`, `Pre-operation (20)`. */
export function valueBefore(step: Step, kind: StepChange['kind']): string {
  switch (kind) {
    case 'state':
      return step.enabled ? 'Enabled' : 'Disabled';
    case 'rank':
      return String(step.rank);
    case 'runAs':
      return step.runAsUserId === null ? 'Calling user' : (step.runAsUserName ?? step.runAsUserId);
    case 'stage':
      return stageLabels[step.stage];
    case 'mode':
      return modeLabels[step.mode];
  }
}

/** The same after the change. */
export function valueAfter(change: StepChange): string {
  switch (change.kind) {
    case 'state':
      return change.enabled ? 'Enabled' : 'Disabled';
    case 'rank':
      return String(change.rank);
    case 'runAs':
      return change.userId === null ? 'Calling user' : (change.userName ?? change.userId);
    case 'stage':
      return stageLabels[change.stage];
    case 'mode':
      return modeLabels[change.mode];
  }
}
