import { useId, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  type ConnectionStringProblem,
  maskConnectionString,
  type ParsedConnectionString,
} from '../../../shared/domain/connectionString.ts';
import { Button, FieldRow, Link, makeStyles, Textarea, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  area: {
    width: '100%',
    '& textarea': {
      fontFamily: tokens.fontFamilyMonospace,
      fontSize: '13px',
      lineHeight: '20px',
      minHeight: '92px',
      maxHeight: '240px',
      overflowWrap: 'anywhere',
    },
  },
  list: {
    listStyle: 'none',
    margin: '4px 0 0',
    padding: 0,
    fontSize: '12px',
    lineHeight: '18px',
    display: 'grid',
    gap: '2px',
    flex: 1,
    minWidth: 0,
  },
  error: { color: tokens.colorPaletteRedForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  info: { color: tokens.colorNeutralForeground3 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  foot: { display: 'flex', justifyContent: 'space-between', gap: '12px', alignItems: 'flex-start' },
});

interface ConnectionStringFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly parsed: ParsedConnectionString;
  /** Said when nothing is wrong. */
  readonly good: string;
  /** Said by the core about the string: the broker refused it. */
  readonly refused?: string | undefined;
  /** Whether an empty field is worth a remark. */
  readonly visited: boolean;
  readonly autoFocus?: boolean;
}

const words = { error: 'Wrong:', warning: 'Mind:', info: 'Note:' } as const;

/** Where a connection string is pasted: its key is dots unless the cursor is in it or the user asks to see it. */
export function ConnectionStringField(props: ConnectionStringFieldProps) {
  const { label, value, onChange, parsed, good, refused, visited, autoFocus } = props;
  const styles = useStyles();
  const [focused, setFocused] = useState(false);
  const [shown, setShown] = useState(false);
  const listId = useId();
  const masked = !focused && !shown && value !== '';
  const blank = value.trim() === '';
  const problems = blank && !visited ? [] : parsed.problems;
  const wrong = refused !== undefined || problems.some(({ severity }) => severity === 'error');
  return (
    <div>
      <FieldRow label={label}>
        <Textarea
          className={styles.area}
          autoFocus={autoFocus && value === ''}
          value={masked ? maskConnectionString(value) : value}
          spellCheck={false}
          autoComplete="off"
          resize="vertical"
          aria-describedby={listId}
          aria-invalid={wrong}
          placeholder="Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=…;SharedAccessKey=…;EntityPath=…"
          onFocus={(event) => {
            const { target } = event;
            // At once, so that what is selected or typed next meets the real text and not the dots.
            if (masked) flushSync(() => setFocused(true));
            else setFocused(true);
            if (masked) target.select();
          }}
          onBlur={() => setFocused(false)}
          onChange={(event, data) => {
            // Text dropped onto the dots would become part of them.
            if (masked && document.activeElement !== event.target) return;
            onChange(data.value);
          }}
        />
      </FieldRow>
      <div className={styles.foot}>
        <ul className={styles.list} id={listId} aria-live="polite">
          {refused !== undefined ? (
            <li className={styles.error}>
              <b>Wrong:</b> {refused}
            </li>
          ) : null}
          {problems.map((problem) => (
            <ProblemLine key={problem.sentence} problem={problem} onChange={onChange} />
          ))}
          {!blank && !wrong ? <li className={styles.good}>✓ {good}</li> : null}
        </ul>
        <Button
          appearance="transparent"
          size="small"
          aria-pressed={shown}
          disabled={blank}
          onClick={() => setShown(!shown)}
        >
          {shown ? 'Hide key' : 'Show key'}
        </Button>
      </div>
    </div>
  );
}

interface ProblemLineProps {
  readonly problem: ConnectionStringProblem;
  readonly onChange: (value: string) => void;
}

function ProblemLine({ problem, onChange }: ProblemLineProps) {
  const styles = useStyles();
  const { correction, severity, sentence } = problem;
  return (
    <li className={styles[severity]}>
      <b>{words[severity]}</b> {sentence}
      {correction ? (
        <>
          {' '}
          <Link inline as="button" type="button" onClick={() => onChange(correction.text)}>
            {correction.label}
          </Link>
        </>
      ) : null}
    </li>
  );
}
