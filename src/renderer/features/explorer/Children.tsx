import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type {
  PluginAssembly,
  PluginType,
  RegistrationNode,
  StepImage,
} from '../../../shared/domain/registration.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { referenceTo } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { Button, makeStyles, type TableColumn } from '../../kit/kit.ts';
import { NodeTable } from './NodeTable.tsx';
import { endpointStepColumns, pluginStepColumns } from './stepColumns.tsx';
import { imageTypeLabels, kindLabel } from './words.ts';

const useStyles = makeStyles({
  add: { marginTop: '8px' },
});

const imageColumns: readonly TableColumn<StepImage>[] = [
  {
    key: 'name',
    title: 'Image',
    width: 'minmax(140px, 1fr)',
    render: (image) => image.name,
    sortValue: (image) => image.name,
  },
  {
    key: 'alias',
    title: 'Entity alias',
    width: 'minmax(120px, 1fr)',
    mono: true,
    render: (image) => image.entityAlias,
    sortValue: (image) => image.entityAlias,
  },
  {
    key: 'type',
    title: 'Type',
    width: '160px',
    render: (image) => imageTypeLabels[image.imageType],
    sortValue: (image) => image.imageType,
  },
  {
    key: 'columns',
    title: 'Columns',
    width: 'minmax(160px, 2fr)',
    render: (image) => image.attributes?.join(', ') ?? 'All columns',
    sortValue: (image) => image.attributes?.join(', '),
  },
];

const assemblyColumns: readonly TableColumn<PluginAssembly>[] = [
  {
    key: 'name',
    title: 'Assembly',
    width: 'minmax(200px, 2fr)',
    render: (row) => row.name,
    sortValue: (row) => row.name,
  },
  {
    key: 'version',
    title: 'Version',
    width: '120px',
    render: (row) => row.version,
    sortValue: (row) => row.version,
  },
];

interface ChildrenProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
  readonly node: RegistrationNode;
  readonly commands: Commands;
}

/** What belongs to a node, as a table. Enter or a double click goes there. */
export function Children({ connection, index, node, commands }: ChildrenProps) {
  const table = {
    connectionId: connection.id,
    commands,
    onGo: (child: RegistrationNode) => selectNode(connection.id, referenceTo(child)),
  };
  switch (node.kind) {
    case 'package':
      return (
        <NodeTable title="Assemblies" rows={index.assembliesOf(node)} columns={assemblyColumns} {...table} />
      );
    case 'assembly':
      return (
        <NodeTable
          title="Types"
          rows={index.typesOf(node)}
          columns={typeColumns(index)}
          {...table}
          none="The assembly has no plug-in types and no workflow activities."
        />
      );
    case 'pluginType':
      return node.workflowActivity ? null : (
        <NodeTable
          title="Steps"
          rows={index.stepsOf(node).filter((step) => !step.hidden)}
          columns={pluginStepColumns}
          {...table}
          none="No step runs this type."
          action={<Offer commands={commands} id="registerStep" />}
        />
      );
    case 'serviceEndpoint':
      return (
        <NodeTable
          title="Steps"
          rows={index.stepsOf(node).filter((step) => !step.hidden)}
          columns={endpointStepColumns}
          {...table}
          none="Nothing is posted here yet: a step says which message on which table is."
          action={<Offer commands={commands} id="registerStep" />}
        />
      );
    case 'step':
      return (
        <NodeTable
          title="Images"
          rows={index.imagesOf(node)}
          columns={imageColumns}
          {...table}
          none="The step takes no picture of the row before or after."
          action={<Offer commands={commands} id="registerImage" />}
        />
      );
    case 'image':
      return null;
  }
}

interface OfferProps {
  readonly commands: Commands;
  readonly id: 'registerStep' | 'registerImage';
}

/** The command that begins an empty list; nothing where it does not apply. */
function Offer({ commands, id }: OfferProps) {
  const styles = useStyles();
  const { label, disabledReason } = commands.state(id);
  return disabledReason === null ? (
    <Button className={styles.add} onClick={() => commands.run(id)}>
      {label}
    </Button>
  ) : null;
}

function typeColumns(index: RegistrationIndex): readonly TableColumn<PluginType>[] {
  return [
    {
      key: 'name',
      title: 'Type',
      width: 'minmax(240px, 3fr)',
      render: (row) => row.typeName,
      sortValue: (row) => row.typeName,
    },
    { key: 'kind', title: 'Kind', width: '150px', render: kindLabel, sortValue: kindLabel },
    {
      key: 'steps',
      title: 'Steps',
      width: '80px',
      align: 'end',
      render: (row) => index.stepsOf(row).length,
      sortValue: (row) => index.stepsOf(row).length,
    },
  ];
}
