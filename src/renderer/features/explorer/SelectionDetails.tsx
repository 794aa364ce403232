import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { contextMenu } from '../../app/commands/commandMenus.ts';
import { commandRegistry } from '../../app/commands/commandRegistry.ts';
import { shortcutOf } from '../../app/commands/shortcuts.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { referenceTo } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { CommandButton, makeStyles, type TableColumn, tokens } from '../../kit/kit.ts';
import { kindCounts } from './kindCounts.ts';
import { NodeTable } from './NodeTable.tsx';
import { labelOf } from './nodeLabel.ts';
import { kindLabel } from './words.ts';

const useStyles = makeStyles({
  title: { margin: 0, fontSize: '20px', lineHeight: '28px', fontWeight: 600 },
  line: { margin: '2px 0 12px', color: tokens.colorNeutralForeground3 },
  commands: { display: 'flex', flexWrap: 'wrap', gap: '4px', marginInlineStart: '-8px' },
});

const commandsOfMany = contextMenu.flat().filter((id) => commandRegistry[id].worksOn === 'many');

interface SelectionDetailsProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
  readonly nodes: readonly RegistrationNode[];
  readonly commands: Commands;
}

/** Several nodes at once: how many of what, what can be done with all of them, and which they are. */
export function SelectionDetails({ connection, index, nodes, commands }: SelectionDetailsProps) {
  const styles = useStyles();
  const columns: readonly TableColumn<RegistrationNode>[] = [
    { key: 'name', title: 'Name', width: 'minmax(220px, 3fr)', render: labelOf, sortValue: labelOf },
    { key: 'kind', title: 'Kind', width: 'minmax(120px, 1fr)', render: kindLabel, sortValue: kindLabel },
    {
      key: 'parent',
      title: 'In',
      width: 'minmax(160px, 2fr)',
      render: (node) => parentLabel(node, index),
      sortValue: (node) => parentLabel(node, index),
    },
    { key: 'state', title: 'State', width: '120px', render: stateOf, sortValue: stateOf },
  ];
  return (
    <>
      <h1 className={styles.title}>{nodes.length.toLocaleString()} selected</h1>
      <p className={styles.line}>{kindCounts(nodes)}</p>
      <div className={styles.commands}>
        {commandsOfMany.map((id) => {
          const { label, disabledReason } = commands.state(id);
          return (
            <CommandButton
              key={id}
              label={label}
              disabledReason={disabledReason}
              shortcut={shortcutOf(id)}
              onClick={() => commands.run(id)}
            />
          );
        })}
      </div>
      <NodeTable
        connectionId={connection.id}
        commands={commands}
        title="Selected"
        rows={nodes}
        columns={columns}
        onGo={(node) => selectNode(connection.id, referenceTo(node))}
      />
    </>
  );
}

function parentLabel(node: RegistrationNode, index: RegistrationIndex): string {
  const parent = index.parentOf(node);
  return parent ? labelOf(parent) : '—';
}

function stateOf(node: RegistrationNode): string {
  if (node.kind === 'step') return node.enabled ? 'Enabled' : 'Disabled';
  return node.managed ? 'Managed' : '—';
}
