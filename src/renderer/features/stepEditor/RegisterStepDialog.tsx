import { useState } from 'react';
import type { EndpointStepDraft } from '../../../shared/domain/step.ts';
import { useCall } from '../../app/core/useCall.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useNotify } from '../../kit/kit.ts';
import { StepDialog } from './StepDialog.tsx';
import { newStepForm } from './stepForm.ts';

/** Puts a new step on a service endpoint. */
export function RegisterStepDialog({ request, onClose }: DialogProps<'registerStep'>) {
  const { connectionId, endpointId } = request;
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const create = useCall('step.create');
  const endpointName = index?.get({ kind: 'serviceEndpoint', id: endpointId })?.name ?? '';
  const [form, setForm] = useState(() => newStepForm(endpointId, endpointName));
  // A new endpoint's name may come a moment after the dialog.
  const named = form.endpointName === '' && endpointName !== '' ? { ...form, endpointName } : form;

  const save = async (draft: EndpointStepDraft) => {
    const outcome = await create.run({ connectionId, draft });
    if (outcome.kind === 'failed') return;
    const { id } = outcome.output;
    selectNode(connectionId, { kind: 'step', id });
    const testable = ['Create', 'Update', 'Delete'].includes(draft.message) && draft.table !== null;
    notify({
      tone: 'good',
      sentence: `Registered “${draft.name.trim()}”.`,
      ...(testable
        ? {
            nextSteps: [
              { label: 'Test run', run: () => openDialog({ kind: 'testRun', connectionId, stepId: id }) },
            ],
          }
        : {}),
    });
    onClose();
  };
  return (
    <StepDialog
      title="Register new step"
      subtitle={`On ${endpointName || 'the service endpoint'}`}
      connectionId={connectionId}
      form={named}
      onChange={(next) => {
        create.reset();
        setForm(next);
      }}
      dirty={JSON.stringify(named) !== JSON.stringify(newStepForm(endpointId, endpointName))}
      idleReason={null}
      readFailure={null}
      onRead={() => undefined}
      failure={create.failure}
      saving={create.running}
      onCancel={create.cancel}
      onSave={save}
      onClose={onClose}
    />
  );
}
