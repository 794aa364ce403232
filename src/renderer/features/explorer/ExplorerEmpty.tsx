import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { countFilters, noFilters, type TreeFilters } from '../../app/registrations/treeFilters.ts';
import type { TreeView } from '../../app/registrations/treeView.ts';
import { setFilters, setSearch } from '../../app/registrations/view.ts';
import { Button, EmptyState } from '../../kit/kit.ts';
import { filterSentence } from './filterSentence.ts';
import type { SolutionMembers } from './solutionMembers.ts';

interface ExplorerEmptyProps {
  readonly connectionId: ConnectionId;
  readonly commands: Commands;
  readonly search: string;
  readonly filters: TreeFilters;
  readonly members: SolutionMembers | null;
  readonly view: TreeView;
  /** Whether the organisation has anything at all. */
  readonly anything: boolean;
  readonly onView: (view: TreeView) => void;
}

/** Why the tree is empty, and what leads out of it. */
export function ExplorerEmpty(props: ExplorerEmptyProps) {
  const { connectionId, commands, search, filters, members, view, anything, onView } = props;
  const filtered = countFilters(filters) > 0;
  if (search.trim() !== '') {
    return (
      <EmptyState
        title="Nothing matches"
        action={<Button onClick={() => setSearch(connectionId, '')}>Clear the search</Button>}
      >
        Nothing has “{search.trim()}” in its name, message, table, columns, address, configuration, user or id
        {filtered ? `, of what the filters leave: ${filterSentence(filters, members)}.` : '.'}
      </EmptyState>
    );
  }
  if (filtered) {
    return (
      <EmptyState
        title="The filters hide everything"
        action={<Button onClick={() => setFilters(connectionId, noFilters)}>Clear filters</Button>}
      >
        They leave {filterSentence(filters, members)}. Nothing here is like that.
      </EmptyState>
    );
  }
  if (anything && view !== 'assembly') {
    return (
      <EmptyState
        title={view === 'package' ? 'No plug-in packages' : 'Nothing in this order'}
        action={<Button onClick={() => onView('assembly')}>Order by assembly</Button>}
      >
        {view === 'package'
          ? 'Assemblies that are in no package, service endpoints and webhooks stand in the tree by assembly.'
          : 'This order shows what belongs to a step or a solution; there is none.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Nothing is registered yet"
      action={
        <Button appearance="primary" onClick={() => commands.run('registerEndpoint')}>
          Register New Service Endpoint
        </Button>
      }
    >
      Plug-in assemblies, service endpoints and their steps stand here. Start with a service endpoint: it
      posts what happens in this organisation to Azure.
    </EmptyState>
  );
}
