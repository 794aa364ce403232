import { useCallback } from 'react';
import type { ConnectionId, ServiceEndpointId } from '../../../shared/domain/ids.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { failureOf } from '../../app/core/failureOf.ts';
import { useNotify } from '../../kit/kit.ts';

/** Undoes the move of an endpoint to SAS, and says what came of it. Works after its screen has gone. */
export function useUndoMove(
  connectionId: ConnectionId,
  id: ServiceEndpointId,
): { readonly run: () => Promise<void> } {
  const core = useCore();
  const notify = useNotify();
  const run = useCallback(async () => {
    try {
      await core.call('acs.undoMove', { connectionId, id });
      notify({ tone: 'good', sentence: 'Undone: the endpoint is as it was, and posts nothing.' });
    } catch (error) {
      const { code, sentence, advice } = failureOf(error);
      if (code !== 'cancelled') notify({ tone: 'bad', sentence, advice, seconds: 0 });
    }
  }, [core, notify, connectionId, id]);
  return { run };
}
