import { useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo } from 'react';
import type { CallInput, CallOutput } from '../../../shared/contract/contract.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { type CoreQuery, coreQueryKey, useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { mergeTraces } from './mergeTraces.ts';
import { traceOwnerOf } from './traceOwner.ts';
import { useTraceView } from './traceStore.ts';

const shown = 200;
const followMs = 3000;

function useInput(connectionId: ConnectionId, node: RegistrationNode | null): CallInput<'traceLog.list'> {
  const { filter } = useTraceView(connectionId);
  // Typing goes ahead of asking.
  const settled = useDeferredValue(filter);
  return useMemo(
    () => ({ connectionId, owner: traceOwnerOf(node), filter: settled, top: shown }),
    [connectionId, node, settled],
  );
}

/** The traces of what is selected, as the filter lets them through. */
export function useTraces(
  connectionId: ConnectionId,
  node: RegistrationNode | null,
): CoreQuery<'traceLog.list'> {
  return useCoreQuery('traceLog.list', useInput(connectionId, node), { staleTime: 5000, keepPrevious: true });
}

/** What is known already, without asking. */
export function useKnownTraces(connectionId: ConnectionId, node: RegistrationNode | null) {
  const input = useInput(connectionId, node);
  return useCoreQuery('traceLog.list', input, { enabled: false }).data?.traces ?? [];
}

/** While following, asks every few seconds for what came after the newest; not while nobody looks. */
export function useFollow(connectionId: ConnectionId, node: RegistrationNode | null): void {
  const bridge = useCore();
  const client = useQueryClient();
  const { following } = useTraceView(connectionId);
  const input = useInput(connectionId, node);
  useEffect(() => {
    if (!following) return;
    const stop = new AbortController();
    const key = coreQueryKey('traceLog.list', input);
    let isAsking = false;
    const ask = async () => {
      if (isAsking || document.visibilityState === 'hidden') return;
      const known = client.getQueryData<CallOutput<'traceLog.list'>>(key);
      if (!known) return;
      isAsking = true;
      try {
        const after = known.traces[0]?.createdOn;
        const fresh = await bridge.call(
          'traceLog.list',
          { ...input, ...(after === undefined ? {} : { after }) },
          { signal: stop.signal },
        );
        client.setQueryData<CallOutput<'traceLog.list'>>(key, (now) => now && mergeTraces(now, fresh));
      } catch {
        // The next round asks again; a lost connection is said at the list, which asks too.
      } finally {
        isAsking = false;
      }
    };
    const timer = window.setInterval(() => void ask(), followMs);
    const onShown = () => void ask();
    document.addEventListener('visibilitychange', onShown);
    return () => {
      stop.abort();
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', onShown);
    };
  }, [bridge, client, following, input]);
}
