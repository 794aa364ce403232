import { useEffect } from 'react';
import type { ConnectionId, ServiceEndpointId } from '../../../shared/domain/ids.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { attachListeners } from './listenerControl.ts';
import { type KnownListener, listenerKeyOf, useListeners } from './listenerStore.ts';

export function useListener(
  connectionId: ConnectionId,
  endpointId: ServiceEndpointId | null,
): KnownListener | null {
  return useListeners(({ byEndpoint }) =>
    endpointId === null ? null : (byEndpoint[listenerKeyOf(connectionId, endpointId)] ?? null),
  );
}

/** Knows the listeners of an organisation as soon as it is shown. */
export function useAttachedListeners(connectionId: ConnectionId): void {
  const bridge = useCore();
  useEffect(() => void attachListeners(bridge, connectionId), [bridge, connectionId]);
}
