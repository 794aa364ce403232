import { type ReactNode, useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import type { ConnectionId, StepId } from '../../../shared/domain/ids.ts';
import type { StepImage } from '../../../shared/domain/registration.ts';
import type { SecureConfigurationChange, StepDraft } from '../../../shared/domain/step.ts';
import { FailureMessage, FormDialog, makeStyles, SkeletonRows } from '../../kit/kit.ts';
import { ConflictActions } from '../forms/ConflictActions.tsx';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { OrderPanel } from './OrderPanel.tsx';
import { StepFields } from './StepFields.tsx';
import { type StepForm, secureChangeOf, stepDraftOf } from './stepForm.ts';
import { useStepProblems } from './useStepProblems.ts';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 300px',
    columnGap: '24px',
    rowGap: '16px',
    alignItems: 'start',
    '@media (max-width: 960px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  footer: { marginTop: '14px', maxWidth: '420px' },
  order: {
    position: 'sticky',
    insetBlockStart: 0,
    '@media (max-width: 960px)': { position: 'static' },
  },
});

const fieldLabels: Readonly<Record<string, string>> = {
  handler: 'Event handler',
  name: 'Step name',
  description: 'Description',
  message: 'Message',
  table: 'Primary table',
  filteringAttributes: 'Filtering attributes',
  stage: 'Event pipeline stage',
  mode: 'Execution mode',
  deployment: 'Deployment',
  runAsUserId: "Run in user's context",
  rank: 'Execution order',
  deleteJobWhenSuccessful: 'Delete the job when it succeeded',
  enabled: 'Status',
  configuration: 'Unsecure configuration',
  secureConfiguration: 'Secure configuration',
};

interface StepDialogProps {
  readonly title: string;
  readonly subtitle: string;
  readonly connectionId: ConnectionId;
  /** Null for a step that is not registered yet. */
  readonly stepId: StepId | null;
  /** Null until it is read. */
  readonly form: StepForm | null;
  readonly onChange: (form: StepForm) => void;
  /** The images that the step has, or gets. */
  readonly images: readonly StepImage[];
  readonly dirty: boolean;
  /** Why there is nothing to save. */
  readonly idleReason: string | null;
  readonly readFailure: Failure | null;
  readonly onRead: () => void;
  readonly failure: Failure | null;
  readonly saving: boolean;
  readonly onCancel: () => void;
  readonly onSave: (draft: StepDraft, secure: SecureConfigurationChange, overwrite: boolean) => Promise<void>;
  readonly onClose: () => void;
  /** Below the fields. */
  readonly footer?: ReactNode;
  /** Above the fields. */
  readonly children?: ReactNode;
}

/** The form of a step, new or stored, with the order of all steps beside it. */
export function StepDialog(props: StepDialogProps) {
  const { title, subtitle, connectionId, stepId, form, onChange, images, dirty, idleReason } = props;
  const { readFailure, onRead, failure, saving, onCancel, onSave, onClose, children, footer } = props;
  const styles = useStyles();
  const [showAll, setShowAll] = useState(false);
  const problems = useStepProblems(connectionId, form, images);
  const conflict = failure?.code === 'conflict';
  const save = (overwrite: boolean) => {
    if (!form) return;
    if (!hasNoErrors(problems)) {
      setShowAll(true);
      focusFirstProblem();
      return;
    }
    void onSave(stepDraftOf(form), secureChangeOf(form), overwrite);
  };
  return (
    <FormDialog
      title={title}
      subtitle={subtitle}
      size="wide"
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
        <div className={styles.columns}>
          <div>
            {children}
            <StepFields
              connectionId={connectionId}
              form={form}
              onChange={onChange}
              problems={problems}
              refused={conflict ? undefined : failure?.fields}
              showAll={showAll}
              stepId={stepId}
            />
            {footer ? <div className={styles.footer}>{footer}</div> : null}
          </div>
          <div className={styles.order}>
            <OrderPanel connectionId={connectionId} form={form} stepId={stepId} />
          </div>
        </div>
      ) : readFailure ? (
        <FailureMessage failure={readFailure} onRetry={onRead} />
      ) : (
        <SkeletonRows count={10} label="Reading the step" />
      )}
    </FormDialog>
  );
}
