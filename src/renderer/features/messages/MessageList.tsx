import { useEffect, useMemo, useRef, useState } from 'react';
import type { MessageSummary } from '../../../shared/contract/calls/listeners.ts';
import { formatSize, sizeAgainstLimit } from '../../../shared/domain/messageSize.ts';
import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import {
  Button,
  DataTable,
  type DataTableHandle,
  makeStyles,
  StatusBadge,
  type TableColumn,
  tokens,
} from '../../kit/kit.ts';
import { JobBadge } from '../jobs/JobBadge.tsx';
import { formatClock } from './formatTime.ts';

const useStyles = makeStyles({
  frame: { position: 'relative', height: '100%', minHeight: 0 },
  pill: {
    position: 'absolute',
    top: '32px',
    insetInlineStart: '50%',
    transform: 'translateX(-50%)',
    zIndex: 2,
    borderRadius: '14px',
    boxShadow: tokens.shadow8,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  cell: { display: 'inline-flex', gap: '6px', alignItems: 'center' },
});

const bodyFormatLabels: Readonly<Record<MessageSummary['format'], string>> = {
  json: 'JSON',
  textXml: 'XML',
  binaryXml: '.NET binary',
  text: 'Text',
  unknown: 'Unknown',
};

/** What is under the pointer stays there; this long after it rested, new rows may come in. */
const restMs = 3000;

interface MessageListProps {
  /** The oldest first. */
  readonly messages: readonly MessageSummary[];
  readonly jobs: ReadonlyMap<string, SystemJob>;
  readonly selected: number | null;
  readonly onSelect: (number: number) => void;
}

const keyOf = (message: MessageSummary) => String(message.number);

/** What arrived, the newest on top; nothing moves while the user reads further down or points at a row. */
export function MessageList({ messages, jobs, selected, onSelect }: MessageListProps) {
  const styles = useStyles();
  const table = useRef<DataTableHandle>(null);
  const newest = messages.at(-1)?.number ?? 0;
  /** The newest message when the user went down, or began to point. */
  const [awayFrom, setAwayFrom] = useState<number | null>(null);
  const [heldAt, setHeldAt] = useState<number | null>(null);
  const rest = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(rest.current), []);

  const rows = useMemo(() => {
    const shown = heldAt === null ? messages : messages.filter(({ number }) => number <= heldAt);
    return [...shown].reverse();
  }, [messages, heldAt]);
  // The older of both: pointing at the count of new ones must not make it vanish.
  const mark = heldAt === null || awayFrom === null ? (heldAt ?? awayFrom) : Math.min(heldAt, awayFrom);
  const fresh = useMemo(() => {
    if (mark === null) return 0;
    let count = 0;
    for (let at = messages.length - 1; at >= 0 && (messages[at]?.number ?? 0) > mark; at -= 1) count += 1;
    return count;
  }, [messages, mark]);

  const hold = () => {
    if (newest === 0) return;
    window.clearTimeout(rest.current);
    setHeldAt((before) => before ?? newest);
    rest.current = window.setTimeout(() => setHeldAt(null), restMs);
  };
  const release = () => {
    window.clearTimeout(rest.current);
    setHeldAt(null);
  };

  const columns = useMemo<readonly TableColumn<MessageSummary>[]>(
    () => [
      {
        key: 'time',
        title: 'Time',
        width: '84px',
        render: (row) => (
          <span title={row.enqueuedAt ?? undefined}>{formatClock(row.enqueuedAt ?? row.receivedAt)}</span>
        ),
        sortValue: (row) => row.number,
      },
      {
        key: 'message',
        title: 'Message',
        width: 'minmax(74px, 0.8fr)',
        render: (row) =>
          row.message ?? <span className={styles.quiet}>{row.problem ? 'unreadable' : '—'}</span>,
      },
      {
        key: 'row',
        title: 'Row',
        width: 'minmax(112px, 3fr)',
        render: (row) => row.rowName ?? row.rowId ?? <span className={styles.quiet}>—</span>,
      },
      {
        key: 'size',
        title: 'Size',
        width: '70px',
        align: 'end',
        render: (row) => (
          <span title={sizeAgainstLimit(row.size, 'serviceBus').sentence}>{formatSize(row.size)}</span>
        ),
        sortValue: (row) => row.size,
      },
      {
        key: 'job',
        title: 'Job',
        width: '98px',
        render: (row) => <JobCell message={row} job={jobs.get(row.operationId?.toLowerCase() ?? '')} />,
      },
      {
        key: 'table',
        title: 'Table',
        width: 'minmax(72px, 1fr)',
        render: (row) => row.table ?? '—',
      },
      {
        key: 'format',
        title: 'Format',
        width: '84px',
        render: (row) => bodyFormatLabels[row.format],
      },
    ],
    [jobs, styles.quiet],
  );
  return (
    // The pointer does nothing here, it only keeps rows still.
    <div className={styles.frame} onPointerMove={hold} onPointerLeave={release}>
      <DataTable
        label="Messages"
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        selectedKey={selected === null ? null : String(selected)}
        onSelect={(row) => onSelect(row.number)}
        keepPlace
        handle={table}
        onAwayFromStart={(away) => setAwayFrom(away ? newest : null)}
      />
      {fresh > 0 ? (
        <Button
          className={styles.pill}
          size="small"
          appearance="primary"
          onClick={() => {
            release();
            table.current?.scrollToStart();
          }}
        >
          {fresh.toLocaleString()} new
        </Button>
      ) : null}
    </div>
  );
}

function JobCell({
  message,
  job,
}: {
  readonly message: MessageSummary;
  readonly job: SystemJob | undefined;
}) {
  const styles = useStyles();
  if (message.problem) return <StatusBadge tone="bad">Unreadable</StatusBadge>;
  if (message.truncated) return <StatusBadge tone="warning">Truncated</StatusBadge>;
  if (job) return <JobBadge status={job.status} />;
  return (
    <span className={styles.quiet} title="Not among the newest system jobs of this endpoint">
      —
    </span>
  );
}
