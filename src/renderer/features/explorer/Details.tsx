import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { usesAcs } from '../../../shared/domain/acsEndpoint.ts';
import { designationTypes } from '../../../shared/domain/designationType.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { isSecretSet } from '../../../shared/domain/serviceEndpoint.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { useLastCheck } from '../../app/registrations/lastChecks.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import type { RegistrationsState } from '../../app/registrations/useRegistrations.ts';
import { useView } from '../../app/registrations/view.ts';
import { makeStyles, PropertyList, SkeletonRows, StatusBadge, tokens } from '../../kit/kit.ts';
import { AcsNotice } from '../moveToSas/AcsNotice.tsx';
import { TypeStatistics } from '../traces/TypeStatistics.tsx';
import { Walkthrough } from '../walkthrough/Walkthrough.tsx';
import { Children } from './Children.tsx';
import { formatDate } from './formatDate.ts';
import { GroupDetails } from './GroupDetails.tsx';
import { NodeIcon } from './NodeIcon.tsx';
import { nodeProperties } from './nodeProperties.ts';
import { Overview } from './Overview.tsx';
import { SelectionDetails } from './SelectionDetails.tsx';
import { useEditableProperties } from './useEditableProperties.ts';
import { authorizationLabels, kindLabel } from './words.ts';

const useStyles = makeStyles({
  pane: { height: '100%', overflow: 'auto', boxSizing: 'border-box' },
  content: { padding: '16px 20px 20px' },
  head: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr)',
    columnGap: '8px',
    alignItems: 'start',
  },
  icon: { height: '28px', display: 'flex', alignItems: 'center' },
  title: {
    margin: 0,
    fontSize: '20px',
    lineHeight: '28px',
    fontWeight: 600,
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    margin: '2px 0 12px',
    color: tokens.colorNeutralForeground3,
  },
});

interface DetailsProps {
  readonly connection: Connection;
  readonly registrations: RegistrationsState;
  readonly node: RegistrationNode | null;
  /** All that is selected, `node` among it. */
  readonly nodes: readonly RegistrationNode[];
  readonly commands: Commands;
}

/** What is selected: name, kind and state, properties, and what belongs to it. */
export function Details({ connection, registrations, node, nodes, commands }: DetailsProps) {
  const styles = useStyles();
  const { index } = registrations;
  const { group } = useView(connection.id);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that
    <section className={styles.pane} aria-label="Details" tabIndex={0}>
      <Walkthrough connection={connection} index={index} node={node} commands={commands} />
      <div className={styles.content}>
        {!index ? (
          registrations.loading ? (
            <SkeletonRows count={6} label="Loading" />
          ) : null
        ) : nodes.length > 1 ? (
          <SelectionDetails connection={connection} index={index} nodes={nodes} commands={commands} />
        ) : node ? (
          <NodeDetails connection={connection} index={index} node={node} commands={commands} />
        ) : group ? (
          <GroupDetails connection={connection} index={index} group={group} commands={commands} />
        ) : (
          <Overview connection={connection} index={index} commands={commands} />
        )}
      </div>
    </section>
  );
}

interface NodeDetailsProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
  readonly node: RegistrationNode;
  readonly commands: Commands;
}

function NodeDetails({ connection, index, node, commands }: NodeDetailsProps) {
  const styles = useStyles();
  const properties = useEditableProperties(connection, node, nodeProperties(node, index));
  return (
    <>
      <div className={styles.head}>
        <span className={styles.icon}>
          <NodeIcon node={node} large />
        </span>
        <div>
          <h1 className={styles.title}>{node.kind === 'pluginType' ? node.typeName : node.name}</h1>
          <div className={styles.line}>
            <span>{kindLine(node)}</span>
            <Badges connection={connection} node={node} />
          </div>
        </div>
      </div>
      {node.kind === 'serviceEndpoint' ? (
        <AcsNotice key={`acs ${node.id}`} connection={connection} endpoint={node} commands={commands} />
      ) : null}
      <PropertyList key={nodeKey(node)} properties={properties} />
      <Children
        key={`children ${nodeKey(node)}`}
        connection={connection}
        index={index}
        node={node}
        commands={commands}
      />
      {node.kind === 'pluginType' ? <TypeStatistics connectionId={connection.id} type={node} /> : null}
    </>
  );
}

function kindLine(node: RegistrationNode): string {
  if (node.kind !== 'serviceEndpoint' || node.designationType === 'webhook') return kindLabel(node);
  const type = designationTypes[node.designationType];
  const home = type.scheme === 'https' ? 'Azure Relay' : type.scheme === 'sb' ? 'Azure Service Bus' : 'Azure';
  return [kindLabel(node), type.label, node.designationType === 'eventHub' ? 'Azure Event Hubs' : home].join(
    ' · ',
  );
}

interface BadgesProps {
  readonly connection: Connection;
  readonly node: RegistrationNode;
}

const checkWords = {
  passed: 'Check passed',
  warning: 'Check passed with a warning',
  failed: 'Check failed',
} as const;
const checkTones = { passed: 'good', warning: 'warning', failed: 'bad' } as const;

function Badges({ connection, node }: BadgesProps) {
  const check = useLastCheck(connection.id, node.kind === 'serviceEndpoint' ? node.id : null);
  return (
    <>
      {node.kind === 'step' ? (
        <StatusBadge tone={node.enabled ? 'good' : 'neutral'}>
          {node.enabled ? 'Enabled' : 'Disabled'}
        </StatusBadge>
      ) : null}
      {check ? (
        <StatusBadge tone={checkTones[check.outcome]} title={check.sentence}>
          {checkWords[check.outcome]}, {formatDate(check.at)}
        </StatusBadge>
      ) : null}
      {node.kind === 'serviceEndpoint' ? (
        usesAcs(node) ? (
          <StatusBadge tone="bad">ACS, retired</StatusBadge>
        ) : isSecretSet(node) ? (
          <StatusBadge tone="info">{authorizationLabels[node.authorizationType]} set</StatusBadge>
        ) : (
          <StatusBadge tone="warning">{authorizationLabels[node.authorizationType]} not set</StatusBadge>
        )
      ) : null}
      {node.managed ? <StatusBadge tone="neutral">Managed</StatusBadge> : null}
    </>
  );
}
