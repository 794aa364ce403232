import { DataTable, makeStyles, StatusBadge, type TableColumn, tokens } from '../../kit/kit.ts';
import type { PreviewRow } from './changeForm.ts';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3 } });

const columns: readonly TableColumn<PreviewRow>[] = [
  {
    key: 'name',
    title: 'Step',
    width: 'minmax(220px, 3fr)',
    render: ({ step }) => <span title={step.name}>{step.name}</span>,
    sortValue: ({ step }) => step.name,
  },
  {
    key: 'before',
    title: 'Now',
    width: 'minmax(120px, 1fr)',
    render: ({ before }) => before,
    sortValue: ({ before }) => before,
  },
  {
    key: 'after',
    title: 'Then',
    width: 'minmax(200px, 2fr)',
    render: (row) => <Then row={row} />,
    sortValue: ({ verdict }) => verdict.kind,
  },
];

function Then({ row }: { readonly row: PreviewRow }) {
  const styles = useStyles();
  const { verdict } = row;
  if (verdict.kind === 'change') return <strong>{row.after}</strong>;
  if (verdict.kind === 'same') return <span className={styles.quiet}>the same</span>;
  return (
    <span title={verdict.reason}>
      <StatusBadge tone="warning">Left out</StatusBadge> {verdict.reason}
    </span>
  );
}

/** Each step with what is now and what would be then. */
export function PreviewTable({ rows }: { readonly rows: readonly PreviewRow[] }) {
  return <DataTable label="What changes" columns={columns} rows={rows} rowKey={({ step }) => step.id} />;
}
