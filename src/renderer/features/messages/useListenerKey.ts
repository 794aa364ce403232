import { useState } from 'react';
import type { ListenerKey } from '../../../shared/contract/calls/listeners.ts';
import type { ConnectionId, ServiceEndpointId } from '../../../shared/domain/ids.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';

/** The key for reading an endpoint's messages, described; null when there is none, undefined until it is known. */
export function useListenerKey(
  connectionId: ConnectionId,
  endpointId: ServiceEndpointId,
): ListenerKey | null | undefined {
  const [settled, setSettled] = useState(false);
  // The key that an endpoint was just registered with is kept and tried in the background.
  const { data } = useCoreQuery(
    'listener.key',
    { connectionId, endpointId },
    { staleTime: 0, refetchInterval: settled ? false : 3000 },
  );
  const known = data !== undefined && data.key !== null && data.key.canListen !== null;
  if (known !== settled) setSettled(known);
  return data?.key;
}
