import { useMemo } from 'react';
import type { StepChangeResult } from '../../../shared/contract/calls/stepChanges.ts';
import type { Step } from '../../../shared/domain/registration.ts';
import { DataTable, makeStyles, StatusBadge, type TableColumn, type Tone } from '../../kit/kit.ts';

const useStyles = makeStyles({
  count: { margin: 0 },
  table: { flex: '1 1 200px', minHeight: '160px' },
});

interface Row {
  readonly result: StepChangeResult;
  readonly name: string;
}

const words: Readonly<Record<StepChangeResult['outcome'], readonly [string, Tone]>> = {
  changed: ['Changed', 'good'],
  same: ['Was so already', 'neutral'],
  refused: ['Refused', 'bad'],
  conflict: ['Changed elsewhere', 'warning'],
  gone: ['Gone', 'warning'],
  unclear: ['Not certain', 'warning'],
  notTried: ['Not tried', 'warning'],
};

const columns: readonly TableColumn<Row>[] = [
  {
    key: 'name',
    title: 'Step',
    width: 'minmax(220px, 2fr)',
    render: ({ name }) => <span title={name}>{name}</span>,
    sortValue: ({ name }) => name,
  },
  {
    key: 'outcome',
    title: 'Outcome',
    width: '150px',
    render: ({ result }) => {
      const [label, tone] = words[result.outcome];
      return <StatusBadge tone={tone}>{label}</StatusBadge>;
    },
    sortValue: ({ result }) => result.outcome,
  },
  {
    key: 'sentence',
    title: 'Why',
    width: 'minmax(220px, 3fr)',
    render: ({ result }) => <span title={result.sentence ?? ''}>{result.sentence ?? ''}</span>,
    sortValue: ({ result }) => result.sentence,
  },
];

/** How each step fared, those that did not change first. */
export function ResultTable(props: {
  readonly results: readonly StepChangeResult[];
  readonly steps: readonly Step[];
}) {
  const { results, steps } = props;
  const styles = useStyles();
  const rows = useMemo(() => {
    const names = new Map(steps.map(({ id, name }) => [id, name]));
    const isChanged = ({ result }: Row) => Number(result.outcome === 'changed');
    return results
      .map((result): Row => ({ result, name: names.get(result.id) ?? result.id }))
      .sort((one, other) => isChanged(one) - isChanged(other));
  }, [results, steps]);
  const changed = results.filter(({ outcome }) => outcome === 'changed').length;
  return (
    <>
      <p className={styles.count} role="status">
        {changed.toLocaleString('en')} of {results.length.toLocaleString('en')} were changed.
      </p>
      <div className={styles.table}>
        <DataTable label="Outcomes" columns={columns} rows={rows} rowKey={({ result }) => result.id} />
      </div>
    </>
  );
}
