import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { CheckLine } from '../../shared/domain/check.ts';
import { FailedIcon, PassedIcon, SkippedIcon, WarningIcon } from './icons.ts';
import { VisuallyHidden } from './VisuallyHidden.tsx';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '6px' },
  line: { display: 'grid', gridTemplateColumns: '20px minmax(0, 1fr)', columnGap: '4px', lineHeight: '20px' },
  mark: { display: 'flex', height: '20px', alignItems: 'center' },
  passed: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  failed: { color: tokens.colorStatusDangerForeground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  advice: { color: tokens.colorNeutralForeground2 },
  text: { overflowWrap: 'anywhere' },
  details: {
    '& summary': {
      cursor: 'pointer',
      color: tokens.colorNeutralForeground3,
      fontSize: '12px',
      width: 'fit-content',
    },
    '& summary:focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    '& pre': {
      margin: '2px 0 0',
      padding: '6px 8px',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      fontFamily: tokens.fontFamilyMonospace,
      fontSize: '12px',
      backgroundColor: tokens.colorNeutralBackground3,
      borderRadius: tokens.borderRadiusMedium,
      userSelect: 'text',
    },
  },
});

type LineState = CheckLine['state'];

const words: Readonly<Record<LineState, string>> = {
  running: 'Running:',
  passed: 'Passed:',
  warning: 'Mind:',
  failed: 'Failed:',
  skipped: 'Skipped:',
};

function Mark({ state }: { readonly state: LineState }): ReactNode {
  const styles = useStyles();
  switch (state) {
    case 'running':
      return <Spinner size="extra-tiny" aria-hidden />;
    case 'passed':
      return <PassedIcon className={styles.passed} aria-hidden />;
    case 'warning':
      return <WarningIcon className={styles.warning} aria-hidden />;
    case 'failed':
      return <FailedIcon className={styles.failed} aria-hidden />;
    case 'skipped':
      return <SkippedIcon className={styles.quiet} aria-hidden />;
  }
}

/** A line of any list of things that are done one after the other. */
export type ProgressLineItem = Omit<CheckLine, 'id'> & { readonly id: string };

interface CheckListProps {
  readonly label: string;
  readonly lines: readonly ProgressLineItem[];
}

/** Checks as sentences with a mark each; raw words fold out. */
export function CheckList({ label, lines }: CheckListProps) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={label} aria-live="polite" aria-relevant="additions text">
      {lines.map((line) => (
        <li key={line.id} className={styles.line}>
          <span className={styles.mark}>
            <Mark state={line.state} />
          </span>
          <div className={styles.text}>
            <VisuallyHidden>{words[line.state]} </VisuallyHidden>
            <span className={mergeClasses(line.state === 'skipped' && styles.quiet)}>{line.sentence}</span>
            {line.advice ? <div className={styles.advice}>{line.advice}</div> : null}
            {line.details ? (
              <details className={styles.details}>
                <summary>Details</summary>
                <pre>{line.details}</pre>
              </details>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
