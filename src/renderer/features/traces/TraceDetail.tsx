import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { TraceLog } from '../../../shared/domain/traceLog.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import {
  CopyButton,
  FailureMessage,
  Link,
  makeStyles,
  type Property,
  PropertyList,
  SkeletonRows,
  StatusBadge,
  tokens,
} from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';
import { selectJob } from '../jobs/jobSelection.ts';
import { DetailPane, DetailText } from '../lowerPanel/DetailPane.tsx';
import { useShowLowerTab } from '../lowerPanel/useLowerPanel.ts';
import { durationText, traceReport } from './traceReport.ts';

const useStyles = makeStyles({
  heading: {
    margin: '8px 0 4px',
    fontSize: '12px',
    lineHeight: '16px',
    fontWeight: tokens.fontWeightSemibold,
  },
});

interface TraceDetailProps {
  readonly connection: Connection;
  readonly trace: TraceLog;
}

/** One trace: what was thrown first, what the plug-in wrote, then times and ids. */
export function TraceDetail({ connection, trace }: TraceDetailProps) {
  const connectionId = connection.id;
  const query = useCoreQuery(
    'traceLog.read',
    { connectionId, id: trace.id },
    // A trace never changes.
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const texts = query.data ?? null;
  return (
    <DetailPane
      label="Trace"
      title={trace.typeName}
      marks={
        <>
          {trace.failed ? <StatusBadge tone="bad">Exception</StatusBadge> : null}
          <Links connection={connection} trace={trace} />
        </>
      }
      copy={<CopyButton label="Copy" what="trace" text={traceReport(trace, texts)} />}
    >
      {query.failure ? (
        <FailureMessage failure={query.failure} onRetry={() => void query.refetch()} />
      ) : texts ? (
        <>
          <Text title="Exception" text={texts.exception} />
          <Text title="Trace" text={texts.messageBlock} />
          <PropertyList columns={1} properties={propertiesOf(trace)} />
          <Text title="Configuration" text={texts.configuration} />
        </>
      ) : (
        <SkeletonRows count={5} label="Reading the trace" />
      )}
    </DetailPane>
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string | null }) {
  const styles = useStyles();
  if (text === null) return null;
  return (
    <>
      <h4 className={styles.heading}>{title}</h4>
      <DetailText text={text} />
    </>
  );
}

/** Where the run came from: its step, and the system job that ran it. */
function Links({ connection, trace }: TraceDetailProps) {
  const connectionId = connection.id;
  const showTab = useShowLowerTab();
  const { index } = useRegistrations(connectionId);
  const { stepId, correlationId } = trace;
  const step = stepId ? index?.get({ kind: 'step', id: stepId }) : undefined;
  const jobs = useCoreQuery(
    'systemJob.list',
    { connectionId, owner: stepId ? { kind: 'step', id: stepId } : { kind: 'organization' }, top: 100 },
    { enabled: trace.mode === 'asynchronous' && step !== undefined },
  );
  const job = correlationId
    ? jobs.data?.jobs.find((candidate) => candidate.correlationId === correlationId)
    : undefined;
  if (!step || !stepId) return null;
  return (
    <>
      <Link as="button" type="button" onClick={() => selectNode(connectionId, { kind: 'step', id: stepId })}>
        Show the step
      </Link>
      {job ? (
        <Link
          as="button"
          type="button"
          onClick={() => {
            selectNode(connectionId, { kind: 'step', id: stepId });
            selectJob(connectionId, job.id);
            showTab('jobs');
          }}
        >
          Show the system job
        </Link>
      ) : null}
    </>
  );
}

const operationWords = {
  plugin: 'Plug-in',
  workflowActivity: 'Workflow activity',
  unknown: 'Unknown',
} as const;

function propertiesOf(trace: TraceLog): readonly Property[] {
  const id = (name: string, value: string | null): Property[] =>
    value === null ? [] : [{ name, value, mono: true, copy: value }];
  return [
    { name: 'Execution', value: durationText(trace.executionMs) },
    { name: 'Constructor', value: durationText(trace.constructorMs) },
    { name: 'Message', value: trace.message },
    { name: 'Table', value: trace.table ?? '—', mono: trace.table !== null },
    { name: 'Mode', value: trace.mode === 'asynchronous' ? 'Asynchronous' : 'Synchronous' },
    { name: 'Ran as', value: operationWords[trace.operation] },
    { name: 'Depth', value: String(trace.depth) },
    { name: 'Started', value: formatDate(trace.startedOn) },
    { name: 'Created', value: formatDate(trace.createdOn) },
    { name: 'Full type name', value: trace.qualifiedName, mono: true, copy: trace.qualifiedName },
    ...id('Correlation id', trace.correlationId),
    ...id('Request id', trace.requestId),
    ...id('Step id', trace.stepId),
  ];
}
