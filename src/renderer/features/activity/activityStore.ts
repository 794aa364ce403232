import { create } from 'zustand';
import type { ActivityEntry } from '../../../shared/contract/calls/activity.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { addEntries } from './activityEntries.ts';

interface ActivityView {
  readonly entries: readonly ActivityEntry[];
  readonly selected: number | null;
  readonly text: string;
}

const untouched: ActivityView = { entries: [], selected: null, text: '' };

const useViews = create<Readonly<Record<ConnectionId, ActivityView>>>(() => ({}));

export function useActivityView(connectionId: ConnectionId): ActivityView {
  return useViews((views) => views[connectionId] ?? untouched);
}

export function changeActivityView(connectionId: ConnectionId, change: Partial<ActivityView>): void {
  useViews.setState((views) => ({ [connectionId]: { ...(views[connectionId] ?? untouched), ...change } }));
}

export function addActivity(connectionId: ConnectionId, entries: readonly ActivityEntry[]): void {
  const known = useViews.getState()[connectionId] ?? untouched;
  changeActivityView(connectionId, { entries: addEntries(known.entries, entries) });
}
