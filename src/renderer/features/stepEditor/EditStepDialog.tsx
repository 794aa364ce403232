import { useCallback, useEffect, useRef, useState } from 'react';
import { type Etag, ServiceEndpointId } from '../../../shared/domain/ids.ts';
import type { EndpointStepDraft } from '../../../shared/domain/step.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useNotify } from '../../kit/kit.ts';
import { StepDialog } from './StepDialog.tsx';
import { type StepForm, stepFormOf } from './stepForm.ts';

interface Opened {
  readonly saved: StepForm;
  readonly etag: Etag;
}

/** Edits a step on a service endpoint. */
export function EditStepDialog({ request, onClose }: DialogProps<'editStep'>) {
  const { connectionId, stepId } = request;
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const read = useCall('step.read');
  const update = useCall('step.update');
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
    const endpointId = ServiceEndpointId.parse(step.handler.id);
    const name = latestIndex.current?.get({ kind: 'serviceEndpoint', id: endpointId })?.name ?? '';
    const saved = stepFormOf(step, endpointId, name);
    reset();
    setOpened({ saved, etag });
    setForm(saved);
  }, [runRead, reset, connectionId, stepId]);
  useEffect(() => void load(), [load]);

  const dirty = form !== null && JSON.stringify(form) !== JSON.stringify(opened?.saved);
  const conflict = update.failure?.code === 'conflict';
  const save = async (draft: EndpointStepDraft, overwrite: boolean) => {
    if (!opened) return;
    const outcome = await update.run({ connectionId, id: stepId, draft, etag: opened.etag, overwrite });
    if (outcome.kind === 'failed') return;
    notify({ tone: 'good', sentence: `Saved “${draft.name.trim()}”.` });
    selectNode(connectionId, { kind: 'step', id: stepId });
    onClose();
  };
  return (
    <StepDialog
      title="Edit step"
      subtitle={opened ? `On ${opened.saved.endpointName}` : ''}
      connectionId={connectionId}
      form={form}
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
