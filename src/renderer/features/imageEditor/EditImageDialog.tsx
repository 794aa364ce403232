import { useCallback, useEffect, useState } from 'react';
import type { Etag, StepId } from '../../../shared/domain/ids.ts';
import type { ImageDraft } from '../../../shared/domain/stepImage.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useNotify } from '../../kit/kit.ts';
import { ImageDialog } from './ImageDialog.tsx';
import { type ImageForm, imageFormOf } from './imageForm.ts';

interface Opened {
  readonly saved: ImageForm;
  readonly stepId: StepId;
  readonly etag: Etag;
}

/** Edits an image of a step. */
export function EditImageDialog({ request, onClose }: DialogProps<'editImage'>) {
  const { connectionId, imageId, stepId } = request;
  const notify = useNotify();
  const read = useCall('image.read');
  const update = useCall('image.update');
  const [opened, setOpened] = useState<Opened | null>(null);
  const [form, setForm] = useState<ImageForm | null>(null);

  const { run: runRead } = read;
  const { reset } = update;
  const load = useCallback(async () => {
    const outcome = await runRead({ connectionId, id: imageId });
    if (outcome.kind === 'failed') return;
    const { image, etag } = outcome.output;
    const saved = imageFormOf(image);
    reset();
    setOpened({ saved, stepId: image.stepId, etag });
    setForm(saved);
  }, [runRead, reset, connectionId, imageId]);
  useEffect(() => void load(), [load]);

  const dirty = form !== null && JSON.stringify(form) !== JSON.stringify(opened?.saved);
  const conflict = update.failure?.code === 'conflict';
  const save = async (draft: ImageDraft, overwrite: boolean) => {
    if (!opened) return;
    const { etag } = opened;
    const outcome = await update.run({ connectionId, id: imageId, draft, etag, overwrite });
    if (outcome.kind === 'failed') return;
    notify({ tone: 'good', sentence: `Saved the image “${draft.name}”.` });
    selectNode(connectionId, { kind: 'image', id: imageId });
    onClose();
  };
  return (
    <ImageDialog
      title="Edit image"
      connectionId={connectionId}
      stepId={opened?.stepId ?? stepId}
      imageId={imageId}
      form={form}
      onChange={(next) => {
        if (!conflict) update.reset();
        setForm(next);
      }}
      dirty={dirty}
      idleReason={!form ? 'The image is not loaded yet.' : dirty ? null : 'Nothing is changed yet.'}
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
