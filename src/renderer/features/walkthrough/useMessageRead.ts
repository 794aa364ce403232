import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { ReceivedMessage } from '../../../shared/contract/calls/listeners.ts';

/** Whether a message of the given kind has been opened on this page: then its whole text was asked of the core. */
export function useMessageRead(message: string, table: string): boolean {
  const cache = useQueryClient().getQueryCache();
  const subscribe = useCallback((onChange: () => void) => cache.subscribe(onChange), [cache]);
  return useSyncExternalStore(subscribe, () =>
    cache.findAll({ queryKey: ['listener.message'] }).some((query) => {
      const opened = query.state.data as ReceivedMessage | undefined;
      return opened?.summary.message === message && opened.summary.table === table;
    }),
  );
}
