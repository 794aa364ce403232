import { create } from 'zustand';
import type { ConnectionId, SystemJobId } from '../../../shared/domain/ids.ts';

interface JobSelection {
  readonly byConnection: Readonly<Record<ConnectionId, SystemJobId | null>>;
}

/** Which job is open below, so that a message can point to its own. */
export const useJobSelection = create<JobSelection>(() => ({ byConnection: {} }));

export function selectJob(connectionId: ConnectionId, id: SystemJobId | null): void {
  useJobSelection.setState(({ byConnection }) => ({ byConnection: { ...byConnection, [connectionId]: id } }));
}
