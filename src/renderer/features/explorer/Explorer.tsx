import { type Ref, useDeferredValue, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import type { RegistrationsState } from '../../app/registrations/useRegistrations.ts';
import { useTreeView } from '../../app/registrations/useTreeView.ts';
import { selectRows, selectWithin, setExpanded, useView } from '../../app/registrations/view.ts';
import {
  Button,
  ContextMenu,
  EmptyState,
  FailureMessage,
  makeStyles,
  noRows,
  QuietProgress,
  type RowSelection,
  SkeletonRows,
  useAnnounce,
  VirtualTree,
  type VirtualTreeHandle,
} from '../../kit/kit.ts';
import { contextMenuItems } from './contextMenuItems.ts';
import { ExplorerEmpty } from './ExplorerEmpty.tsx';
import { ExplorerHead } from './ExplorerHead.tsx';
import { filterTree } from './filterTree.ts';
import { LoadedAge } from './LoadedAge.tsx';
import { LoadingBar } from './LoadingBar.tsx';
import type { TreeRequest } from './registrationTree.ts';
import { rowsOfNodes, selectedNodes } from './selectedNodes.ts';
import { TreeRowContent } from './TreeRowContent.tsx';
import { computeTreeRows, siblingKeys, type TreeRow } from './treeRows.ts';
import { useReveal } from './useReveal.ts';
import { useSolutionMembers } from './useSolutionMembers.ts';
import { useTree, useWarmSearch } from './useTree.ts';

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', height: '100%', position: 'relative' },
  body: { flex: 1, minHeight: 0 },
  failure: { margin: '0 12px 8px' },
});

export interface ExplorerHandle {
  focus(): void;
  /** Opens the filters. */
  filter(): void;
}

interface ExplorerProps {
  readonly connection: Connection;
  readonly registrations: RegistrationsState;
  readonly commands: Commands;
  readonly ref?: Ref<ExplorerHandle>;
}

