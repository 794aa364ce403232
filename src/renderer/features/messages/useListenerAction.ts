import { create } from 'zustand';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ServiceEndpointId } from '../../../shared/domain/ids.ts';
import { failureOf } from '../../app/core/failureOf.ts';

interface Actions {
  readonly busy: Readonly<Record<ServiceEndpointId, boolean>>;
  readonly failures: Readonly<Record<ServiceEndpointId, Failure | null>>;
}

const useActions = create<Actions>(() => ({ busy: {}, failures: {} }));

/** What the bar's buttons are doing for an endpoint, and what went wrong: the panel below says it. */
export function useListenerAction(endpointId: ServiceEndpointId): {
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly run: (action: () => Promise<unknown>) => void;
} {
  const busy = useActions((actions) => actions.busy[endpointId] ?? false);
  const failure = useActions((actions) => actions.failures[endpointId] ?? null);
  const set = (nowBusy: boolean, nowFailure: Failure | null) =>
    useActions.setState(({ busy: all, failures }) => ({
      busy: { ...all, [endpointId]: nowBusy },
      failures: { ...failures, [endpointId]: nowFailure },
    }));
  const run = (action: () => Promise<unknown>) => {
    set(true, null);
    action().then(
      () => set(false, null),
      (error: unknown) => set(false, failureOf(error)),
    );
  };
  return { busy, failure, run };
}
