import { StatusBadge } from '../../kit/kit.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { useKnownJobs } from './useJobs.ts';

/** Says beside the tab's name that jobs have failed. */
export function JobsBadge({ connection, node }: LowerPanelProps) {
  const failed = useKnownJobs(connection.id, node).filter(({ status }) => status === 'failed').length;
  return failed > 0 ? <StatusBadge tone="bad">{failed} failed</StatusBadge> : null;
}
