import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Failure } from '../../shared/contract/failure.ts';
import { CopyButton } from './CopyButton.tsx';
import { useFailureHelp } from './failureHelp.ts';
import { failureReport } from './failureReport.ts';
import { FailedIcon } from './icons.ts';

const useStyles = makeStyles({
  box: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr)',
    columnGap: '8px',
    padding: '10px 12px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorNeutralForeground1,
    overflowWrap: 'anywhere',
  },
  icon: { color: tokens.colorStatusDangerForeground1, paddingTop: '2px' },
  sentence: { fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '8px', alignItems: 'center' },
  details: {
    marginTop: '6px',
    '& summary': { cursor: 'pointer', width: 'fit-content', borderRadius: tokens.borderRadiusSmall },
    '& summary:focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  list: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: '12px',
    rowGap: '2px',
    margin: '6px 0 8px',
    fontSize: '12px',
    lineHeight: '18px',
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, fontFamily: tokens.fontFamilyMonospace, userSelect: 'text' },
  },
});

interface FailureMessageProps {
  readonly failure: Failure;
  /** Buttons that help: try again, enter another token. */
  readonly actions?: ReactNode;
  readonly onRetry?: () => void;
  readonly className?: string;
}

/** Says what happened, what it means and what to do; the details fold out and can be copied. */
export function FailureMessage({ failure, actions, onRetry, className }: FailureMessageProps) {
  const styles = useStyles();
  const help = useFailureHelp(failure);
  const report = failureReport(failure);
  return (
    <div role="alert" className={mergeClasses(styles.box, className)}>
      <span className={styles.icon} aria-hidden>
        <FailedIcon />
      </span>
      <div>
        <p className={mergeClasses(styles.text, styles.sentence)}>{failure.sentence}</p>
        {failure.advice ? <p className={styles.text}>{failure.advice}</p> : null}
        {actions || onRetry || help ? (
          <div className={styles.actions}>
            {onRetry ? (
              <Button size="small" onClick={onRetry}>
                Try again
              </Button>
            ) : null}
            {help ? (
              <Button size="small" onClick={help.run}>
                {help.label}
              </Button>
            ) : null}
            {actions}
          </div>
        ) : null}
        {report.length > 0 ? (
          <details className={styles.details}>
            <summary>Details</summary>
            <dl className={styles.list}>
              {report.map(({ name, value }) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <CopyButton
              label="Copy report"
              what="failure"
              text={[
                failure.sentence,
                failure.advice ?? '',
                ...report.map((line) => `${line.name}: ${line.value}`),
              ]
                .filter((line) => line !== '')
                .join('\n')}
            />
          </details>
        ) : null}
      </div>
    </div>
  );
}
