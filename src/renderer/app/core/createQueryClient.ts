import { QueryClient } from '@tanstack/react-query';
import type { CoreBridge } from '../../bridge/connectBridge.ts';

/** Answers of the core. It retries by itself, and says by events when they changed. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // The core is on this computer: whether there is a network does not matter.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Asks again what an event says is no longer true. Returns the way to stop. */
export function refreshOnEvents(bridge: CoreBridge, client: QueryClient): () => void {
  const again = (name: string, connectionId?: string) => {
    void client.invalidateQueries({
      predicate: ({ queryKey: [call, input] }) =>
        call === name &&
        (connectionId === undefined || (input as { connectionId?: string }).connectionId === connectionId),
    });
  };
  let wasLost = false;
  const stops = [
    bridge.on('connections.changed', () => again('connection.list')),
    bridge.on('certificates.changed', () => again('certificate.watched')),
    bridge.on('accounts.changed', () => {
      again('certificate.watched');
      again('account.list');
      // Whether a connection is signed in is a matter of its account.
      again('connection.list');
    }),
    bridge.on('registrations.changed', ({ connectionId }) => {
      for (const name of [
        'registrations.load',
        'serviceEndpoint.read',
        'acs.lastMove',
        'step.read',
        'stepChange.list',
        'testRun.plan',
        'key.list',
        'solution.contents',
      ]) {
        again(name, connectionId);
      }
    }),
    bridge.on('assemblyWork.changed', ({ connectionId }) => again('assemblyWork.list', connectionId)),
    bridge.on('systemJobs.changed', ({ connectionId }) => {
      again('systemJob.list', connectionId);
      again('key.list', connectionId);
    }),
    bridge.on('traceLogs.changed', ({ connectionId }) => {
      for (const name of ['traceLog.list', 'traceLog.setting']) again(name, connectionId);
    }),
    bridge.onStateChange(() => {
      const lost = bridge.state().kind === 'lost';
      // What was told while nobody listened is missing.
      if (wasLost && !lost) void client.invalidateQueries();
      wasLost = lost;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
