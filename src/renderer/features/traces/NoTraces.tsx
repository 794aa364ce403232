import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { wholeTraceList } from '../../../shared/domain/traceLog.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { Button, EmptyState } from '../../kit/kit.ts';
import { traceOwnerOf } from './traceOwner.ts';
import { changeTraceView, useTraceView } from './traceStore.ts';

interface NoTracesProps {
  readonly connection: Connection;
  readonly node: RegistrationNode | null;
}

/** Why there is nothing: tracing is off, the filter is narrow, or nothing ran. */
export function NoTraces({ connection, node }: NoTracesProps) {
  const connectionId = connection.id;
  const { filter } = useTraceView(connectionId);
  const setting = useCoreQuery('traceLog.setting', { connectionId }).data?.setting;
  if (JSON.stringify(filter) !== JSON.stringify(wholeTraceList)) {
    return (
      <EmptyState
        title="No trace fits the filter"
        action={
          <Button onClick={() => changeTraceView(connectionId, { filter: wholeTraceList })}>Show all</Button>
        }
      />
    );
  }
  if (setting === 'off') {
    return (
      <EmptyState title="Tracing is off">
        The organisation writes down nothing of the plug-ins that run. Choose Exception or All under Tracing;
        it counts from then on.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No traces yet">
      {node?.kind === 'serviceEndpoint'
        ? 'Endpoints and webhooks leave no traces: system jobs tell how their posts went.'
        : setting === 'exceptions'
          ? 'Plug-ins that throw an exception leave a trace here. Dataverse keeps it for about a day.'
          : traceOwnerOf(node).kind === 'organization'
            ? 'Plug-ins that run leave their traces here. Dataverse keeps them for about a day.'
            : 'When it runs, its trace is listed here. Dataverse keeps it for about a day.'}
    </EmptyState>
  );
}
