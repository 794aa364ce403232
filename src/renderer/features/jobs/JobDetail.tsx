import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { CopyButton, Link, type Property, PropertyList } from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';
import { DetailPane, DetailText } from '../lowerPanel/DetailPane.tsx';
import { useShowLowerTab } from '../lowerPanel/useLowerPanel.ts';
import { selectMessage, useListeners } from '../messages/listenerStore.ts';
import { JobBadge } from './JobBadge.tsx';
import { attemptsOf, isFinal, jobReport, jobText } from './jobStatus.ts';

/** One system job: what it says first, then its times and ids. */
export function JobDetail({ connection, job }: { readonly connection: Connection; readonly job: SystemJob }) {
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
    <DetailPane
      label="System job"
      title={job.name}
      marks={
        <>
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
        </>
      }
      copy={<CopyButton label="Copy" what="details of the system job" text={jobReport(job)} />}
    >
      {text ? <DetailText text={text} /> : null}
      <PropertyList columns={1} properties={properties} />
    </DetailPane>
  );
}

function idProperty(name: string, id: string | null): Property[] {
  return id === null ? [] : [{ name, value: id, mono: true, copy: id }];
}