/** The tree of registrations. */
export function Explorer({ connection, registrations, commands, ref }: ExplorerProps) {
  const styles = useStyles();
  const announce = useAnnounce();
  const connectionId = connection.id;
  const view = useView(connectionId);
  const [treeView, setTreeView] = useTreeView(connectionId);
  const { index } = registrations;
  const [filterOpen, setFilterOpen] = useState(false);
  const { filters } = view;
  const bySolution = treeView === 'solution';
  const wantsSolutions = bySolution || filterOpen || filters.solution !== null || filters.publisher !== null;
  const loaded = useSolutionMembers(connectionId, index, wantsSolutions);
  const { members } = loaded;
  const request = useMemo<TreeRequest | null>(
    () => (treeView !== 'solution' ? { view: treeView } : members ? { view: treeView, members } : null),
    [treeView, members],
  );
  const made = useTree(index?.registrations ?? null, request);
  useWarmSearch(index?.registrations ?? null);
  const tree = bySolution && !members && made?.request.view !== 'solution' ? null : (made?.tree ?? null);
  // The letters appear at once; the rows follow as soon as there is time.
  const search = useDeferredValue(view.search);
  const shownFilters = useDeferredValue(filters);
  const { expanded, foldedInSearch } = view;
  const filtered = useMemo(
    () => (tree && index ? filterTree(tree, shownFilters, index, members) : null),
    [tree, shownFilters, index, members],
  );
  const { rows, matches } = useMemo(
    () =>
      tree && filtered
        ? computeTreeRows(tree, { search, expanded, foldedInSearch, filtered })
        : { rows: [], matches: null },
    [tree, search, expanded, foldedInSearch, filtered],
  );
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const handle = useRef<VirtualTreeHandle>(null);
  const filterButton = useRef<HTMLButtonElement>(null);
  useImperativeHandle(
    ref,
    () => ({ focus: () => handle.current?.focus(), filter: () => setFilterOpen(true) }),
    [],
  );

  const selectedIsThere = view.selected !== null && index?.get(view.selected) !== undefined;
  const shownView = made?.request.view ?? treeView;
  useReveal(connectionId, {
    tree: shownView === treeView ? tree : null,
    treeView,
    filtered,
    there: selectedIsThere,
    onView: setTreeView,
  });

  useEffect(() => {
    if (matches === null) return;
    // Said when the typing pauses, not at every letter.
    const timer = window.setTimeout(() => announce(countSentence(matches)), 500);
    return () => window.clearTimeout(timer);
  }, [matches, announce]);

  const selection = useMemo(
    () => view.rows ?? (tree ? rowsOfNodes(tree, view.selected, view.selection) : noRows),
    [tree, view.rows, view.selected, view.selection],
  );
  const select = (next: RowSelection) => {
    if (tree) selectRows(connectionId, next, selectedNodes(tree, next));
  };
  const toggle = (row: TreeRow, open: boolean) => setExpanded(connectionId, [row.id], open);
  const activate = (row: TreeRow) => {
    const edit = commands.state('edit');
    if (!edit.disabledReason && row.entry.kind === 'node') commands.run('edit');
    else if (row.expanded !== null) toggle(row, !row.expanded);
  };

  return (
    <section className={styles.pane} aria-labelledby="explorer-title">
      {registrations.loading && index ? (
        <QuietProgress label="Refreshing the registrations" share={registrations.share} />
      ) : null}
      <ExplorerHead
        connectionId={connectionId}
        found={matches === null ? null : countSentence(matches)}
        view={treeView}
        onView={setTreeView}
        filter={filterButton}
        filterOpen={filterOpen}
        onFilterOpen={setFilterOpen}
        loaded={loaded}
      />
      {registrations.failure ? (
        <div className={styles.failure}>
          <FailureMessage failure={registrations.failure} onRetry={registrations.refresh} />
        </div>
      ) : null}
      {registrations.failure && index ? <LoadedAge loadedAt={index.registrations.report.loadedAt} /> : null}
      <div className={styles.body}>
        {tree === null && bySolution && loaded.failure ? (
          <div className={styles.failure}>
            <FailureMessage failure={loaded.failure} onRetry={loaded.retry} />
          </div>
        ) : tree === null && index ? (
          <SkeletonRows count={14} label={bySolution ? 'Reading the solutions' : 'Ordering the tree'} />
        ) : tree === null ? (
          registrations.failure ? null : registrations.loading ? (
            <SkeletonRows count={14} label="Loading the registrations" />
          ) : (
            <EmptyState title="Not loaded" action={<Button onClick={registrations.refresh}>Load</Button>}>
              The registrations of {connection.name} were not loaded.
            </EmptyState>
          )
        ) : rows.length > 0 ? (
          <VirtualTree
            handle={handle}
            label="Registered Plug-ins & Custom Workflow Activities"
            rows={rows}
            selection={selection}
            revealKey={`${view.reveal} ${shownView}`}
            onSelectionChange={select}
            awaitsRow={view.selected !== null && (!selectedIsThere || search !== view.search)}
            onFocus={() => view.within.length > 0 && selectWithin(connectionId, [])}
            onToggle={toggle}
            onExpandSiblings={(row) => setExpanded(connectionId, tree ? siblingKeys(tree, row.id) : [], true)}
            onActivate={activate}
            onContextMenu={(_row, at) => setMenu(at)}
            renderRow={(row) => <TreeRowContent entry={row.entry} search={search} />}
          />
        ) : (
          <ExplorerEmpty
            connectionId={connectionId}
            commands={commands}
            search={search}
            filters={shownFilters}
            members={members}
            view={treeView}
            anything={
              (index?.registrations.assemblies.length ?? 0) + (index?.registrations.endpoints.length ?? 0) > 0
            }
            onView={setTreeView}
          />
        )}
      </div>
      <LoadingBar registrations={registrations} />
      {menu ? (
        <ContextMenu at={menu} items={contextMenuItems(commands)} onClose={() => setMenu(null)} />
      ) : null}
    </section>
  );
}

function countSentence(count: number): string {
  if (count === 0) return 'No matches';
  return count === 1 ? '1 match' : `${count.toLocaleString()} matches`;
}
