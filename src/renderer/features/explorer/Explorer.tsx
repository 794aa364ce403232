import { type Ref, useDeferredValue, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import type { RegistrationsState } from '../../app/registrations/useRegistrations.ts';
import { selectRows, selectWithin, setExpanded, setSearch, useView } from '../../app/registrations/view.ts';
import {
  Button,
  ContextMenu,
  EmptyState,
  FailureMessage,
  makeStyles,
  QuietProgress,
  type RowSelection,
  SkeletonRows,
  tokens,
  useAnnounce,
  VirtualTree,
  type VirtualTreeHandle,
} from '../../kit/kit.ts';
import { contextMenuItems } from './contextMenuItems.ts';
import { LoadingBar } from './LoadingBar.tsx';
import { treeOf } from './registrationTree.ts';
import { rowsOfNodes, selectedNodes } from './selectedNodes.ts';
import { TreeRowContent } from './TreeRowContent.tsx';
import { ancestorKeys, computeTreeRows, siblingKeys, type TreeRow } from './treeRows.ts';

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', height: '100%', position: 'relative' },
  head: { padding: '12px 16px 6px', display: 'flex', alignItems: 'baseline', gap: '8px', flexWrap: 'wrap' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: 600, textWrap: 'wrap' },
  count: { fontSize: '12px', color: tokens.colorNeutralForeground3, marginInlineStart: 'auto' },
  body: { flex: 1, minHeight: 0 },
  failure: { margin: '0 12px 8px' },
});

export interface ExplorerHandle {
  focus(): void;
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
  const { index } = registrations;
  const tree = useMemo(() => (index ? treeOf(index.registrations) : null), [index]);
  // The letters appear at once; the rows follow as soon as there is time.
  const search = useDeferredValue(view.search);
  const { expanded, foldedInSearch } = view;
  const { rows, matches } = useMemo(
    () => (tree ? computeTreeRows(tree, { search, expanded, foldedInSearch }) : { rows: [], matches: null }),
    [tree, search, expanded, foldedInSearch],
  );
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const handle = useRef<VirtualTreeHandle>(null);
  useImperativeHandle(ref, () => ({ focus: () => handle.current?.focus() }), []);

  // A node that was asked for is unfolded to as soon as it is loaded.
  const revealed = useRef(view.reveal);
  const selectedKey = view.selected ? nodeKey(view.selected) : null;
  useEffect(() => {
    if (revealed.current === view.reveal || !tree || !selectedKey || !tree.places.has(selectedKey)) return;
    revealed.current = view.reveal;
    setExpanded(connectionId, ancestorKeys(tree, selectedKey), true);
  }, [view.reveal, tree, selectedKey, connectionId]);

  useEffect(() => {
    if (matches === null) return;
    // Said when the typing pauses, not at every letter.
    const timer = window.setTimeout(() => announce(countSentence(matches)), 500);
    return () => window.clearTimeout(timer);
  }, [matches, announce]);

  const selection = useMemo(
    () => view.rows ?? rowsOfNodes(view.selected, view.selection),
    [view.rows, view.selected, view.selection],
  );
  const select = (next: RowSelection) => {
    if (tree) selectRows(connectionId, next, selectedNodes(tree, next));
  };
  const toggle = (row: TreeRow, open: boolean) => setExpanded(connectionId, [row.id], open);
  const activate = (row: TreeRow) => {
    const edit = commands.state('edit');
    if (!edit.disabledReason && selectedKey === row.id) commands.run('edit');
    else if (row.expanded !== null) toggle(row, !row.expanded);
  };

  return (
    <section className={styles.pane} aria-labelledby="explorer-title">
      {registrations.loading && index ? (
        <QuietProgress label="Refreshing the registrations" share={registrations.share} />
      ) : null}
      <div className={styles.head}>
        <h2 id="explorer-title" className={styles.title}>
          Registered Plug-ins &amp; Custom Workflow Activities
        </h2>
        {matches === null ? null : <span className={styles.count}>{countSentence(matches)}</span>}
      </div>
      {registrations.failure ? (
        <div className={styles.failure}>
          <FailureMessage failure={registrations.failure} onRetry={registrations.refresh} />
        </div>
      ) : null}
      <div className={styles.body}>
        {tree === null ? (
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
            revealKey={view.reveal}
            onSelectionChange={select}
            onFocus={() => view.within.length > 0 && selectWithin(connectionId, [])}
            onToggle={toggle}
            onExpandSiblings={(row) => setExpanded(connectionId, siblingKeys(tree, row.id), true)}
            onActivate={activate}
            onContextMenu={(_row, at) => setMenu(at)}
            renderRow={(row) => <TreeRowContent entry={row.entry} search={search} />}
          />
        ) : matches === null ? (
          <EmptyState
            title="Nothing is registered yet"
            action={
              <Button appearance="primary" onClick={() => commands.run('registerEndpoint')}>
                Register New Service Endpoint
              </Button>
            }
          >
            Plug-in assemblies, service endpoints and their steps stand here. Start with a service endpoint:
            it posts what happens in this organisation to Azure.
          </EmptyState>
        ) : (
          <EmptyState
            title="Nothing matches"
            action={<Button onClick={() => setSearch(connectionId, '')}>Clear the search</Button>}
          >
            No registration has “{search.trim()}” in its name, message, table, address or id.
          </EmptyState>
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
