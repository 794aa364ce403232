import { useState } from 'react';
import type { SecureConfigurationChange, StepDraft } from '../../../shared/domain/step.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { SolutionPicker } from '../solutions/SolutionPicker.tsx';
import { useSolutionChoice } from '../solutions/useSolutionChoice.ts';
import { choiceOf } from './handlerChoice.ts';
import { StepDialog } from './StepDialog.tsx';
import { newStepForm } from './stepForm.ts';
import { useStepRegistered } from './useStepRegistered.ts';

/** Registers a new step on a plug-in type, a service endpoint or a webhook, or on what is chosen in it. */
export function RegisterStepDialog({ request, onClose }: DialogProps<'registerStep'>) {
  const { connectionId, handler } = request;
  const { index } = useRegistrations(connectionId);
  const create = useCall('step.create');
  const registered = useStepRegistered(connectionId);
  const [solution, setSolution] = useSolutionChoice(connectionId);
  const given = handler ? choiceOf(handler, index) : null;
  const [form, setForm] = useState(() => newStepForm(given));
  // A new endpoint may be loaded a moment after the dialog opens.
  const named = form.handler === null && given !== null ? newStepForm(given) : form;

  const save = async (draft: StepDraft, secureConfiguration: SecureConfigurationChange) => {
    const outcome = await create.run({ connectionId, draft, secureConfiguration, solution });
    if (outcome.kind === 'failed') return;
    registered(outcome.output.id, draft);
    onClose();
  };
  return (
    <StepDialog
      title="Register new step"
      subtitle={given ? `On ${given.name}` : ''}
      connectionId={connectionId}
      stepId={null}
      form={named}
      images={[]}
      onChange={(next) => {
        create.reset();
        setForm(next);
      }}
      dirty={JSON.stringify(named) !== JSON.stringify(newStepForm(given))}
      idleReason={null}
      readFailure={null}
      onRead={() => undefined}
      failure={create.failure}
      saving={create.running}
      onCancel={create.cancel}
      onSave={save}
      onClose={onClose}
      footer={<SolutionPicker connectionId={connectionId} value={solution} onChange={setSolution} />}
    />
  );
}
