import { useEffect } from 'react';
import { z } from 'zod';
import { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCertificateReminders } from '../../features/certificates/useCertificateReminders.ts';
import { NoOrganization } from '../../features/connections/NoOrganization.tsx';
import { makeStyles, tokens } from '../../kit/kit.ts';
import { usePreference, usePreferencesReady } from '../core/preferences.ts';
import { useEvent } from '../core/useEvent.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import { ErrorBoundary } from '../ErrorBoundary.tsx';
import { openPage } from '../pages/pages.ts';
import { ReopenTabs, useTabs } from '../tabs.ts';
import { useActiveConnection, useConnections } from '../useConnections.ts';
import { LostConnection } from './LostConnection.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TabBar } from './TabBar.tsx';
import { Workspace } from './Workspace.tsx';

const useStyles = makeStyles({
  frame: {
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontSize: '14px',
    lineHeight: '20px',
  },
  production: {
    height: '2px',
    flexShrink: 0,
    backgroundColor: tokens.colorPaletteRedBorderActive,
    forcedColorAdjust: 'none',
  },
  main: { flex: 1, minHeight: 0, display: 'flex', flexDirection: 'column' },
});

const Remembered = z.object({ open: z.array(ConnectionId), active: ConnectionId.nullable() });

const nothingOpen: z.infer<typeof Remembered> = { open: [], active: null };

/** Reads which organisations were open, and remembers when that changes. */
function useRememberedTabs(): void {
  const ready = usePreferencesReady();
  const connections = useConnections();
  const [remembered, remember] = usePreference('tabs', Remembered, nothingOpen);
  const [reopen] = usePreference('tabs.reopen', ReopenTabs, true);
  const { open, active } = useTabs();
  useEffect(() => {
    if (!ready || !connections || open !== null) return;
    const known = (reopen ? remembered.open : []).filter((id) =>
      connections.some((connection) => connection.id === id),
    );
    const first = known[0] ?? connections.find((connection) => connection.kind === 'sandbox')?.id;
    const tabs = known.length > 0 ? known : first ? [first] : [];
    const front = remembered.active && tabs.includes(remembered.active) ? remembered.active : (first ?? null);
    useTabs.setState({ open: tabs, active: front });
  }, [ready, connections, open, remembered, reopen]);
  useEffect(() => {
    if (open === null || !ready) return;
    const same = remembered.active === active && remembered.open.join() === open.join();
    if (!same) remember({ open: [...open], active });
  }, [open, active, ready, remembered, remember]);
}

/** Tabs of organisations, the one in front, the status bar. */
export function Frame() {
  const styles = useStyles();
  useRememberedTabs();
  const opened = useTabs((tabs) => tabs.open !== null);
  const connection = useActiveConnection();
  useCertificateReminders(() => {
    if (connection) openPage(connection.id, { kind: 'certificates' });
  });
  useEvent('menu.command', ({ command }) => {
    if (command === 'settings' || command === 'shortcuts' || command === 'newConnection') {
      openDialog({ kind: command });
    }
  });
  useEffect(() => {
    document.title = connection ? `${connection.name} – Registrar` : 'Registrar';
    if (opened && !connection) document.body.dataset.appState = 'loaded';
  }, [connection, opened]);
  return (
    <div className={styles.frame}>
      <header>
        <TabBar />
        {connection?.production ? (
          <div className={styles.production} role="note" aria-label="This is a production organisation" />
        ) : null}
      </header>
      <LostConnection />
      <main className={styles.main}>
        {connection ? (
          <ErrorBoundary key={connection.id}>
            <Workspace connection={connection} />
          </ErrorBoundary>
        ) : opened ? (
          <NoOrganization />
        ) : null}
      </main>
      <StatusBar connection={connection} />
    </div>
  );
}
