import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import type { CallOutput } from '../../shared/contract/contract.ts';
import type { CoreBridge } from '../bridge/connectBridge.ts';
import { copyText } from '../bridge/copyText.ts';
import { Announcer, CopyTextContext, type ThemeName, ThemeRoot, Toasts } from '../kit/kit.ts';
import { CoreContext } from './core/coreContext.ts';
import { createQueryClient, refreshOnEvents } from './core/createQueryClient.ts';
import { flushPreferencesOnHide, usePreference } from './core/preferences.ts';
import { coreQueryKey } from './core/useCoreQuery.ts';
import { DialogHost } from './dialogs/DialogHost.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Frame } from './frame/Frame.tsx';
import { guardedBridge } from './production/guardedBridge.ts';
import { ProductionQuestionDialog } from './production/ProductionQuestionDialog.tsx';
import { SignInHelp } from './SignInHelp.tsx';
import { ThemePreference } from './themePreference.ts';

interface AppProps {
  readonly bridge: CoreBridge;
  /** Of the content security policy of this load. */
  readonly nonce: string | undefined;
}

async function copyOrThrow(text: string): Promise<void> {
  if (!(await copyText(text))) throw new Error('The clipboard refused.');
}

export function App({ bridge, nonce }: AppProps) {
  const [client] = useState(createQueryClient);
  const [guarded] = useState(() => guardedBridge(bridge, (id) => productionName(client, id)));
  useEffect(() => {
    const stops = [refreshOnEvents(bridge, client), flushPreferencesOnHide(bridge)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [bridge, client]);
  return (
    <CoreContext.Provider value={guarded}>
      <QueryClientProvider client={client}>
        <CopyTextContext.Provider value={copyOrThrow}>
          <Themed nonce={nonce}>
            <Announcer>
              <Toasts>
                <ErrorBoundary>
                  <SignInHelp>
                    <Frame />
                    <DialogHost />
                    <ProductionQuestionDialog />
                  </SignInHelp>
                </ErrorBoundary>
              </Toasts>
            </Announcer>
          </Themed>
        </CopyTextContext.Provider>
      </QueryClientProvider>
    </CoreContext.Provider>
  );
}

function productionName(client: QueryClient, connectionId: string): string | null {
  const listed = client.getQueryData<CallOutput<'connection.list'>>(coreQueryKey('connection.list', {}));
  const connection = listed?.connections.find(({ id }) => id === connectionId);
  return connection?.production ? connection.name : null;
}

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');

function subscribeToSystemTheme(onChange: () => void): () => void {
  darkQuery.addEventListener('change', onChange);
  return () => darkQuery.removeEventListener('change', onChange);
}

function Themed({ nonce, children }: { readonly nonce: string | undefined; readonly children: ReactNode }) {
  const [preference] = usePreference('theme', ThemePreference, 'system');
  const systemIsDark = useSyncExternalStore(subscribeToSystemTheme, () => darkQuery.matches);
  const theme: ThemeName = preference === 'system' ? (systemIsDark ? 'dark' : 'light') : preference;
  useEffect(() => {
    // Scroll bars and native parts follow.
    document.documentElement.style.colorScheme = theme === 'light' ? 'light' : 'dark';
  }, [theme]);
  return (
    <ThemeRoot theme={theme} nonce={nonce}>
      {children}
    </ThemeRoot>
  );
}
