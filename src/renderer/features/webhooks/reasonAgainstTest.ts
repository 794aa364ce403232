import type { WebhookProblem } from '../../../shared/domain/webhookRules.ts';

/** Why a webhook cannot be called as it stands in the form; null when it can. What is only missing is no obstacle. */
export function reasonAgainstTest(problems: readonly WebhookProblem[]): string | null {
  const errors = problems.filter(
    ({ severity, field, kind }) =>
      severity === 'error' && field !== 'name' && field !== 'description' && kind !== 'urlPort',
  );
  if (errors.some(({ kind }) => kind === 'urlMissing')) return 'Type the address first.';
  return errors.some(({ kind }) => kind !== 'pairsMissing' && kind !== 'keyMissing')
    ? 'Put right first what is marked as wrong.'
    : null;
}
