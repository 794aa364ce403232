import type { ProblemSeverity } from './connectionStringProblem.ts';

/** What is wrong with one field of a form, said beside it. Only errors stop saving. */
export type FieldProblem<Field extends string = string, Kind extends string = string> = {
  kind: Kind;
  field: Field;
  severity: ProblemSeverity;
  /** Plain words, with what to do. Never holds a secret. */
  sentence: string;
  /** `value` is the field put right; `alsoSet` holds other fields that go with it. Both may hold secrets. */
  correction?: { label: string; value: string; alsoSet?: Partial<Record<Field, string>> };
};

/** Whether nothing stands against saving. */
export function hasNoErrors(problems: readonly { severity: ProblemSeverity }[]): boolean {
  return problems.every((problem) => problem.severity !== 'error');
}
