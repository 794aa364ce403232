import { type ReactNode, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type {
  PluginAssembly,
  PluginType,
  RegistrationNode,
  Step,
  StepImage,
} from '../../../shared/domain/registration.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { nodeKey, referenceTo } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { selectNode } from '../../app/registrations/view.ts';
import {
  Button,
  CountBadge,
  DataTable,
  makeStyles,
  StatusBadge,
  type TableColumn,
  tokens,
} from '../../kit/kit.ts';
import { imageTypeLabels, kindLabel, modeLabels, stageLabels } from './words.ts';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: '8px', margin: '16px 0 4px' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  none: { margin: 0, color: tokens.colorNeutralForeground3 },
  add: { marginTop: '8px' },
  tall: { height: '480px' },
});

const stateBadge = (step: Step) => (
  <StatusBadge tone={step.enabled ? 'good' : 'neutral'}>{step.enabled ? 'Enabled' : 'Disabled'}</StatusBadge>
);

const stepBasics: readonly TableColumn<Step>[] = [
  {
    key: 'name',
    title: 'Step',
    width: 'minmax(200px, 3fr)',
    render: (step) => step.name,
    sortValue: (step) => step.name,
  },
  {
    key: 'message',
    title: 'Message',
    width: 'minmax(80px, 1fr)',
    render: (step) => step.message,
    sortValue: (step) => step.message,
  },
  {
    key: 'table',
    title: 'Table',
    width: 'minmax(80px, 1fr)',
    render: (step) => step.table ?? 'any',
    sortValue: (step) => step.table,
  },
];
const filteringColumn: TableColumn<Step> = {
  key: 'filter',
  title: 'Filtering attributes',
  width: 'minmax(140px, 2fr)',
  render: (step) => step.filteringAttributes?.join(', ') ?? '—',
  sortValue: (step) => step.filteringAttributes?.join(', '),
};
const stepEnd: readonly TableColumn<Step>[] = [
  {
    key: 'rank',
    title: 'Rank',
    width: '72px',
    align: 'end',
    render: (step) => step.rank,
    sortValue: (step) => step.rank,
  },
  { key: 'state', title: 'Status', width: '104px', render: stateBadge, sortValue: (step) => !step.enabled },
];
const endpointStepColumns = [...stepBasics, filteringColumn, ...stepEnd];
const pluginStepColumns: readonly TableColumn<Step>[] = [
  ...stepBasics,
  {
    key: 'stage',
    title: 'Stage',
    width: 'minmax(140px, 1fr)',
    render: (step) => stageLabels[step.stage],
    sortValue: (step) => stageLabels[step.stage],
  },
  {
    key: 'mode',
    title: 'Mode',
    width: '120px',
    render: (step) => modeLabels[step.mode],
    sortValue: (step) => step.mode,
  },
  ...stepEnd,
];

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
  const styles = useStyles();
  const go = (child: RegistrationNode) => selectNode(connection.id, referenceTo(child));
  switch (node.kind) {
    case 'package':
      return (
        <ChildTable title="Assemblies" rows={index.assembliesOf(node)} columns={assemblyColumns} onGo={go} />
      );
    case 'assembly':
      return <TypeTable index={index} assembly={node} onGo={go} />;
    case 'pluginType':
      return node.workflowActivity ? null : (
        <ChildTable
          title="Steps"
          rows={index.stepsOf(node).filter((step) => !step.hidden)}
          columns={pluginStepColumns}
          onGo={go}
          none="No step runs this type."
        />
      );
    case 'serviceEndpoint': {
      const canRegister = commands.state('registerStep').disabledReason === null;
      return (
        <ChildTable
          title="Steps"
          rows={index.stepsOf(node).filter((step) => !step.hidden)}
          columns={endpointStepColumns}
          onGo={go}
          none="Nothing is posted here yet: a step says which message on which table is."
          action={
            canRegister ? (
              <Button className={styles.add} onClick={() => commands.run('registerStep')}>
                Register New Step
              </Button>
            ) : null
          }
        />
      );
    }
    case 'step':
      return (
        <ChildTable
          title="Images"
          rows={index.imagesOf(node)}
          columns={imageColumns}
          onGo={go}
          none="The step takes no picture of the row before or after."
        />
      );
    case 'image':
      return null;
  }
}

interface TypeTableProps {
  readonly index: RegistrationIndex;
  readonly assembly: PluginAssembly;
  readonly onGo: (child: RegistrationNode) => void;
}

function TypeTable({ index, assembly, onGo }: TypeTableProps) {
  const columns: readonly TableColumn<PluginType>[] = [
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
  return (
    <ChildTable
      title="Types"
      rows={index.typesOf(assembly)}
      columns={columns}
      onGo={onGo}
      none="The assembly has no plug-in types and no workflow activities."
    />
  );
}

interface ChildTableProps<Row extends RegistrationNode> {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly TableColumn<Row>[];
  readonly onGo: (row: Row) => void;
  readonly none?: string;
  /** Below the sentence that there are none. */
  readonly action?: ReactNode;
}

function ChildTable<Row extends RegistrationNode>(props: ChildTableProps<Row>) {
  const { title, rows, columns, onGo, none, action } = props;
  const styles = useStyles();
  const [selected, setSelected] = useState<string | null>(null);
  return (
    <section aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <CountBadge count={rows.length} />
      </div>
      {rows.length === 0 ? (
        <>
          <p className={styles.none}>{none}</p>
          {action}
        </>
      ) : (
        <div className={rows.length > 200 ? styles.tall : undefined}>
          <DataTable
            label={title}
            grow={rows.length <= 200}
            columns={columns}
            rows={rows}
            rowKey={nodeKey}
            selectedKey={selected}
            onSelect={(row) => setSelected(nodeKey(row))}
            onActivate={onGo}
            defaultSort={{ key: 'name', descending: false }}
          />
        </div>
      )}
    </section>
  );
}
