import { openDialog } from '../../app/dialogs/dialogs.ts';
import { openTab } from '../../app/tabs.ts';
import { useConnections } from '../../app/useConnections.ts';
import { Button, EmptyState } from '../../kit/kit.ts';

/** Stands where the tree will be while no organisation is open. */
export function NoOrganization() {
  const connections = useConnections() ?? [];
  return (
    <EmptyState
      title="No organisation is open"
      action={
        <>
          <Button appearance="primary" onClick={() => openDialog({ kind: 'newConnection' })}>
            Connect to an organisation
          </Button>
          {connections.map((connection) => (
            <Button key={connection.id} onClick={() => openTab(connection.id)}>
              Open {connection.name}
            </Button>
          ))}
        </>
      }
    >
      An organisation holds plug-ins, service endpoints and their steps. The sandbox is one on this computer,
      to try things without harm.
    </EmptyState>
  );
}
