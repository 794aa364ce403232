import { useMemo, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RekeyResult, RekeyRow } from '../../../shared/contract/calls/rekey.ts';
import {
  Button,
  Checkbox,
  DataTable,
  FailureMessage,
  makeStyles,
  NoteBox,
  ProgressLine,
  StatusBadge,
  type TableColumn,
} from '../../kit/kit.ts';
import { ProductionField } from '../forms/ProductionField.tsx';
import { productionReason } from '../forms/productionReason.ts';
import { CorrectRow } from './CorrectRow.tsx';
import { planSentence, rowSentence, rowsToCheck, rowsToSave, rowWord } from './rekeyRows.ts';
import type { RekeyState } from './useRekeyPlan.ts';

const useStyles = makeStyles({
  column: { height: '100%', display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', gap: '12px', alignItems: 'center', flexWrap: 'wrap' },
  sentence: { margin: 0 },
  table: { flex: '1 1 200px', minHeight: '160px' },
});

interface RekeyPlanProps {
  readonly connection: Connection;
  readonly state: RekeyState;
  readonly plan: NonNullable<RekeyState['plan']>;
}

/** A plan: each endpoint with what it would get, checked from here and saved. */
export function RekeyPlan({ connection, state, plan }: RekeyPlanProps) {
  const styles = useStyles();
  const { results, working, progress } = state;
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [unproved, setUnproved] = useState(false);
  const [typed, setTyped] = useState('');
  const columns = useMemo(() => columnsOf(results), [results]);
  const toCheck = rowsToCheck(plan.rows);
  const toSave = rowsToSave(plan.rows, unproved);
  const selected = plan.rows.find(({ id }) => id === selectedId);
  const reason = productionReason(connection, typed);
  const saveReason =
    reason ?? (toSave.length === 0 ? 'Check them first, or tick that they are saved without.' : null);
  return (
    <div className={styles.column}>
      <p className={styles.sentence} role="status">
        {planSentence(plan.rows)}
      </p>
      {plan.left.length > 0 ? (
        <NoteBox tone="info">
          {plan.left.length === 1
            ? `“${plan.left[0]}” has no secret and gets none here.`
            : `${plan.left.length.toLocaleString('en')} others have no secret and get none here: ${namesOf(plan.left)}.`}
        </NoteBox>
      ) : null}
      <div className={styles.table}>
        <DataTable
          label="Keys to save"
          columns={columns}
          rows={plan.rows}
          rowKey={({ id }) => id}
          selectedKey={selectedId}
          onSelect={({ id }) => setSelectedId(id)}
        />
      </div>
      {selected?.endpointId && selected.state !== 'saved' && selected.state !== 'same' ? (
        <CorrectRow
          key={selected.id}
          row={selected}
          busy={working !== null}
          onCorrect={(text) => state.correct(selected.id, text)}
        />
      ) : null}
      {state.failure ? <FailureMessage failure={state.failure} /> : null}
      {working === 'checking' || working === 'saving' ? (
        <ProgressLine
          label={`${working === 'checking' ? 'Checking' : 'Saving'} ${progress?.done ?? 0} of ${progress?.total ?? 0}`}
          {...(progress && progress.total > 0 ? { share: progress.done / progress.total } : {})}
          onCancel={state.cancel}
        />
      ) : null}
      {toSave.length > 0 ? (
        <ProductionField
          connection={connection}
          consequence="Its endpoints post with the new keys from then on."
          typed={typed}
          onType={setTyped}
        />
      ) : null}
      <div className={styles.row}>
        <Button
          disabledFocusable={working !== null || toCheck.length === 0}
          onClick={() => void state.check(toCheck)}
        >
          Check {toCheck.length.toLocaleString('en')} from here
        </Button>
        <Button
          appearance="primary"
          title={saveReason ?? undefined}
          disabledFocusable={working !== null || saveReason !== null}
          onClick={() => void state.save(toSave)}
        >
          Save {toSave.length.toLocaleString('en')}
        </Button>
        <Checkbox
          label="Also those that failed the check or had none"
          checked={unproved}
          onChange={(_event, data) => setUnproved(data.checked === true)}
        />
        <Button disabledFocusable={working !== null} onClick={state.startOver}>
          Start over
        </Button>
      </div>
    </div>
  );
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function columnsOf(results: ReadonlyMap<string, RekeyResult>): readonly TableColumn<RekeyRow>[] {
  return [
    {
      key: 'place',
      title: 'From',
      width: '104px',
      render: ({ place }) => place,
      sortValue: ({ place }) => place,
    },
    {
      key: 'endpoint',
      title: 'Endpoint',
      width: 'minmax(180px, 2fr)',
      render: ({ endpointName }) => <span title={endpointName ?? ''}>{endpointName ?? '—'}</span>,
      sortValue: ({ endpointName }) => endpointName,
    },
    {
      key: 'state',
      title: 'State',
      width: '150px',
      render: (row) => {
        const [label, tone] = rowWord(row, results.get(row.id));
        return <StatusBadge tone={tone}>{label}</StatusBadge>;
      },
      sortValue: (row) => rowWord(row, results.get(row.id))[0],
    },
    {
      key: 'sentence',
      title: 'What happens',
      width: 'minmax(320px, 4fr)',
      render: (row) => {
        const sentence = rowSentence(row, results.get(row.id));
        return <span title={sentence}>{sentence}</span>;
      },
      sortValue: (row) => rowSentence(row, results.get(row.id)),
    },
  ];
}
