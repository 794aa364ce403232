import { useMemo } from 'react';
import {
  type ChangeCell,
  type ChangeRow,
  type ChangeState,
  contextChanges,
} from '../../../shared/domain/contextChanges.ts';
import type { ExecutionContext } from '../../../shared/domain/executionContext.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { makeStyles, mergeClasses, NoteBox, tokens } from '../../kit/kit.ts';
import { useColumnNames } from './useColumnNames.ts';

const useStyles = makeStyles({
  table: { borderCollapse: 'collapse', width: '100%', fontSize: '14px', lineHeight: '20px' },
  head: {
    textAlign: 'start',
    padding: '4px 8px',
    fontSize: '12px',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    position: 'sticky',
    top: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: `inset 0 -1px 0 ${tokens.colorNeutralStroke2}`,
    whiteSpace: 'nowrap',
  },
  cell: {
    padding: '4px 8px',
    verticalAlign: 'top',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
    minWidth: '84px',
    userSelect: 'text',
  },
  column: { textAlign: 'start', fontWeight: tokens.fontWeightRegular, minWidth: '140px' },
  logical: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    color: tokens.colorNeutralForeground3,
  },
  name: { display: 'grid', gridTemplateColumns: '14px minmax(0, 1fr)' },
  label: { marginInlineEnd: '2px' },
  mark: {
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  old: { backgroundColor: tokens.colorStatusDangerBackground1 },
  fresh: { backgroundColor: tokens.colorStatusSuccessBackground1 },
  quiet: { color: tokens.colorNeutralForeground3 },
  note: { margin: '8px' },
});

const marks: Readonly<Record<ChangeState, { readonly mark: string; readonly word: string }>> = {
  changed: { mark: '~', word: 'changed' },
  unchanged: { mark: '=', word: 'sent, not changed' },
  notSent: { mark: '', word: 'not sent' },
  new: { mark: '+', word: 'new' },
  removed: { mark: '−', word: 'removed' },
};

interface ChangesTabProps {
  readonly connectionId: ConnectionId;
  readonly context: ExecutionContext;
}

/** What changed: before, sent, after. */
export function ChangesTab({ connectionId, context }: ChangesTabProps) {
  const styles = useStyles();
  const { rows, note } = useMemo(() => contextChanges(context), [context]);
  const names = useColumnNames(
    connectionId,
    context.primaryEntityName,
    useMemo(() => rows.map(({ column }) => column), [rows]),
  );
  return (
    <>
      {note ? (
        <NoteBox tone="neutral" className={styles.note}>
          {note}
        </NoteBox>
      ) : null}
      {rows.length === 0 ? (
        note ? null : (
          <NoteBox tone="neutral" className={styles.note}>
            This message changes no columns. Input shows what it was called with.
          </NoteBox>
        )
      ) : (
        <table className={styles.table} aria-label="What changed">
          <thead>
            <tr>
              {['Column', 'Before', 'Sent', 'After'].map((title) => (
                <th key={title} scope="col" className={styles.head}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.column} row={row} name={names.get(row.column)} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Row({ row, name }: { readonly row: ChangeRow; readonly name: string | undefined }) {
  const styles = useStyles();
  const { mark, word } = marks[row.state];
  const changes = row.state === 'changed' || row.state === 'new' || row.state === 'removed';
  const last = row.after ?? row.sent;
  return (
    <tr>
      <th scope="row" className={mergeClasses(styles.cell, styles.column)}>
        <span className={styles.name}>
          <span className={styles.mark} title={word}>
            <span aria-hidden>{mark}</span>
          </span>
          <span>
            <span className={styles.label}>{name ?? row.column}</span>{' '}
            {name ? <span className={styles.logical}>{row.column}</span> : null}
          </span>
        </span>
      </th>
      <Cell cell={row.before} missing="—" tone={changes && row.before ? 'old' : null} />
      <Cell
        cell={row.sent}
        missing="not sent"
        tone={changes && row.sent && last === row.sent && row.state !== 'removed' ? 'fresh' : null}
      />
      <Cell cell={row.after} missing="—" tone={changes && row.after ? 'fresh' : null} />
    </tr>
  );
}

interface CellProps {
  readonly cell: ChangeCell | undefined;
  readonly missing: string;
  readonly tone: 'old' | 'fresh' | null;
}

function Cell({ cell, missing, tone }: CellProps) {
  const styles = useStyles();
  return (
    <td className={mergeClasses(styles.cell, tone ? styles[tone] : undefined)}>
      {cell === undefined ? (
        <span className={styles.quiet}>{missing}</span>
      ) : cell.text === '' ? (
        <span className={styles.quiet}>empty</span>
      ) : (
        cell.text
      )}
    </td>
  );
}
