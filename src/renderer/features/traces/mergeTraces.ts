import type { CallOutput } from '../../../shared/contract/contract.ts';

type Traces = CallOutput<'traceLog.list'>;

/** As many as one looks through; the oldest go first. */
const mostKept = 1000;

/** Puts what is new on top. The same lists when nothing is. */
export function mergeTraces(known: Traces, fresh: Traces): Traces {
  const ids = new Set(known.traces.map(({ id }) => id));
  const added = fresh.traces.filter(({ id }) => !ids.has(id));
  if (added.length === 0) return known;
  const traces = [...added, ...known.traces].sort((one, other) =>
    other.createdOn.localeCompare(one.createdOn),
  );
  return { traces: traces.slice(0, mostKept), more: known.more || traces.length > mostKept };
}
