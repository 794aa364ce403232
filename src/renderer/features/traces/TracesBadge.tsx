import { StatusBadge } from '../../kit/kit.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { useTraceView } from './traceStore.ts';
import { useKnownTraces } from './useTraces.ts';

/** Says beside the tab's name that new ones come in, or that plug-ins have thrown. */
export function TracesBadge({ connection, node }: LowerPanelProps) {
  const { following } = useTraceView(connection.id);
  const failed = useKnownTraces(connection.id, node).filter((trace) => trace.failed).length;
  if (following) {
    return (
      <StatusBadge tone="info" live>
        following
      </StatusBadge>
    );
  }
  return failed > 0 ? <StatusBadge tone="bad">{failed} failed</StatusBadge> : null;
}
