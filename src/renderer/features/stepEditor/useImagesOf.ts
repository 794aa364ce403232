import type { ConnectionId, StepId } from '../../../shared/domain/ids.ts';
import type { StepImage } from '../../../shared/domain/registration.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';

const none: readonly StepImage[] = [];

/** The images of a step, as they are loaded. */
export function useImagesOf(connectionId: ConnectionId, stepId: StepId): readonly StepImage[] {
  const { index } = useRegistrations(connectionId);
  const step = index?.get({ kind: 'step', id: stepId });
  return index && step?.kind === 'step' ? index.imagesOf(step) : none;
}
