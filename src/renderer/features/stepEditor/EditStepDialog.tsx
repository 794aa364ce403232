import { useCallback, useEffect, useRef, useState } from 'react';
import type { Etag } from '../../../shared/domain/ids.ts';
import type { SecureConfigurationChange, StepDraft } from '../../../shared/domain/step.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useNotify } from '../../kit/kit.ts';
import { choiceOf } from './handlerChoice.ts';
import { StepDialog } from './StepDialog.tsx';
import { type StepForm, stepFormOf } from './stepForm.ts';
import { useImagesOf } from './useImagesOf.ts';

interface Opened {
  readonly saved: StepForm;
  readonly etag: Etag;
}

/** Edits a step of a plug-in type, a service endpoint or a webhook. */
export function EditStepDialog({ request, onClose }: DialogProps<'editStep'>) {
  const { connectionId, stepId } = request;
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const read = useCall('step.read');
  const update = useCall('step.update');
  const images = useImagesOf(connectionId, stepId);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [form, setForm] = useState<StepForm | null>(null);
  const latestIndex = useRef(index);
  latestIndex.current = index;

  const { run: runRead } = read;
  const { reset } = update;
  const load = useCallback(async () => {
    const outcome = await runRead({ connectionId, id: stepId });
    if (outcome.kind === 'failed') return;
    const { step, etag } = outcome.output;
    const saved = stepFormOf(step, choiceOf(step.handler, latestIndex.current));
    reset();
    setOpened({ saved, etag });
    setForm(saved);
  }, [runRead, reset, connectionId, stepId]);
  useEffect(() => void load(), [load]);

  const dirty = form !== null && JSON.stringify(form) !== JSON.stringify(opened?.saved);
  const conflict = update.failure?.code === 'conflict';
  const save = async (
    draft: StepDraft,
    secureConfiguration: SecureConfigurationChange,
    overwrite: boolean,
  ) => {
    if (!opened) return;
    const { etag } = opened;
    const outcome = await update.run({
      connectionId,
      id: stepId,
      draft,
      secureConfiguration,
      etag,
      overwrite,
    });
    if (outcome.kind === 'failed') return;
    notify({ tone: 'good', sentence: `Saved “${draft.name.trim()}”.` });
    selectNode(connectionId, { kind: 'step', id: stepId });
    onClose();
  };
  return (
    <StepDialog
      title="Edit step"
      subtitle={opened?.saved.handler ? `On ${opened.saved.handler.name}` : ''}
      connectionId={connectionId}
      stepId={stepId}
      form={form}
      images={images}
      onChange={(next) => {
        if (!conflict) update.reset();
        setForm(next);
      }}
      dirty={dirty}
      idleReason={!form ? 'The step is not loaded yet.' : dirty ? null : 'Nothing is changed yet.'}
      readFailure={read.failure}
      onRead={() => void load()}
      failure={update.failure}
      saving={update.running}
      onCancel={update.cancel}
      onSave={save}
      onClose={onClose}
    />
  );
}
