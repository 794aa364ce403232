import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { create } from 'zustand';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCore } from '../core/coreContext.ts';
import { failureOf } from '../core/failureOf.ts';
import { coreQueryKey } from '../core/useCoreQuery.ts';
import { indexRegistrations, type RegistrationIndex } from './registrationIndex.ts';

interface LoadProgress {
  readonly done: number;
  readonly total: number;
}

const useLoadProgress = create<Readonly<Record<ConnectionId, LoadProgress>>>(() => ({}));

export interface RegistrationsState {
  /** Null until the first rows are there. */
  readonly index: RegistrationIndex | null;
  /** What is shown comes from this disk and not yet from the organisation. */
  readonly fromCache: boolean;
  readonly loading: boolean;
  /** 0 to 1, while loading. */
  readonly share: number | undefined;
  /** Why the last load failed; what was loaded before stays. */
  readonly failure: Failure | null;
  refresh(): void;
  /** Stops a load; what was there stays. */
  cancel(): void;
}

/** The registrations of an organisation: what this disk has at once, then what the organisation says. */
export function useRegistrations(connectionId: ConnectionId): RegistrationsState {
  const bridge = useCore();
  const client = useQueryClient();
  const progress = useLoadProgress((all) => all[connectionId]);
  const input = { connectionId };
  const loaded = useQuery({
    queryKey: coreQueryKey('registrations.load', input),
    queryFn: async ({ signal }) => {
      const onProgress = (value: LoadProgress) => useLoadProgress.setState({ [connectionId]: value });
      const { registrations } = await bridge.call('registrations.load', input, { signal, onProgress });
      return registrations;
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Comparing tens of thousands of rows would cost more than drawing those in view.
    structuralSharing: false,
  });
  const cached = useQuery({
    queryKey: coreQueryKey('registrations.cached', input),
    queryFn: async ({ signal }) =>
      (await bridge.call('registrations.cached', input, { signal })).registrations,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    enabled: loaded.data === undefined,
  });
  const registrations = loaded.data ?? cached.data ?? null;
  const refresh = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['registrations.load', { connectionId }] });
  }, [client, connectionId]);
  const cancel = useCallback(() => {
    void client.cancelQueries({ queryKey: ['registrations.load', { connectionId }] });
  }, [client, connectionId]);
  return {
    index: registrations ? indexRegistrations(registrations) : null,
    fromCache: loaded.data === undefined && registrations !== null,
    loading: loaded.isFetching,
    share: progress && progress.total > 0 ? progress.done / progress.total : undefined,
    failure: loaded.error && !loaded.isFetching ? failureOf(loaded.error) : null,
    refresh,
    cancel,
  };
}
