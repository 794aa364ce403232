import type { Failure } from '../../../shared/contract/failure.ts';
import type { CheckLine, CheckReport } from '../../../shared/domain/check.ts';
import {
  CheckList,
  CopyButton,
  FailureMessage,
  makeStyles,
  StatusBadge,
  type Tone,
  tokens,
} from '../../kit/kit.ts';
import { checkReportText } from './checkReportText.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: '8px' },
  verdict: { display: 'flex', alignItems: 'flex-start', gap: '8px', flexWrap: 'wrap' },
  sentence: { flex: '1 1 240px', fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
});

const tones: Readonly<Record<CheckReport['outcome'], Tone>> = {
  passed: 'good',
  warning: 'warning',
  failed: 'bad',
};
const words: Readonly<Record<CheckReport['outcome'], string>> = {
  passed: 'Passed',
  warning: 'Works, but mind',
  failed: 'Failed',
};

interface CheckResultProps {
  readonly label: string;
  readonly report: CheckReport | null;
  /** While it runs. */
  readonly lines: readonly CheckLine[];
  readonly failure: Failure | null;
}

/** A check while it runs and what came of it, as sentences with a mark each. */
export function CheckResult({ label, report, lines, failure }: CheckResultProps) {
  const styles = useStyles();
  const shown = report?.lines ?? lines;
  return (
    <div className={styles.box}>
      {shown.length > 0 ? <CheckList label={label} lines={shown} /> : null}
      {report ? (
        <div className={styles.verdict} role="status">
          <StatusBadge tone={tones[report.outcome]}>{words[report.outcome]}</StatusBadge>
          <span className={styles.sentence}>{report.sentence}</span>
          <CopyButton label="Copy report" what={label.toLowerCase()} text={checkReportText(report)} />
        </div>
      ) : null}
      {failure ? <FailureMessage failure={failure} /> : null}
    </div>
  );
}
