import type { WebhookTestReport } from '../../../shared/contract/calls/webhooks.ts';
import { CopyButton, makeStyles, NoteBox, tokens } from '../../kit/kit.ts';
import { answerText, requestText, testReportText } from './testReportText.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: '8px', minWidth: 0 },
  verdict: { display: 'flex', alignItems: 'flex-start', gap: '8px' },
  note: { flex: 1 },
  details: {
    minWidth: 0,
    '& summary': { cursor: 'pointer', width: 'fit-content' },
    '& summary:focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  text: {
    margin: '4px 0 0',
    padding: '8px 10px',
    maxHeight: '260px',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    lineHeight: '18px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    userSelect: 'text',
  },
});

const tones = { accepted: 'good', refused: 'bad', unanswered: 'bad' } as const;

/** How a test call went: the sentence first, request and answer folded below. */
export function TestReport({ report }: { readonly report: WebhookTestReport }) {
  const styles = useStyles();
  return (
    <div className={styles.box} role="status" aria-label="Result of the test call">
      <div className={styles.verdict}>
        <NoteBox tone={tones[report.outcome]} className={styles.note}>
          {report.sentence}
          {report.advice ? ` ${report.advice}` : ''} {`(${report.milliseconds.toLocaleString()} ms)`}
        </NoteBox>
        <CopyButton label="Copy" what="request and answer" text={testReportText(report)} />
      </div>
      <Part title="Request" text={requestText(report)} />
      {report.answer ? <Part title="Answer" text={answerText(report)} open /> : null}
      {report.details ? <Part title="Details" text={report.details} /> : null}
    </div>
  );
}

function Part({
  title,
  text,
  open,
}: {
  readonly title: string;
  readonly text: string;
  readonly open?: boolean;
}) {
  const styles = useStyles();
  return (
    <details className={styles.details} open={open}>
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that */}
      <pre className={styles.text} tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}
