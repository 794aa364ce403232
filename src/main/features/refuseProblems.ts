import { FailureError } from '../../shared/contract/failure.ts';
import type { FieldProblem } from '../../shared/domain/fieldProblem.ts';

/** The rules that the page has shown, enforced: throws a Failure, code `invalid`, with one sentence beside each field. */
export function refuseProblems(problems: readonly FieldProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const fields: Record<string, string> = {};
  for (const { field, sentence } of errors) fields[field] ??= sentence;
  throw new FailureError({
    code: 'invalid',
    sentence:
      errors.length === 1 ? (errors[0]?.sentence ?? '') : 'Some fields hold what Dataverse would not accept.',
    advice: 'Correct the fields that are marked, and save again.',
    fields,
  });
}
