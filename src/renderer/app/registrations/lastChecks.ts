import { create } from 'zustand';
import type { CheckReport } from '../../../shared/domain/check.ts';
import type { ConnectionId, ServiceEndpointId } from '../../../shared/domain/ids.ts';

interface LastChecks {
  readonly reports: Readonly<Record<string, CheckReport>>;
}

const useLastChecks = create<LastChecks>(() => ({ reports: {} }));

/** Keeps how the last check of an endpoint went, for its badge. */
export function recordCheck(connectionId: ConnectionId, id: ServiceEndpointId, report: CheckReport): void {
  useLastChecks.setState(({ reports }) => ({ reports: { ...reports, [`${connectionId} ${id}`]: report } }));
}

/** The last check of this session; null when there was none. */
export function useLastCheck(connectionId: ConnectionId, id: ServiceEndpointId | null): CheckReport | null {
  return useLastChecks(({ reports }) => (id === null ? null : (reports[`${connectionId} ${id}`] ?? null)));
}
