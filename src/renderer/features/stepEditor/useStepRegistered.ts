import type { ConnectionId, StepId } from '../../../shared/domain/ids.ts';
import type { StepDraft } from '../../../shared/domain/step.ts';
import { imagePropertiesOf } from '../../../shared/domain/stepImageSupport.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useNotify } from '../../kit/kit.ts';

const testable = ['Create', 'Update', 'Delete'];

/** Goes to a step that was just registered, and offers what one does next. */
export function useStepRegistered(connectionId: ConnectionId): (id: StepId, draft: StepDraft) => void {
  const notify = useNotify();
  return (id, draft) => {
    selectNode(connectionId, { kind: 'step', id });
    const nextSteps = [];
    if (
      draft.handler.kind === 'serviceEndpoint' &&
      testable.includes(draft.message) &&
      draft.table !== null
    ) {
      nextSteps.push({
        label: 'Test run',
        run: () => openDialog({ kind: 'testRun', connectionId, stepId: id }),
      });
    }
    if (draft.table !== null && imagePropertiesOf(draft.message).length > 0) {
      nextSteps.push({
        label: 'Register an image',
        run: () => openDialog({ kind: 'registerImage', connectionId, stepId: id }),
      });
    }
    notify({
      tone: 'good',
      sentence: `Registered “${draft.name.trim()}”.`,
      ...(nextSteps.length > 0 ? { nextSteps } : {}),
    });
  };
}
