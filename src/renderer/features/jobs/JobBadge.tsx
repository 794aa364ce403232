import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import { StatusBadge } from '../../kit/kit.ts';
import { jobStatusLabels, jobStatusTones } from './jobStatus.ts';

export function JobBadge({ status }: { readonly status: SystemJob['status'] }) {
  return (
    <StatusBadge tone={jobStatusTones[status]} live={status === 'inProgress'}>
      {jobStatusLabels[status]}
    </StatusBadge>
  );
}
