import { useId, useState } from 'react';
import type { WebhookPair } from '../../../shared/domain/webhook.ts';
import { DismissSmallIcon } from '../../kit/icons.ts';
import { Button, type FieldProblem, Input, Link, makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  group: { gridColumn: '1 / -1', minWidth: 0, margin: 0, padding: 0, border: 'none' },
  head: { padding: 0, marginBottom: '4px' },
  count: { marginInlineStart: 'auto', fontSize: '12px', color: tokens.colorNeutralForeground2 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1.4fr) 32px',
    columnGap: '8px',
    alignItems: 'start',
    marginBottom: '6px',
  },
  titles: {
    color: tokens.colorNeutralForeground2,
    fontSize: '12px',
    lineHeight: '16px',
    marginBottom: '2px',
  },
  mono: { width: '100%', '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  remove: { minWidth: '32px' },
  bad: {
    color: tokens.colorPaletteRedForeground1,
    fontSize: '12px',
    lineHeight: '16px',
    paddingTop: '2px',
  },
  warning: {
    color: tokens.colorStatusWarningForeground3,
    fontSize: '12px',
    lineHeight: '16px',
    paddingTop: '2px',
  },
  foot: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
});

const empty: WebhookPair = { name: '', value: '' };

interface PairsGridProps {
  /** "Header", "Query parameter". */
  readonly noun: string;
  readonly title: string;
  readonly pairs: readonly WebhookPair[];
  readonly onChange: (pairs: readonly WebhookPair[]) => void;
  readonly onLeave: (field: string) => void;
  readonly problemOf: (field: string) => FieldProblem | null;
  /** "1,204 of 2,048 characters". */
  readonly room: string;
  /** Takes the typed rows back, where Dataverse holds others that would stay. */
  readonly onKeepStored?: (() => void) | undefined;
  readonly autoFocus?: boolean;
}

/** Names and values, a row each. The values are secrets: dots until the user asks to see them. */
export function PairsGrid(props: PairsGridProps) {
  const { noun, title, pairs, onChange, onLeave, problemOf, room, onKeepStored, autoFocus } = props;
  const styles = useStyles();
  const [shown, setShown] = useState(false);
  const rows = pairs.length === 0 ? [empty] : pairs;
  const whole = problemOf('pairs');
  const set = (at: number, change: Partial<WebhookPair>) =>
    onChange(rows.map((pair, row) => (row === at ? { ...pair, ...change } : pair)));
  return (
    <fieldset className={styles.group}>
      <legend className={styles.head}>{title}</legend>
      <div className={`${styles.row} ${styles.titles}`} aria-hidden>
        <span>Name</span>
        <span>Value</span>
      </div>
      {rows.map((pair, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, nothing else tells it apart while it is typed
        <div key={at} className={styles.row}>
          <Cell
            label={`${noun} ${at + 1} name`}
            value={pair.name}
            problem={problemOf(`pair.${at}.name`)}
            onChange={(name) => set(at, { name })}
            onLeave={() => onLeave(`pair.${at}.name`)}
            invalid={whole !== null && pair.name === ''}
            autoFocus={autoFocus === true && at === 0}
          />
          <Cell
            label={`${noun} ${at + 1} value`}
            value={pair.value}
            problem={problemOf(`pair.${at}.value`)}
            onChange={(value) => set(at, { value })}
            onLeave={() => onLeave(`pair.${at}.value`)}
            hidden={!shown}
          />
          <Button
            className={styles.remove}
            appearance="subtle"
            icon={<DismissSmallIcon />}
            aria-label={`Remove ${noun.toLowerCase()} ${at + 1}`}
            title="Remove"
            onClick={() => onChange(rows.filter((_, row) => row !== at))}
          />
        </div>
      ))}
      {whole ? (
        <div className={whole.tone === 'warning' ? styles.warning : styles.bad} role="alert">
          {whole.sentence}
        </div>
      ) : null}
      <div className={styles.foot}>
        <Button size="small" onClick={() => onChange([...rows, empty])}>
          Add {noun.toLowerCase()}
        </Button>
        <Button size="small" appearance="subtle" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? 'Hide values' : 'Show values'}
        </Button>
        {onKeepStored ? (
          <Button size="small" appearance="subtle" onClick={onKeepStored}>
            Keep stored
          </Button>
        ) : null}
        <span className={styles.count}>{room}</span>
      </div>
    </fieldset>
  );
}

interface CellProps {
  readonly label: string;
  readonly value: string;
  readonly problem: FieldProblem | null;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
  readonly hidden?: boolean;
  readonly invalid?: boolean;
  readonly autoFocus?: boolean;
}

function Cell({ label, value, problem, onChange, onLeave, hidden, invalid, autoFocus }: CellProps) {
  const styles = useStyles();
  const noteId = useId();
  const correction = problem?.correction;
  const isBad = problem !== null && problem.tone !== 'warning';
  return (
    <div>
      <Input
        className={styles.mono}
        aria-label={label}
        aria-invalid={isBad || invalid ? true : undefined}
        aria-describedby={problem ? noteId : undefined}
        type={hidden ? 'password' : 'text'}
        value={value}
        autoComplete="new-password"
        spellCheck={false}
        autoFocus={autoFocus}
        onChange={(_, data) => onChange(data.value)}
        onBlur={onLeave}
      />
      {problem ? (
        <div id={noteId} className={isBad ? styles.bad : styles.warning}>
          {problem.sentence}
          {correction ? (
            <>
              {' '}
              <Link inline as="button" type="button" onClick={correction.apply}>
                {correction.label}
              </Link>
            </>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
