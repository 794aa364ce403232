import { NoteBox } from '../../kit/kit.ts';

interface ProblemsProps {
  readonly problems: readonly {
    readonly kind: string;
    readonly severity: string;
    readonly sentence: string;
  }[];
}

/** What is wrong with the file, the worst first, a box each. */
export function Problems({ problems }: ProblemsProps) {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const rest = problems.filter(({ severity }) => severity !== 'error');
  return [...errors, ...rest].map(({ kind, severity, sentence }) => (
    <NoteBox key={kind} tone={severity === 'error' ? 'bad' : 'warning'}>
      {sentence}
    </NoteBox>
  ));
}
