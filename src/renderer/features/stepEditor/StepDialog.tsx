import { useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { EndpointStepDraft } from '../../../shared/domain/step.ts';
import { FailureMessage, FormDialog, SkeletonRows } from '../../kit/kit.ts';
import { ConflictActions } from '../forms/ConflictActions.tsx';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { StepFields } from './StepFields.tsx';
import { type StepForm, stepDraftOf } from './stepForm.ts';
import { useStepProblems } from './useStepProblems.ts';

const fieldLabels: Readonly<Record<string, string>> = {
  name: 'Step name',
  description: 'Description',
  message: 'Message',
  table: 'Primary table',
  filteringAttributes: 'Filtering attributes',
  runAsUserId: "Run in user's context",
  rank: 'Execution order',
  deleteJobWhenSuccessful: 'Delete the job when it succeeded',
  enabled: 'Status',
};

interface StepDialogProps {
  readonly title: string;
  readonly subtitle: string;
  readonly connectionId: ConnectionId;
  /** Null until it is read. */
  readonly form: StepForm | null;
  readonly onChange: (form: StepForm) => void;
  readonly dirty: boolean;
  /** Why there is nothing to save. */
  readonly idleReason: string | null;
  readonly readFailure: Failure | null;
  readonly onRead: () => void;
  readonly failure: Failure | null;
  readonly saving: boolean;
  readonly onCancel: () => void;
  readonly onSave: (draft: EndpointStepDraft, overwrite: boolean) => Promise<void>;
  readonly onClose: () => void;
}

/** The form of a step on an endpoint, new or stored. */
export function StepDialog(props: StepDialogProps) {
  const { title, subtitle, connectionId, form, onChange, dirty, idleReason, readFailure, onRead } = props;
  const { failure, saving, onCancel, onSave, onClose } = props;
  const [showAll, setShowAll] = useState(false);
  const problems = useStepProblems(connectionId, form);
  const conflict = failure?.code === 'conflict';
  const save = (overwrite: boolean) => {
    if (!form) return;
    if (!hasNoErrors(problems)) {
      setShowAll(true);
      focusFirstProblem();
      return;
    }
    void onSave(stepDraftOf(form), overwrite);
  };
  return (
    <FormDialog
      title={title}
      subtitle={subtitle}
      tall
      dirty={dirty}
      busy={saving ? { label: 'Saving the step…', onCancel } : null}
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
      primary={{ label: 'Save', disabledReason: idleReason }}
      onSubmit={() => save(conflict)}
      onClose={onClose}
    >
      {form ? (
        <StepFields
          connectionId={connectionId}
          form={form}
          onChange={onChange}
          problems={problems}
          refused={conflict ? undefined : failure?.fields}
          showAll={showAll}
        />
      ) : readFailure ? (
        <FailureMessage failure={readFailure} onRetry={onRead} />
      ) : (
        <SkeletonRows count={10} label="Reading the step" />
      )}
    </FormDialog>
  );
}
