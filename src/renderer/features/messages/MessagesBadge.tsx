import { StatusBadge } from '../../kit/kit.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { isRunning, useListeners } from './listenerStore.ts';
import { useAttachedListeners } from './useListener.ts';

/** Says beside the tab's name that something is listening, also while another node is selected. */
export function MessagesBadge({ connection }: LowerPanelProps) {
  useAttachedListeners(connection.id);
  const state = useListeners(({ byEndpoint }) => {
    const mine = Object.values(byEndpoint).filter((one) => one.connectionId === connection.id);
    if (mine.some((one) => one.state.kind === 'reconnecting')) return 'reconnecting';
    if (mine.some((one) => one.state.kind === 'listening')) return 'live';
    if (mine.some((one) => one.state.kind === 'paused')) return 'paused';
    return mine.some(isRunning) ? 'connecting' : null;
  });
  if (state === null) return null;
  if (state === 'live') {
    return (
      <StatusBadge tone="good" live>
        live
      </StatusBadge>
    );
  }
  return <StatusBadge tone={state === 'reconnecting' ? 'warning' : 'neutral'}>{state}</StatusBadge>;
}
