import { useMemo } from 'react';
import type { ConnectionId, StepId } from '../../../shared/domain/ids.ts';
import type { Stage } from '../../../shared/domain/registration.ts';
import { isTie, type OrderedStep, stepsInOrder } from '../../../shared/domain/stepOrder.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { makeStyles, mergeClasses, tokens } from '../../kit/kit.ts';
import { nameOf, type StepForm, stepDraftOf } from './stepForm.ts';

const useStyles = makeStyles({
  panel: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    minWidth: 0,
    padding: '12px',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  note: { margin: 0, fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2 },
  stage: {
    margin: '4px 0 2px',
    fontSize: '12px',
    lineHeight: '16px',
    fontWeight: 600,
    color: tokens.colorNeutralForeground2,
  },
  list: { margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: '2px' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(16px, max-content) minmax(0, 1fr)',
    columnGap: '8px',
    padding: '4px 8px',
    borderRadius: tokens.borderRadiusMedium,
    border: '1px solid transparent',
    lineHeight: '16px',
    fontSize: '12px',
  },
  mine: {
    backgroundColor: tokens.colorBrandBackground2,
    border: `1px solid ${tokens.colorBrandStroke1}`,
    fontWeight: 600,
  },
  off: { color: tokens.colorNeutralForeground3 },
  rank: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
  name: { overflowWrap: 'anywhere' },
  more: { display: 'block', color: tokens.colorNeutralForeground2, fontWeight: 400 },
  operation: {
    margin: '4px 0',
    padding: '2px 8px',
    fontSize: '12px',
    lineHeight: '16px',
    textAlign: 'center',
    color: tokens.colorNeutralForeground2,
    borderTop: `1px dashed ${tokens.colorNeutralStroke1}`,
  },
});

const stageTitles: Readonly<Record<Stage, string>> = {
  preValidation: 'Pre-validation, before the transaction',
  preOperation: 'Pre-operation',
  mainOperation: 'Main operation',
  postOperation: 'Post-operation',
  postOperationDeprecated: 'Post-operation',
};

interface OrderPanelProps {
  readonly connectionId: ConnectionId;
  readonly form: StepForm;
  /** Null for a step that is not registered yet. */
  readonly stepId: StepId | null;
}

const newId = 'new';

/** All steps that the message of the table sets off, in the order in which they run, with the edited one among them. */
export function OrderPanel({ connectionId, form, stepId }: OrderPanelProps) {
  const styles = useStyles();
  const { index } = useRegistrations(connectionId);
  const ownId = stepId ?? newId;
  const steps = index?.registrations.steps;
  const rows = useMemo(() => {
    const draft = stepDraftOf(form);
    if (!form.message || !steps) return [];
    const mine: OrderedStep = {
      id: ownId,
      name: nameOf(form) || 'This step',
      message: draft.message,
      table: draft.table,
      messageFilterId: draft.messageFilterId,
      stage: draft.stage,
      mode: draft.mode,
      rank: Number.isNaN(draft.rank) ? 0 : draft.rank,
      enabled: draft.enabled,
    };
    const others: readonly OrderedStep[] = steps.filter(({ id }) => id !== ownId);
    return stepsInOrder([...others, mine], { message: draft.message, table: draft.table });
  }, [form, steps, ownId]);
  const mine = rows.find(({ id }) => id === ownId);
  const ties = mine ? rows.filter((row) => isTie(row, mine)) : [];
  const place = form.table ? `${form.message?.name} of ${form.table.logicalName}` : form.message?.name;
  return (
    <aside className={styles.panel} aria-label="Order of execution">
      <h3 className={styles.title}>{form.message ? `Order on ${place}` : 'Order of execution'}</h3>
      {form.message ? (
        <>
          <OrderList rows={rows} ownId={ownId} />
          {ties.length > 0 ? (
            <p className={styles.note} role="status">
              {ties.length === 1 ? 'Another step has' : `${ties.length} other steps have`} the same stage,
              mode and execution order. Dataverse then goes by the id of the message’s filter row, and
              promises nothing beyond that: give them different numbers if it matters.
            </p>
          ) : null}
          <p className={styles.note}>
            By stage, synchronous before asynchronous, then by execution order. Asynchronous steps are queued
            together and may overtake each other.
          </p>
        </>
      ) : (
        <p className={styles.note}>
          Choose a message to see what else runs on it, and where this step comes in.
        </p>
      )}
    </aside>
  );
}

function OrderList({ rows, ownId }: { readonly rows: readonly OrderedStep[]; readonly ownId: string }) {
  const styles = useStyles();
  const groups = groupByStage(rows);
  return (
    <div>
      {groups.map(({ stage, members }) => (
        <section key={stage} aria-label={stageTitles[stage]}>
          {stage === 'postOperation' ? <p className={styles.operation}>the operation itself</p> : null}
          <p className={styles.stage}>{stageTitles[stage]}</p>
          <ol className={styles.list}>
            {members.map((row) => (
              <li
                key={row.id}
                className={mergeClasses(
                  styles.row,
                  row.id === ownId && styles.mine,
                  !row.enabled && styles.off,
                )}
                aria-current={row.id === ownId ? 'true' : undefined}
              >
                <span className={styles.rank}>{row.rank}</span>
                <span className={styles.name}>
                  {row.name}
                  <span className={styles.more}>{remarkOn(row)}</span>
                </span>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function remarkOn({ mode, enabled, table }: OrderedStep): string {
  const remarks = [mode === 'asynchronous' ? 'asynchronous' : 'synchronous'];
  if (table === null) remarks.push('any table');
  if (!enabled) remarks.push('disabled: does not run');
  return remarks.join(' · ');
}

function groupByStage(rows: readonly OrderedStep[]): { stage: Stage; members: OrderedStep[] }[] {
  const groups: { stage: Stage; members: OrderedStep[] }[] = [];
  for (const row of rows) {
    const stage = row.stage === 'postOperationDeprecated' ? 'postOperation' : row.stage;
    const last = groups.at(-1);
    if (last?.stage === stage) last.members.push(row);
    else groups.push({ stage, members: [row] });
  }
  return groups;
}
