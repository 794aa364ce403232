import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { CopyButton, Link, makeStyles, type Property, PropertyList, tokens } from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';
import { useShowLowerTab } from '../lowerPanel/useLowerPanel.ts';
import { selectMessage, useListeners } from '../messages/listenerStore.ts';
import { JobBadge } from './JobBadge.tsx';
import { attemptsOf, isFinal, jobReport, jobText } from './jobStatus.ts';

const useStyles = makeStyles({
  pane: { height: '100%', overflow: 'auto', boxSizing: 'border-box', padding: '8px 12px' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 10px', marginBottom: '6px' },
  title: {
    margin: 0,
    fontSize: '14px',
    lineHeight: '20px',
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  copy: { marginInlineStart: 'auto' },
  text: {
    margin: '0 0 8px',
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
});

/** One system job: what it says first, then its times and ids. */
export function JobDetail({ connection, job }: { readonly connection: Connection; readonly job: SystemJob }) {
  const styles = useStyles();
  const connectionId = connection.id;
  const showTab = useShowLowerTab();
  const { index } = useRegistrations(connectionId);
  const step = job.stepId ? index?.get({ kind: 'step', id: job.stepId }) : undefined;
  const byEndpoint = useListeners((listeners) => listeners.byEndpoint);
  const holder = Object.values(byEndpoint).find(
    (one) =>
      one.connectionId === connectionId &&
      one.messages.some(({ operationId }) => operationId?.toLowerCase() === job.id),
  );
  const message = holder?.messages.findLast(({ operationId }) => operationId?.toLowerCase() === job.id);
  const text = jobText(job);
  const time = (iso: string | null) => (iso === null ? '—' : formatDate(iso));
  const properties: Property[] = [
    { name: 'Attempts', value: attemptsOf(job) },
    ...(isFinal(job.status) ? [] : [{ name: 'Next attempt', value: time(job.postponedUntil) }]),
    { name: 'Message', value: job.messageName ?? '—' },
    { name: 'Table', value: job.table ?? '—', mono: job.table !== null },
    { name: 'Created', value: time(job.createdOn) },
    { name: 'Started', value: time(job.startedOn) },
    { name: 'Completed', value: time(job.completedOn) },
    ...idProperty('Row id', job.rowId),
    ...idProperty('Job id', job.id),
    ...idProperty('Correlation id', job.correlationId),
    ...idProperty('Request id', job.requestId),
    ...(job.errorCode === null
      ? []
      : [
          {
            name: 'Error code',
            value: `0x${(job.errorCode >>> 0).toString(16).padStart(8, '0')}`,
            mono: true,
          },
        ]),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that
    <section className={styles.pane} aria-label="System job" tabIndex={0}>
      <div className={styles.head}>
        <h3 className={styles.title}>{job.name}</h3>
        <JobBadge status={job.status} />
        {step ? (
          <Link
            as="button"
            type="button"
            onClick={() => job.stepId && selectNode(connectionId, { kind: 'step', id: job.stepId })}
          >
            Show the step
          </Link>
        ) : null}
        {holder && message ? (
          <Link
            as="button"
            type="button"
            onClick={() => {
              selectNode(connectionId, { kind: 'serviceEndpoint', id: holder.endpointId });
              selectMessage(holder.listenerId, message.number);
              showTab('messages');
            }}
          >
            Show the message
          </Link>
        ) : null}
        <span className={styles.copy}>
          <CopyButton label="Copy" what="details of the system job" text={jobReport(job)} />
        </span>
      </div>
      {text ? <pre className={styles.text}>{text}</pre> : null}
      <PropertyList columns={1} properties={properties} />
    </section>
  );
}

function idProperty(name: string, id: string | null): Property[] {
  return id === null ? [] : [{ name, value: id, mono: true, copy: id }];
}
