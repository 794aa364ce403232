import { useMemo, useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import type { ConnectionId, ImageId, StepId } from '../../../shared/domain/ids.ts';
import type { ImageDraft } from '../../../shared/domain/stepImage.ts';
import { checkImageDraft } from '../../../shared/domain/stepImageRules.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { FailureMessage, FormDialog, SkeletonRows } from '../../kit/kit.ts';
import { ConflictActions } from '../forms/ConflictActions.tsx';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { useImagesOf } from '../stepEditor/useImagesOf.ts';
import { ImageFields } from './ImageFields.tsx';
import { type ImageForm, imageDraftOf } from './imageForm.ts';

const fieldLabels: Readonly<Record<string, string>> = {
  imageType: 'Image type',
  name: 'Name',
  entityAlias: 'Entity alias',
  messagePropertyName: 'Message property',
  attributes: 'Parameters',
  description: 'Description',
};

interface ImageDialogProps {
  readonly title: string;
  readonly connectionId: ConnectionId;
  readonly stepId: StepId;
  /** Null for an image that is not registered yet. */
  readonly imageId: ImageId | null;
  /** Null until it is read. */
  readonly form: ImageForm | null;
  readonly onChange: (form: ImageForm) => void;
  readonly dirty: boolean;
  readonly idleReason: string | null;
  readonly readFailure: Failure | null;
  readonly onRead: () => void;
  readonly failure: Failure | null;
  readonly saving: boolean;
  readonly onCancel: () => void;
  readonly onSave: (draft: ImageDraft, overwrite: boolean) => Promise<void>;
  readonly onClose: () => void;
}

/** The form of an image, new or stored. */
export function ImageDialog(props: ImageDialogProps) {
  const { title, connectionId, stepId, imageId, form, onChange, dirty, idleReason } = props;
  const { readFailure, onRead, failure, saving, onCancel, onSave, onClose } = props;
  const [showAll, setShowAll] = useState(false);
  const { index } = useRegistrations(connectionId);
  const images = useImagesOf(connectionId, stepId);
  const node = index?.get({ kind: 'step', id: stepId });
  const step = node?.kind === 'step' ? node : null;
  const otherAliases = useMemo(
    () => images.filter(({ id }) => id !== imageId).map(({ entityAlias }) => entityAlias),
    [images, imageId],
  );
  const problems =
    form && step ? checkImageDraft(imageDraftOf(form, otherAliases), { step, otherAliases }) : [];
  const conflict = failure?.code === 'conflict';
  const save = (overwrite: boolean) => {
    if (!form) return;
    if (!hasNoErrors(problems)) {
      setShowAll(true);
      focusFirstProblem();
      return;
    }
    void onSave(imageDraftOf(form, otherAliases), overwrite);
  };
  return (
    <FormDialog
      title={title}
      subtitle={step ? `Of the step ${step.name}` : ''}
      tall
      dirty={dirty}
      busy={saving ? { label: 'Saving the image…', onCancel } : null}
      failure={failure}
      failureActions={
        conflict ? (
          <ConflictActions
            changes={failure.fields ?? {}}
            labels={fieldLabels}
            onOverwrite={() => save(true)}
            onReload={onRead}
          />
        ) : undefined
      }
      primary={{ label: 'Save', disabledReason: step ? idleReason : 'The step is not loaded yet.' }}
      onSubmit={() => save(conflict)}
      onClose={onClose}
    >
      {form && step ? (
        <ImageFields
          connectionId={connectionId}
          step={step}
          otherAliases={otherAliases}
          form={form}
          onChange={onChange}
          problems={problems}
          refused={conflict ? undefined : failure?.fields}
          showAll={showAll}
        />
      ) : readFailure ? (
        <FailureMessage failure={readFailure} onRetry={onRead} />
      ) : (
        <SkeletonRows count={8} label="Reading the image" />
      )}
    </FormDialog>
  );
}
