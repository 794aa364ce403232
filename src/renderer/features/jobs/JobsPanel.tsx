import { useMemo } from 'react';
import { z } from 'zod';
import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import { usePreference } from '../../app/core/preferences.ts';
import {
  DataTable,
  EmptyState,
  FailureMessage,
  makeStyles,
  QuietProgress,
  SkeletonRows,
  SplitPane,
  type TableColumn,
  tokens,
} from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { JobBadge } from './JobBadge.tsx';
import { JobDetail } from './JobDetail.tsx';
import { selectJob, useJobSelection } from './jobSelection.ts';
import { attemptsOf, isFinal, jobStatusLabels } from './jobStatus.ts';
import { jobOwnerOf, useJobs } from './useJobs.ts';

const useStyles = makeStyles({
  panel: { height: '100%', position: 'relative', display: 'flex', flexDirection: 'column' },
  rest: { flex: 1, minHeight: 0 },
  failure: { margin: '8px' },
  more: {
    padding: '4px 8px',
    fontSize: '12px',
    color: tokens.colorNeutralForeground2,
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
});

const columns: readonly TableColumn<SystemJob>[] = [
  {
    key: 'created',
    title: 'Created',
    width: 'minmax(140px, 1fr)',
    render: (job) => <span title={job.createdOn}>{formatDate(job.createdOn)}</span>,
    sortValue: (job) => Date.parse(job.createdOn),
  },
  {
    key: 'status',
    title: 'Status',
    width: 'minmax(94px, 0.7fr)',
    render: (job) => <JobBadge status={job.status} />,
    sortValue: (job) => jobStatusLabels[job.status],
  },
  {
    key: 'name',
    title: 'System job',
    width: 'minmax(120px, 3fr)',
    render: (job) => job.name,
    sortValue: (job) => job.name,
  },
  {
    key: 'attempts',
    title: 'Attempts',
    width: '74px',
    align: 'end',
    render: (job) => attemptsOf(job),
    sortValue: attemptsOf,
  },
  {
    key: 'next',
    title: 'Next attempt',
    width: 'minmax(124px, 1fr)',
    render: (job) =>
      isFinal(job.status) || job.postponedUntil === null ? '—' : formatDate(job.postponedUntil),
    sortValue: (job) => (isFinal(job.status) ? null : job.postponedUntil),
  },
];

const keyOf = (job: SystemJob) => job.id;
const Width = z.number().int().min(160).max(4000);

/** The system jobs of what is selected, the newest on top. */
export function JobsPanel({ connection, node }: LowerPanelProps) {
  const styles = useStyles();
  const connectionId = connection.id;
  const query = useJobs(connectionId, node);
  const [width, setWidth] = usePreference('jobs.detailWidth', Width, 330);
  const selectedId = useJobSelection(({ byConnection }) => byConnection[connectionId] ?? null);
  const jobs = query.data?.jobs ?? [];
  const job = useMemo(() => jobs.find(({ id }) => id === selectedId) ?? null, [jobs, selectedId]);
  const owner = jobOwnerOf(node);
  if (!query.data) {
    return query.failure ? (
      <FailureMessage
        className={styles.failure}
        failure={query.failure}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <SkeletonRows count={6} label="Reading the system jobs" />
    );
  }
  const list = (
    <DataTable
      label="System jobs"
      columns={columns}
      rows={jobs}
      rowKey={keyOf}
      selectedKey={job?.id ?? null}
      onSelect={(row) => selectJob(connectionId, row.id)}
      keepPlace
    />
  );
  return (
    <div className={styles.panel}>
      {query.isFetching ? <QuietProgress label="Reading the system jobs" /> : null}
      {query.failure ? (
        <FailureMessage
          className={styles.failure}
          failure={query.failure}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      <div className={styles.rest}>
        {jobs.length === 0 ? (
          <EmptyState title="No system jobs yet">
            {owner.kind === 'organization'
              ? 'Asynchronous steps of this organisation leave their jobs here when they fire.'
              : 'When a step fires, Dataverse posts its message in a system job, which is listed here with its state and its error. A step that deletes its job when it succeeded leaves only failures.'}
          </EmptyState>
        ) : (
          <SplitPane
            direction="row"
            sized="second"
            size={width}
            onSizeChange={setWidth}
            minimum={220}
            minimumRest={240}
            label="Width of the system job"
            first={list}
            second={
              job ? (
                <JobDetail connection={connection} job={job} />
              ) : (
                <EmptyState title="No system job is open">Select one to read what it says.</EmptyState>
              )
            }
          />
        )}
      </div>
      {query.data.more ? (
        <div className={styles.more}>The newest {jobs.length} are shown; there are older ones.</div>
      ) : null}
    </div>
  );
}
