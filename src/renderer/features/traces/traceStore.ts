import { create } from 'zustand';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { type TraceFilter, wholeTraceList } from '../../../shared/domain/traceLog.ts';
import { noRows, type RowSelection } from '../../kit/kit.ts';

interface TraceView {
  readonly filter: TraceFilter;
  readonly selection: RowSelection;
  /** New ones come in by themselves while the tab is looked at. */
  readonly following: boolean;
}

const untouched: TraceView = { filter: wholeTraceList, selection: noRows, following: false };

const useViews = create<Readonly<Record<ConnectionId, TraceView>>>(() => ({}));

export function useTraceView(connectionId: ConnectionId): TraceView {
  return useViews((views) => views[connectionId] ?? untouched);
}

export function changeTraceView(connectionId: ConnectionId, change: Partial<TraceView>): void {
  useViews.setState((views) => ({ [connectionId]: { ...(views[connectionId] ?? untouched), ...change } }));
}
