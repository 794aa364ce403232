import { Field, Link, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

const useStyles = makeStyles({
  optional: {
    color: tokens.colorNeutralForeground3,
    fontWeight: tokens.fontWeightRegular,
    marginInlineStart: '4px',
  },
});

/** What is wrong with a field, or right about it, said beside it. */
export interface FieldProblem {
  readonly sentence: string;
  readonly tone?: 'bad' | 'warning' | 'good';
  /** The correction, one click away. */
  readonly correction?: { readonly label: string; readonly apply: () => void };
}

interface FieldRowProps {
  readonly label: string;
  readonly optional?: boolean;
  readonly required?: boolean;
  readonly hint?: ReactNode;
  readonly problem?: FieldProblem | null;
  /** The one input. */
  readonly children: ReactElement;
  readonly className?: string;
}

const states = { bad: 'error', warning: 'warning', good: 'success' } as const;

/** Label, input, and beside it what was understood or what is wrong, with the correction. */
export function FieldRow({ label, optional, required, hint, problem, children, className }: FieldRowProps) {
  const styles = useStyles();
  const correction = problem?.correction;
  return (
    <Field
      className={className}
      label={
        optional
          ? {
              children: (
                <>
                  {label} <span className={styles.optional}>optional</span>
                </>
              ),
            }
          : label
      }
      required={required}
      hint={hint ? { children: hint } : undefined}
      validationState={problem ? states[problem.tone ?? 'bad'] : 'none'}
      validationMessage={
        problem
          ? {
              children: (
                <>
                  {problem.sentence}
                  {correction ? (
                    <>
                      {' '}
                      <Link inline onClick={correction.apply} as="button" type="button">
                        {correction.label}
                      </Link>
                    </>
                  ) : null}
                </>
              ),
            }
          : undefined
      }
    >
      {children}
    </Field>
  );
}
