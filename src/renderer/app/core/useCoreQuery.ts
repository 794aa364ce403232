import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { CallInput, CallName, CallOutput } from '../../../shared/contract/contract.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { useCore } from './coreContext.ts';
import { failureOf } from './failureOf.ts';

/** Under which an answer is kept: `queryClient.invalidateQueries({ queryKey: [name] })` reaches all of a call. */
export function coreQueryKey<Name extends CallName>(name: Name, input: CallInput<Name>): readonly unknown[] {
  return [name, input];
}

export interface CoreQueryOptions {
  /** False waits. */
  readonly enabled?: boolean;
  /** Milliseconds for which an answer counts as fresh; 30 s by default. */
  readonly staleTime?: number;
  /** Keeps the answer to the last input on the page while the next one loads. */
  readonly keepPrevious?: boolean;
  /** Asks again every so many milliseconds. */
  readonly refetchInterval?: number | false;
}

export type CoreQuery<Name extends CallName> = UseQueryResult<CallOutput<Name>> & {
  readonly failure: Failure | null;
};

/** Asks the core once, and again whenever an event says that the answer changed. Only for calls that write nothing. */
export function useCoreQuery<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
  options: CoreQueryOptions = {},
): CoreQuery<Name> {
  const bridge = useCore();
  const result = useQuery<CallOutput<Name>>({
    queryKey: coreQueryKey(name, input),
    queryFn: ({ signal }) => bridge.call(name, input, { signal }),
    enabled: options.enabled,
    staleTime: options.staleTime,
    refetchInterval: options.refetchInterval,
    placeholderData: options.keepPrevious ? (previous) => previous : undefined,
  });
  return { ...result, failure: result.error ? failureOf(result.error) : null };
}
