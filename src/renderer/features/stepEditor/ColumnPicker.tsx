import { useDeferredValue, useId, useState } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { DismissSmallIcon } from '../../kit/icons.ts';
import {
  Button,
  Checkbox,
  FailureMessage,
  type FieldProblem,
  Highlight,
  Link,
  makeStyles,
  mergeClasses,
  Radio,
  RadioGroup,
  SearchField,
  SkeletonRows,
  tokens,
} from '../../kit/kit.ts';

const useStyles = makeStyles({
  group: { border: 'none', margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, lineHeight: '20px', marginBottom: '2px' },
  // Lines the buttons up with the fields.
  radios: { marginInlineStart: '-8px' },
  box: {
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    overflow: 'hidden',
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '8px',
    padding: '6px 8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  search: { flex: '1 1 180px' },
  count: { color: tokens.colorNeutralForeground2, fontSize: '12px' },
  chosen: { display: 'flex', flexWrap: 'wrap', gap: '4px', padding: '6px 8px 0' },
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    height: '22px',
    padding: '0 6px',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    cursor: 'pointer',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  list: { height: '190px', overflow: 'auto', margin: 0, padding: '4px 0', listStyle: 'none' },
  label: { display: 'flex', gap: '8px', alignItems: 'baseline', flexWrap: 'wrap' },
  logical: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    color: tokens.colorNeutralForeground3,
  },
  type: { fontSize: '12px', color: tokens.colorNeutralForeground3 },
  note: { margin: 0, padding: '6px 8px', color: tokens.colorNeutralForeground2, fontSize: '12px' },
  problem: { margin: '4px 0 0', fontSize: '12px', lineHeight: '16px' },
  bad: { color: tokens.colorPaletteRedForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  good: { color: tokens.colorStatusSuccessForeground1 },
});

interface ColumnPickerProps {
  readonly connectionId: ConnectionId;
  readonly table: string;
  /** What the columns are for. */
  readonly label: string;
  /** What choosing some of them means. */
  readonly chosenLabel: string;
  /** Null means every column. */
  readonly value: readonly string[] | null;
  readonly onChange: (value: readonly string[] | null) => void;
  readonly problem: FieldProblem | null;
}

/** Which columns of a table are meant: every one, or those that are chosen. */
export function ColumnPicker(props: ColumnPickerProps) {
  const { connectionId, table, label, chosenLabel, value, onChange, problem } = props;
  const styles = useStyles();
  const problemId = useId();
  return (
    <fieldset className={styles.group} aria-describedby={problem ? problemId : undefined}>
      <legend className={styles.legend}>{label}</legend>
      <RadioGroup
        layout="horizontal"
        className={styles.radios}
        value={value === null ? 'every' : 'chosen'}
        onChange={(_, data) => onChange(data.value === 'every' ? null : (value ?? []))}
        aria-label={label}
      >
        <Radio value="every" label="Every column" />
        <Radio value="chosen" label={chosenLabel} />
      </RadioGroup>
      {value === null ? null : (
        <ColumnList connectionId={connectionId} table={table} value={value} onChange={onChange} />
      )}
      {problem ? (
        <p
          id={problemId}
          className={mergeClasses(styles.problem, styles[problem.tone ?? 'bad'])}
          role={problem.tone === 'bad' ? 'alert' : undefined}
        >
          {problem.sentence}{' '}
          {problem.correction ? (
            <Link inline as="button" type="button" onClick={problem.correction.apply}>
              {problem.correction.label}
            </Link>
          ) : null}
        </p>
      ) : null}
    </fieldset>
  );
}

interface ColumnListProps {
  readonly connectionId: ConnectionId;
  readonly table: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

function ColumnList({ connectionId, table, value, onChange }: ColumnListProps) {
  const styles = useStyles();
  const [text, setText] = useState('');
  const sought = useDeferredValue(text);
  const query = useCoreQuery(
    'column.search',
    { connectionId, table, text: sought },
    { keepPrevious: true, staleTime: 5 * 60_000 },
  );
  const columns = query.data?.columns ?? [];
  const chosen = new Set(value);
  const toggle = (name: string, on: boolean) =>
    onChange(on ? [...value, name] : value.filter((other) => other !== name));
  const terms = sought.trim() === '' ? [] : [sought.trim().toLowerCase()];
  return (
    <div className={styles.box}>
      <div className={styles.head}>
        <div className={styles.search}>
          <SearchField label="Search columns" value={text} onChange={setText} />
        </div>
        <span className={styles.count} role="status">
          {value.length} chosen
        </span>
        <Button
          size="small"
          onClick={() => onChange([...new Set([...value, ...columns.map(({ logicalName }) => logicalName)])])}
        >
          {sought.trim() === '' && !query.data?.more ? 'All' : 'All shown'}
        </Button>
        <Button size="small" onClick={() => onChange([])} disabledFocusable={value.length === 0}>
          None
        </Button>
      </div>
      {value.length > 0 ? (
        <div className={styles.chosen}>
          {value.slice(0, 40).map((name) => (
            <button
              key={name}
              type="button"
              className={styles.chip}
              onClick={() => toggle(name, false)}
              aria-label={`Take out ${name}`}
            >
              {name}
              <DismissSmallIcon aria-hidden />
            </button>
          ))}
          {value.length > 40 ? <span className={styles.count}>and {value.length - 40} more</span> : null}
        </div>
      ) : null}
      {query.failure ? (
        <FailureMessage failure={query.failure} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that
        <ul className={styles.list} aria-label={`Columns of ${table}`} tabIndex={0}>
          {columns.map(({ logicalName, displayName, type }) => (
            <li key={logicalName}>
              <Checkbox
                checked={chosen.has(logicalName)}
                onChange={(_, data) => toggle(logicalName, data.checked === true)}
                label={
                  <span className={styles.label}>
                    <Highlight text={displayName ?? logicalName} terms={terms} />
                    <span className={styles.logical}>
                      <Highlight text={logicalName} terms={terms} />
                    </span>
                    <span className={styles.type}>{type}</span>
                  </span>
                }
              />
            </li>
          ))}
          {columns.length === 0 ? (
            <li>
              <p className={styles.note}>No column is called “{sought}”.</p>
            </li>
          ) : null}
          {query.data.more ? (
            <li>
              <p className={styles.note}>There are more columns: search to find them.</p>
            </li>
          ) : null}
        </ul>
      ) : (
        <div className={styles.list}>
          <SkeletonRows count={6} label="Loading columns" />
        </div>
      )}
    </div>
  );
}
