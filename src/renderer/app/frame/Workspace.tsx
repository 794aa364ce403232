import { useDeferredValue, useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { z } from 'zod';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { AssemblyNotices } from '../../features/assemblyWork/AssemblyNotices.tsx';
import { Details } from '../../features/explorer/Details.tsx';
import { Explorer, type ExplorerHandle } from '../../features/explorer/Explorer.tsx';
import { LowerPanel } from '../../features/lowerPanel/LowerPanel.tsx';
import { type SearchFieldHandle, SplitPane } from '../../kit/kit.ts';
import { useCommands } from '../commands/useCommands.ts';
import { usePreference } from '../core/preferences.ts';
import { useEvent } from '../core/useEvent.ts';
import { PageFrame } from '../pages/PageFrame.tsx';
import { closePage, usePage } from '../pages/pages.ts';
import { useRegistrations } from '../registrations/useRegistrations.ts';
import { useSelected } from '../registrations/useSelected.ts';
import { useTreeView } from '../registrations/useTreeView.ts';
import { useView } from '../registrations/view.ts';
import { Toolbar } from './Toolbar.tsx';
import { useDroppedFile } from './useDroppedFile.ts';
import { useShortcuts } from './useShortcuts.ts';

const Size = z.number().int().min(80).max(4000);
const Flag = z.boolean();

/** One organisation: toolbar, tree left, details right above, what happens right below. */
export function Workspace({ connection }: { readonly connection: Connection }) {
  const registrations = useRegistrations(connection.id);
  const { index } = registrations;
  const view = useView(connection.id);
  const page = usePage(connection.id);
  const { node, nodes, acted } = useSelected(view, index);
  // What no eye sees behind a page must not be what Delete means.
  const commands = useCommands(
    { connection, index, ...(page ? { node: null, nodes: [] } : acted) },
    registrations.refresh,
  );
  // Holding an arrow key down moves through the tree; the details come as soon as there is time.
  const shown = useDeferredValue(node);
  const shownNodes = useDeferredValue(nodes);

  const [treeWidth, setTreeWidth] = usePreference('layout.treeWidth', Size, 400);
  const [panelHeight, setPanelHeight] = usePreference('layout.lowerPanelHeight', Size, 320);
  const [panelOpen, setPanelOpen] = usePreference('layout.lowerPanelOpen', Flag, true);
  const search = useRef<SearchFieldHandle>(null);
  const explorer = useRef<ExplorerHandle>(null);

  const [, orderBy] = useTreeView(connection.id);
  // At once, so that the tree is there to take the focus.
  const showRegistrations = () => flushSync(() => closePage(connection.id));
  useDroppedFile(connection);
  useShortcuts({
    commands,
    search: () => search.current?.focus(),
    tree: () => {
      showRegistrations();
      explorer.current?.focus();
    },
    lowerPanel: () => setPanelOpen(!panelOpen),
    filter: () => {
      showRegistrations();
      explorer.current?.filter();
    },
    orderBy: (next) => {
      showRegistrations();
      orderBy(next);
    },
  });
  useEvent('menu.command', ({ command }) => {
    if (command === 'refresh') commands.run('refresh');
    else if (command === 'search') search.current?.focus();
  });

  const usable = index !== null || !registrations.loading;
  useEffect(() => {
    document.body.dataset.appState = usable ? 'loaded' : 'loading';
  }, [usable]);

  const details = (
    <Details
      connection={connection}
      registrations={registrations}
      node={shown}
      nodes={shownNodes}
      commands={commands}
    />
  );
  const panel = (
    <LowerPanel connection={connection} node={shown} open={panelOpen} onOpenChange={setPanelOpen} />
  );
  return (
    <>
      <Toolbar
        connection={connection}
        commands={commands}
        search={search}
        onToTree={() => explorer.current?.focus()}
      />
      <AssemblyNotices connectionId={connection.id} />
      <div style={{ flex: 1, minHeight: 0 }}>
        {page ? (
          <PageFrame request={page} connection={connection} registrations={registrations} />
        ) : (
          <SplitPane
            direction="row"
            sized="first"
            size={treeWidth}
            onSizeChange={setTreeWidth}
            minimum={200}
            minimumRest={320}
            label="Width of the tree"
            first={
              <Explorer
                ref={explorer}
                connection={connection}
                registrations={registrations}
                commands={commands}
              />
            }
            second={
              panelOpen ? (
                <SplitPane
                  direction="column"
                  sized="second"
                  size={panelHeight}
                  onSizeChange={setPanelHeight}
                  minimum={120}
                  minimumRest={140}
                  label="Height of the lower panel"
                  first={details}
                  second={panel}
                />
              ) : (
                <div style={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
                  <div style={{ flex: 1, minHeight: 0, position: 'relative' }}>{details}</div>
                  {panel}
                </div>
              )
            }
          />
        )}
      </div>
    </>
  );
}
