import { createContext, useContext, useSyncExternalStore } from 'react';
import type { CoreBridge } from '../../bridge/connectBridge.ts';
import type { BridgeState } from '../../bridge/transport.ts';

export const CoreContext = createContext<CoreBridge | null>(null);

/** The way to the core. Most screens want `useCoreQuery` or `useCall` instead. */
export function useCore(): CoreBridge {
  const bridge = useContext(CoreContext);
  if (!bridge) throw new Error('useCore is used outside of the app.');
  return bridge;
}

/** Whether the program behind the page answers. */
export function useBridgeState(): BridgeState {
  const bridge = useCore();
  return useSyncExternalStore(
    (onChange) => bridge.onStateChange(onChange),
    () => bridge.state(),
  );
}
