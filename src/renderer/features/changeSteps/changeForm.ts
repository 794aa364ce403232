import type { UserId } from '../../../shared/domain/ids.ts';
import type { ExecutionMode, Stage, Step } from '../../../shared/domain/registration.ts';
import {
  judgeStepChange,
  type StepChange,
  type StepChangeVerdict,
} from '../../../shared/domain/stepChange.ts';
import { valueAfter, valueBefore } from '../../../shared/domain/stepChangeWords.ts';
import { rankRange } from '../../../shared/domain/stepProblem.ts';
import { handlerKindOf } from '../../../shared/domain/stepRules.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';

/** What the form of a change of many steps holds: each kind keeps its own value while another is looked at. */
export interface ChangeForm {
  readonly kind: StepChange['kind'];
  readonly enabled: boolean;
  readonly rankText: string;
  readonly user: { readonly id: UserId; readonly fullName: string } | null;
  readonly stage: Stage;
  readonly mode: ExecutionMode;
}

export const changeKindLabels: Readonly<Record<StepChange['kind'], string>> = {
  state: 'Status',
  rank: 'Execution order',
  runAs: "Run in user's context",
  stage: 'Event pipeline stage',
  mode: 'Execution mode',
};

/** Null while what was typed is no value. */
export function changeOf(form: ChangeForm): StepChange | null {
  switch (form.kind) {
    case 'state':
      return { kind: 'state', enabled: form.enabled };
    case 'rank': {
      const text = form.rankText.trim();
      const rank = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
      return rank >= rankRange.least && rank <= rankRange.most ? { kind: 'rank', rank } : null;
    }
    case 'runAs':
      return { kind: 'runAs', userId: form.user?.id ?? null, userName: form.user?.fullName ?? null };
    case 'stage':
      return { kind: 'stage', stage: form.stage };
    case 'mode':
      return { kind: 'mode', mode: form.mode };
  }
}

/** One step in the preview. */
export interface PreviewRow {
  readonly step: Step;
  readonly before: string;
  readonly after: string;
  readonly verdict: StepChangeVerdict;
}

/** What becomes of each step; those that are refused first, so that they are seen. */
export function previewOf(
  steps: readonly Step[],
  change: StepChange,
  index: RegistrationIndex | null,
): readonly PreviewRow[] {
  const find = {
    isActivity: (id: string) => {
      const node = index?.get({ kind: 'pluginType', id: id as never });
      return node?.kind === 'pluginType' ? node.workflowActivity : undefined;
    },
    isWebhook: (id: string) => {
      const node = index?.get({ kind: 'serviceEndpoint', id: id as never });
      return node?.kind === 'serviceEndpoint' ? node.designationType === 'webhook' : undefined;
    },
  };
  const rows = steps.map((step) => ({
    step,
    before: valueBefore(step, change.kind),
    after: valueAfter(change),
    verdict: judgeStepChange(step, change, {
      handlerKind: handlerKindOf(step.handler, find),
      images: index?.imagesOf(step),
    }),
  }));
  const weight = { refused: 0, change: 1, same: 2 } as const;
  return rows.sort((one, other) => weight[one.verdict.kind] - weight[other.verdict.kind]);
}

/** `498 change, 1 is so already, 1 cannot be changed.` */
export function countWords(rows: readonly PreviewRow[]): string {
  const count = (kind: PreviewRow['verdict']['kind']) =>
    rows.filter(({ verdict }) => verdict.kind === kind).length;
  const parts = [`${count('change').toLocaleString('en')} will change`];
  const same = count('same');
  if (same > 0) parts.push(`${same.toLocaleString('en')} ${same === 1 ? 'is' : 'are'} so already`);
  const refused = count('refused');
  if (refused > 0) parts.push(`${refused.toLocaleString('en')} cannot be changed`);
  return `${parts.join(', ')}.`;
}
