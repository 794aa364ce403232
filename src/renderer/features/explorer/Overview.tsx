import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { CommandButton, makeStyles, PropertyList, StatusBadge, tokens } from '../../kit/kit.ts';
import { ConnectionActions } from '../connections/ConnectionActions.tsx';
import { SandboxStrings } from '../connections/SandboxStrings.tsx';

const useStyles = makeStyles({
  title: { margin: 0, fontSize: '20px', lineHeight: '28px', fontWeight: 600 },
  line: {
    margin: '2px 0 12px',
    display: 'flex',
    gap: '8px',
    alignItems: 'center',
    color: tokens.colorNeutralForeground3,
  },
  hint: { margin: '16px 0 8px', color: tokens.colorNeutralForeground2, maxWidth: '64ch' },
});

interface OverviewProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
  readonly commands: Commands;
}

/** The organisation itself: shown while nothing is selected. */
export function Overview({ connection, index, commands }: OverviewProps) {
  const styles = useStyles();
  const { organization, assemblies, types, steps, endpoints, images } = index.registrations;
  const disabled = steps.filter((step) => !step.enabled).length;
  return (
    <>
      <h1 className={styles.title}>{organization.friendlyName}</h1>
      <div className={styles.line}>
        <span>Organisation</span>
        {connection.kind === 'sandbox' ? (
          <StatusBadge tone="info">Sandbox on this computer</StatusBadge>
        ) : null}
        {connection.production ? <StatusBadge tone="bad">Production</StatusBadge> : null}
        {connection.readOnly ? <StatusBadge tone="warning">Read-only</StatusBadge> : null}
      </div>
      <PropertyList
        properties={[
          { name: 'Web API', value: connection.webApi, mono: true, copy: connection.webApi },
          { name: 'Unique name', value: organization.uniqueName, mono: true, copy: organization.uniqueName },
          { name: 'Version', value: organization.version },
          { name: 'Signed in as', value: organization.userName },
          { name: 'Service endpoints', value: endpoints.length.toLocaleString() },
          {
            name: 'Assemblies',
            value: `${assemblies.length.toLocaleString()}, ${types.length.toLocaleString()} types`,
          },
          {
            name: 'Steps',
            value: `${steps.length.toLocaleString()}, ${disabled.toLocaleString()} of them disabled, ${images.length.toLocaleString()} images`,
          },
          {
            name: 'Organisation id',
            value: organization.organizationId,
            mono: true,
            copy: organization.organizationId,
          },
        ]}
      />
      <p className={styles.hint}>
        Select something in the tree to see it here. A service endpoint posts what happens in this
        organisation to Azure: begin with its connection string.
      </p>
      <CommandButton
        {...commands.state('registerEndpoint')}
        appearance="secondary"
        onClick={() => commands.run('registerEndpoint')}
      />
      {connection.kind === 'sandbox' ? null : <ConnectionActions connection={connection} />}
      {connection.kind === 'sandbox' ? <SandboxStrings connectionId={connection.id} /> : null}
    </>
  );
}
