import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '6px',
    margin: '2px 0 0',
    padding: 0,
    listStyle: 'none',
    fontSize: '12px',
    lineHeight: '16px',
    color: tokens.colorNeutralForeground3,
  },
  current: { color: tokens.colorBrandForeground1, fontWeight: 600 },
});

interface WizardStepsProps {
  readonly steps: readonly string[];
  /** From 0. */
  readonly current: number;
}

/** Where in a form of several pages the user is. */
export function WizardSteps({ steps, current }: WizardStepsProps) {
  const styles = useStyles();
  return (
    <ol className={styles.list} aria-label="Steps of this form">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={index === current ? 'step' : undefined}
          className={mergeClasses(index === current && styles.current)}
        >
          {index + 1} {step}
          {index < steps.length - 1 ? <span aria-hidden> ›</span> : null}
        </li>
      ))}
    </ol>
  );
}
