import { useMemo } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { SolutionId } from '../../../shared/domain/ids.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { referenceTo } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import type { TreeGroup } from '../../app/registrations/treeGroup.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { makeStyles, type Property, PropertyList, tokens } from '../../kit/kit.ts';
import { GroupIcon } from './GroupIcon.tsx';
import { kindCounts } from './kindCounts.ts';
import { NodeTable } from './NodeTable.tsx';
import { inRunningOrder } from './nodeOrder.ts';
import { orderedStepColumns } from './stepColumns.tsx';
import { useSolutionMembers } from './useSolutionMembers.ts';

const useStyles = makeStyles({
  head: { display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', columnGap: '8px' },
  icon: { height: '28px', display: 'flex', alignItems: 'center' },
  title: { margin: 0, fontSize: '20px', lineHeight: '28px', fontWeight: 600, overflowWrap: 'anywhere' },
  line: { margin: '2px 0 12px', color: tokens.colorNeutralForeground3 },
});

interface GroupDetailsProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
  readonly group: TreeGroup;
  readonly commands: Commands;
}

/** A table, a message or a solution of the tree: what it gathers. */
export function GroupDetails({ connection, index, group, commands }: GroupDetailsProps) {
  return group.kind === 'solution' ? (
    <SolutionDetails connection={connection} index={index} id={group.id} />
  ) : (
    <PlaceDetails connection={connection} index={index} group={group} commands={commands} />
  );
}

type PlaceGroup = Extract<TreeGroup, { kind: 'table' | 'message' }>;

function tableWords(table: string | null): string {
  return table ?? 'any table';
}

function placeTitle({ table, message }: PlaceGroup): string {
  if (table === undefined) return message ?? '';
  return message === undefined ? tableWords(table) : `${message} of ${tableWords(table)}`;
}

interface PlaceDetailsProps extends Omit<GroupDetailsProps, 'group'> {
  readonly group: PlaceGroup;
}

function PlaceDetails({ connection, index, group, commands }: PlaceDetailsProps) {
  const { table, message } = group;
  const steps = useMemo(
    () =>
      inRunningOrder(
        index.registrations.steps.filter(
          (step) =>
            !step.hidden &&
            (table === undefined || step.table === table) &&
            (message === undefined || step.message === message),
        ),
      ),
    [index, table, message],
  );
  return (
    <>
      <Head group={group} title={placeTitle(group)}>
        {table !== undefined && message !== undefined
          ? 'All steps on this message and table, in the order in which they run'
          : group.kind === 'table'
            ? 'All steps on this table'
            : 'All steps on this message'}
      </Head>
      <NodeTable
        // Another table or message is another list, with nothing selected in it.
        key={placeTitle(group)}
        connectionId={connection.id}
        commands={commands}
        title="Steps"
        rows={steps}
        columns={orderedStepColumns}
        sort={null}
        onGo={(step) => selectNode(connection.id, referenceTo(step))}
        none="No step is here."
      />
    </>
  );
}

interface SolutionDetailsProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
  readonly id: SolutionId | null;
}

function SolutionDetails({ connection, index, id }: SolutionDetailsProps) {
  const { members } = useSolutionMembers(connection.id, index, true);
  const solution = members?.solutions.find((one) => one.id === id);
  const inside = useMemo(() => {
    if (!members) return [];
    const { packages, assemblies, types, endpoints, steps, images } = index.registrations;
    const all: readonly RegistrationNode[] = [
      ...packages,
      ...assemblies,
      ...types,
      ...endpoints,
      ...steps,
      ...images,
    ];
    return all.filter((node) => {
      const holders = members.solutionsOf(node);
      return id === null ? holders.length === 0 : holders.some((holder) => holder.id === id);
    });
  }, [members, index, id]);
  const group: TreeGroup = { kind: 'solution', id };
  const counted: Property = { name: 'Holds', value: kindCounts(inside) || 'no registration' };
  if (id === null || !solution) {
    return (
      <>
        <Head group={group} title="In no solution">
          Only the default solution has these: they travel to no other organisation.
        </Head>
        <PropertyList columns={1} properties={[counted]} />
      </>
    );
  }
  return (
    <>
      <Head group={group} title={solution.friendlyName}>
        {solution.managed ? 'Managed solution' : 'Unmanaged solution'}
      </Head>
      <PropertyList
        properties={[
          { name: 'Unique name', value: solution.uniqueName, mono: true, copy: solution.uniqueName },
          { name: 'Version', value: solution.version },
          { name: 'Publisher', value: solution.publisher ?? '—' },
          counted,
        ]}
      />
    </>
  );
}

interface HeadProps {
  readonly group: TreeGroup;
  readonly title: string;
  readonly children: string;
}

function Head({ group, title, children }: HeadProps) {
  const styles = useStyles();
  return (
    <div className={styles.head}>
      <span className={styles.icon}>
        <GroupIcon group={group} large />
      </span>
      <div>
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.line}>{children}</p>
      </div>
    </div>
  );
}
