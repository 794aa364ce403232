import { useMemo } from 'react';
import { z } from 'zod';
import type { TraceLog } from '../../../shared/domain/traceLog.ts';
import { usePreference } from '../../app/core/preferences.ts';
import {
  DataTable,
  EmptyState,
  FailureMessage,
  makeStyles,
  QuietProgress,
  SkeletonRows,
  SplitPane,
  StatusBadge,
  type TableColumn,
  tokens,
} from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { formatClock } from '../messages/formatTime.ts';
import { NoTraces } from './NoTraces.tsx';
import { TraceDetail } from './TraceDetail.tsx';
import { TraceFilterBar } from './TraceFilterBar.tsx';
import { durationText } from './traceReport.ts';
import { changeTraceView, useTraceView } from './traceStore.ts';
import { useFollow, useTraces } from './useTraces.ts';

const useStyles = makeStyles({
  panel: { height: '100%', position: 'relative', display: 'flex', flexDirection: 'column' },
  rest: { flex: 1, minHeight: 0, position: 'relative' },
  failure: { margin: '8px' },
  more: {
    padding: '4px 8px',
    fontSize: '12px',
    color: tokens.colorNeutralForeground2,
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
});

const columns: readonly TableColumn<TraceLog>[] = [
  {
    key: 'created',
    title: 'Created',
    // Dataverse keeps them for a day: the time of day tells them apart.
    width: '92px',
    render: (trace) => <span title={formatDate(trace.createdOn)}>{formatClock(trace.createdOn)}</span>,
    sortValue: (trace) => Date.parse(trace.createdOn),
  },
  {
    key: 'result',
    title: 'Result',
    width: '98px',
    render: (trace) => (
      <StatusBadge tone={trace.failed ? 'bad' : 'good'}>
        {trace.failed ? 'Exception' : 'Succeeded'}
      </StatusBadge>
    ),
    sortValue: (trace) => (trace.failed ? 0 : 1),
  },
  {
    key: 'type',
    title: 'Type',
    width: 'minmax(96px, 1.6fr)',
    render: (trace) => <span title={trace.qualifiedName}>{shortName(trace)}</span>,
    sortValue: shortName,
  },
  {
    key: 'message',
    title: 'Message',
    width: 'minmax(130px, 1.6fr)',
    render: (trace) => (trace.table ? `${trace.message} ${trace.table}` : trace.message),
    sortValue: (trace) => `${trace.message} ${trace.table ?? ''}`,
  },
  {
    key: 'took',
    title: 'Took',
    width: '72px',
    align: 'end',
    render: (trace) => durationText(trace.executionMs),
    sortValue: (trace) => trace.executionMs,
  },
  {
    key: 'mode',
    title: 'Mode',
    width: '60px',
    render: (trace) => (trace.mode === 'asynchronous' ? 'Async' : 'Sync'),
    sortValue: (trace) => trace.mode,
  },
];

/** The class without its namespace, which is the same for most of them. */
function shortName({ typeName }: TraceLog): string {
  return typeName.slice(typeName.lastIndexOf('.') + 1);
}

const keyOf = (trace: TraceLog) => trace.id;
const Width = z.number().int().min(160).max(4000);

/** What the plug-ins of what is selected have written, the newest on top. */
export function TracesPanel({ connection, node }: LowerPanelProps) {
  const styles = useStyles();
  const connectionId = connection.id;
  const query = useTraces(connectionId, node);
  useFollow(connectionId, node);
  const view = useTraceView(connectionId);
  const [width, setWidth] = usePreference('traces.detailWidth', Width, 320);
  const traces = query.data?.traces ?? [];
  const open = useMemo(
    () => traces.find(({ id }) => id === view.selection.focus && view.selection.keys.has(id)) ?? null,
    [traces, view.selection],
  );
  return (
    <div className={styles.panel}>
      {query.isFetching && query.data ? <QuietProgress label="Reading the traces" /> : null}
      <TraceFilterBar connectionId={connectionId} node={node} />
      {query.failure ? (
        <FailureMessage
          className={styles.failure}
          failure={query.failure}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      <div className={styles.rest}>
        {!query.data ? (
          query.failure ? null : (
            <SkeletonRows count={6} label="Reading the traces" />
          )
        ) : traces.length === 0 ? (
          <NoTraces connection={connection} node={node} />
        ) : (
          <SplitPane
            direction="row"
            sized="second"
            size={width}
            onSizeChange={setWidth}
            minimum={240}
            minimumRest={240}
            label="Width of the trace"
            first={
              <DataTable
                label="Traces"
                columns={columns}
                rows={traces}
                rowKey={keyOf}
                selection={view.selection}
                onSelectionChange={(selection) => changeTraceView(connectionId, { selection })}
                keepPlace
              />
            }
            second={
              open ? (
                <TraceDetail key={open.id} connection={connection} trace={open} />
              ) : (
                <EmptyState title="No trace is open">Select one to read what the plug-in wrote.</EmptyState>
              )
            }
          />
        )}
      </div>
      {query.data?.more ? (
        <div className={styles.more}>
          The newest {traces.length} are shown; there are older ones. The filter looks through all of them.
        </div>
      ) : null}
    </div>
  );
}
