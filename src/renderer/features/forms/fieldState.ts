import type { FieldProblem as RuleProblem } from '../../../shared/domain/fieldProblem.ts';
import type { FieldProblem as ShownProblem } from '../../kit/kit.ts';

export interface FieldState {
  readonly problem: ShownProblem | null;
  /** Good to know, not wrong. */
  readonly note: ShownProblem | null;
}

interface FieldQuestion<Problem extends RuleProblem> {
  readonly field: Problem['field'];
  /** Sorted, the worst first. */
  readonly problems: readonly Problem[];
  /** What the organisation said about fields when it refused. */
  readonly refused?: Readonly<Record<string, string>> | undefined;
  /** An empty field is not wrong before the user has been there. */
  readonly visited: boolean;
  readonly apply: (problem: Problem) => void;
}

/** What a form says beside one field: the organisation's refusal first, then the worst of our own rules. */
export function fieldState<Problem extends RuleProblem>(question: FieldQuestion<Problem>): FieldState {
  const { field, problems, refused, visited, apply } = question;
  const mine = problems.filter((problem) => problem.field === field);
  const said = refused?.[field];
  const shown = (problem: Problem, tone: 'bad' | 'warning'): ShownProblem => ({
    tone,
    sentence: problem.sentence,
    ...(problem.correction
      ? { correction: { label: problem.correction.label, apply: () => apply(problem) } }
      : {}),
  });
  const worst = mine.find(
    ({ severity, kind }) => severity !== 'info' && (visited || !kind.endsWith('Missing')),
  );
  const info = mine.find(({ severity }) => severity === 'info');
  return {
    problem:
      said !== undefined
        ? { tone: 'bad', sentence: said }
        : worst
          ? shown(worst, worst.severity === 'error' ? 'bad' : 'warning')
          : null,
    note: info ? shown(info, 'warning') : null,
  };
}
