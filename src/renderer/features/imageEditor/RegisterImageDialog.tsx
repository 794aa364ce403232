import { useState } from 'react';
import type { ImageDraft } from '../../../shared/domain/stepImage.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useNotify } from '../../kit/kit.ts';
import { ImageDialog } from './ImageDialog.tsx';
import { type ImageForm, newImageForm } from './imageForm.ts';

/** Registers a new image of a step. */
export function RegisterImageDialog({ request, onClose }: DialogProps<'registerImage'>) {
  const { connectionId, stepId } = request;
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const create = useCall('image.create');
  const step = index?.get({ kind: 'step', id: stepId });
  const blank = step?.kind === 'step' ? newImageForm(step) : null;
  const [typed, setTyped] = useState<ImageForm | null>(null);
  const form = typed ?? blank;

  const save = async (draft: ImageDraft) => {
    const outcome = await create.run({ connectionId, stepId, draft });
    if (outcome.kind === 'failed') return;
    selectNode(connectionId, { kind: 'image', id: outcome.output.id });
    notify({ tone: 'good', sentence: `Registered the image “${draft.name}”.` });
    onClose();
  };
  return (
    <ImageDialog
      title="Register new image"
      connectionId={connectionId}
      stepId={stepId}
      imageId={null}
      form={form}
      onChange={(next) => {
        create.reset();
        setTyped(next);
      }}
      dirty={typed !== null && JSON.stringify(typed) !== JSON.stringify(blank)}
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
