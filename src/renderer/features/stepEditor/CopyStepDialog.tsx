import { useCallback, useEffect, useRef, useState } from 'react';
import type { Step } from '../../../shared/domain/registration.ts';
import type { SecureConfigurationChange, StepDraft } from '../../../shared/domain/step.ts';
import { draftOfImage } from '../../../shared/domain/stepImage.ts';
import { propertyOnMessage } from '../../../shared/domain/stepImageSupport.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { Checkbox, makeStyles, tokens } from '../../kit/kit.ts';
import { SolutionPicker } from '../solutions/SolutionPicker.tsx';
import { useSolutionChoice } from '../solutions/useSolutionChoice.ts';
import { choiceOf } from './handlerChoice.ts';
import { StepDialog } from './StepDialog.tsx';
import { copyFormOf, type StepForm } from './stepForm.ts';
import { useImagesOf } from './useImagesOf.ts';
import { useStepRegistered } from './useStepRegistered.ts';

const useStyles = makeStyles({
  images: {
    marginBottom: '14px',
    padding: '8px 12px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
  },
  check: { marginInlineStart: '-8px' },
  note: { margin: 0, fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2 },
});

/** Registers a step that begins as another one is: on another type, table or message too, with its images. */
export function CopyStepDialog({ request, onClose }: DialogProps<'copyStep'>) {
  const { connectionId, stepId } = request;
  const { index } = useRegistrations(connectionId);
  const styles = useStyles();
  const read = useCall('step.read');
  const create = useCall('step.create');
  const registered = useStepRegistered(connectionId);
  const [solution, setSolution] = useSolutionChoice(connectionId);
  const images = useImagesOf(connectionId, stepId);
  const [model, setModel] = useState<Step | null>(null);
  const [begun, setBegun] = useState<StepForm | null>(null);
  const [form, setForm] = useState<StepForm | null>(null);
  const [withImages, setWithImages] = useState(true);
  const latestIndex = useRef(index);
  latestIndex.current = index;

  const { run: runRead } = read;
  const load = useCallback(async () => {
    const outcome = await runRead({ connectionId, id: stepId });
    if (outcome.kind === 'failed') return;
    const { step } = outcome.output;
    setModel(step);
    const copy = copyFormOf(step, choiceOf(step.handler, latestIndex.current));
    setBegun(copy);
    setForm(copy);
  }, [runRead, connectionId, stepId]);
  useEffect(() => void load(), [load]);

  const copied = withImages ? images : [];
  const save = async (draft: StepDraft, secureConfiguration: SecureConfigurationChange) => {
    const outcome = await create.run({
      connectionId,
      draft,
      secureConfiguration,
      solution,
      images: copied.map((image) => ({
        ...draftOfImage(image),
        messagePropertyName: propertyOnMessage(image, draft.message) ?? '',
      })),
    });
    if (outcome.kind === 'failed') return;
    registered(outcome.output.id, draft);
    onClose();
  };
  const otherTable = model !== null && form !== null && (form.table?.logicalName ?? null) !== model.table;
  const columnsMatter = copied.some(({ attributes }) => attributes !== null);
  return (
    <StepDialog
      title="Copy step"
      subtitle={model ? `As ${model.name}` : ''}
      connectionId={connectionId}
      stepId={null}
      form={form}
      images={copied}
      onChange={(next) => {
        create.reset();
        setForm(next);
      }}
      dirty={JSON.stringify(form) !== JSON.stringify(begun)}
      idleReason={form ? null : 'The step is not loaded yet.'}
      readFailure={read.failure}
      onRead={() => void load()}
      failure={create.failure}
      saving={create.running}
      onCancel={create.cancel}
      onSave={save}
      onClose={onClose}
      footer={<SolutionPicker connectionId={connectionId} value={solution} onChange={setSolution} />}
    >
      {images.length > 0 ? (
        <div className={styles.images}>
          <Checkbox
            className={styles.check}
            label={
              images.length === 1 ? `Copy its image ${images[0]?.name}` : `Copy its ${images.length} images`
            }
            checked={withImages}
            onChange={(_, data) => setWithImages(data.checked === true)}
          />
          {withImages && otherTable && columnsMatter ? (
            <p className={styles.note}>
              The images name columns of {model?.table}. Another table has to have them too.
            </p>
          ) : null}
        </div>
      ) : null}
    </StepDialog>
  );
}
