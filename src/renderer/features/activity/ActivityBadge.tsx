import { useEvent } from '../../app/core/useEvent.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { addActivity } from './activityStore.ts';

/** Draws nothing: it is there as long as the organisation is, and so takes in every request. */
export function ActivityBadge({ connection }: LowerPanelProps) {
  useEvent('activity.added', ({ connectionId, entries }) => {
    if (connectionId === connection.id) addActivity(connectionId, entries);
  });
  return null;
}
