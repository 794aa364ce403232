import { useDeferredValue, useEffect, useMemo } from 'react';
import { z } from 'zod';
import type { ActivityEntry } from '../../../shared/contract/calls/activity.ts';
import { usePreference } from '../../app/core/preferences.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import {
  CopyButton,
  DataTable,
  EmptyState,
  FailureMessage,
  makeStyles,
  PropertyList,
  SplitPane,
  StatusBadge,
  type TableColumn,
  tokens,
} from '../../kit/kit.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { formatClock } from '../messages/formatTime.ts';
import { ActivityFilter, activityReport, filterEntries, hasFailed, readableBody } from './activityEntries.ts';
import { addActivity, changeActivityView, useActivityView } from './activityStore.ts';

const useStyles = makeStyles({
  failure: { margin: '8px' },
  pane: { height: '100%', overflow: 'auto', boxSizing: 'border-box', padding: '8px 12px' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 10px', marginBottom: '6px' },
  title: {
    margin: 0,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: '20px',
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
    flex: '1 1 200px',
  },
  bodyTitle: {
    margin: '10px 0 4px',
    fontSize: '12px',
    lineHeight: '16px',
    fontWeight: tokens.fontWeightSemibold,
  },
  body: {
    margin: 0,
    padding: '8px 10px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: '18px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    userSelect: 'text',
  },
  note: { margin: '10px 0 0', color: tokens.colorNeutralForeground2 },
});

const columns: readonly TableColumn<ActivityEntry>[] = [
  {
    key: 'time',
    title: 'Time',
    width: '84px',
    render: (entry) => <span title={entry.at}>{formatClock(entry.at)}</span>,
    sortValue: (entry) => entry.number,
  },
  {
    key: 'status',
    title: 'Status',
    width: '88px',
    render: (entry) => <StatusOf entry={entry} />,
    sortValue: (entry) => entry.status,
  },
  {
    key: 'took',
    title: 'Took',
    width: '76px',
    align: 'end',
    render: (entry) => `${Math.round(entry.milliseconds).toLocaleString()} ms`,
    sortValue: (entry) => entry.milliseconds,
  },
  {
    key: 'operation',
    title: 'Operation',
    width: 'minmax(120px, 1fr)',
    render: (entry) => entry.operation,
    sortValue: (entry) => entry.operation,
  },
  {
    key: 'request',
    title: 'Request',
    width: 'minmax(140px, 3fr)',
    mono: true,
    render: (entry) => (
      <span title={entry.path}>
        {entry.method} {entry.path}
      </span>
    ),
    sortValue: (entry) => entry.path,
  },
  {
    key: 'attempts',
    title: 'Attempts',
    width: '78px',
    align: 'end',
    render: (entry) => entry.attempts,
    sortValue: (entry) => entry.attempts,
  },
];

function StatusOf({ entry }: { readonly entry: ActivityEntry }) {
  return (
    <StatusBadge tone={hasFailed(entry) ? 'bad' : entry.attempts > 1 ? 'warning' : 'good'}>
      {entry.status ?? 'no answer'}
    </StatusBadge>
  );
}

const keyOf = (entry: ActivityEntry) => String(entry.number);
const Width = z.number().int().min(160).max(4000);

/** Every request to the organisation, as it goes out. */
export function ActivityPanel({ connection }: LowerPanelProps) {
  const styles = useStyles();
  const connectionId = connection.id;
  const query = useCoreQuery('activity.list', { connectionId }, { staleTime: 0 });
  const listed = query.data?.entries;
  useEffect(() => {
    if (listed) addActivity(connectionId, listed);
  }, [connectionId, listed]);
  const [filter] = usePreference('activity.filter', ActivityFilter, 'all');
  const [width, setWidth] = usePreference('activity.detailWidth', Width, 350);
  const view = useActivityView(connectionId);
  const entries = useDeferredValue(view.entries);
  const text = useDeferredValue(view.text);
  const rows = useMemo(() => filterEntries(entries, filter, text), [entries, filter, text]);
  const selected = entries.find(({ number }) => number === view.selected) ?? null;
  if (query.failure && entries.length === 0) {
    return (
      <FailureMessage
        className={styles.failure}
        failure={query.failure}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState title={entries.length === 0 ? 'No requests yet' : 'No request fits the filter'}>
        {entries.length === 0
          ? 'Every request to the organisation is listed here with its answer and its time. Keys and tokens are taken out.'
          : 'Choose All requests, or empty the field beside it.'}
      </EmptyState>
    );
  }
  return (
    <SplitPane
      direction="row"
      sized="second"
      size={width}
      onSizeChange={setWidth}
      minimum={220}
      minimumRest={240}
      label="Width of the request"
      first={
        <DataTable
          label="Requests"
          columns={columns}
          rows={rows}
          rowKey={keyOf}
          selectedKey={selected ? keyOf(selected) : null}
          onSelect={({ number }) => changeActivityView(connectionId, { selected: number })}
          keepPlace
        />
      }
      second={
        selected ? (
          <RequestDetail entry={selected} />
        ) : (
          <EmptyState title="No request is open">
            Select one to see what was sent and what came back.
          </EmptyState>
        )
      }
    />
  );
}

function RequestDetail({ entry }: { readonly entry: ActivityEntry }) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that
    <section className={styles.pane} aria-label="Request" tabIndex={0}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          {entry.method} {entry.path}
        </h3>
        <StatusOf entry={entry} />
        <CopyButton label="Copy" what="request and answer" text={activityReport(entry)} />
      </div>
      <PropertyList
        columns={1}
        properties={[
          ...(entry.failure ? [{ name: 'Failure', value: entry.failure }] : []),
          { name: 'Operation', value: entry.operation },
          { name: 'Sent at', value: formatClock(entry.at) },
          {
            name: 'Took',
            value: `${Math.round(entry.milliseconds).toLocaleString()} ms, ${entry.attempts} ${entry.attempts === 1 ? 'attempt' : 'attempts'}`,
          },
          ...(entry.requestId
            ? [{ name: 'Request id', value: entry.requestId, mono: true, copy: entry.requestId }]
            : []),
        ]}
      />
      <BodyText title="Sent" body={entry.requestBody} />
      <BodyText title="Answer" body={entry.responseBody} />
      {entry.requestBody === null && entry.responseBody === null ? (
        <p className={styles.note}>Bodies are kept of writes and of failures only.</p>
      ) : null}
    </section>
  );
}

function BodyText({ title, body }: { readonly title: string; readonly body: string | null }) {
  const styles = useStyles();
  if (body === null || body === '') return null;
  return (
    <>
      <h4 className={styles.bodyTitle}>{title}</h4>
      <pre className={styles.body}>{readableBody(body)}</pre>
    </>
  );
}
