import type { ReactNode } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { FailureMessage, FormDialog, SkeletonRows } from '../../kit/kit.ts';
import { ConflictActions } from './ConflictActions.tsx';

interface EditEndpointFormProps {
  readonly title: string;
  readonly words: { readonly saving: string; readonly unread: string; readonly reading: string };
  /** As many as the form has fields. */
  readonly skeletonRows: number;
  /** Names of the fields, for what is different after a conflict. */
  readonly labels: Readonly<Record<string, string>>;
  readonly dirty: boolean;
  readonly readFailure: Failure | null;
  readonly update: {
    readonly running: boolean;
    readonly failure: Failure | null;
    readonly cancel: () => void;
  };
  readonly onSave: (overwrite: boolean) => void;
  readonly onRead: () => void;
  readonly onClose: () => void;
  /** The fields; null until they are read. */
  readonly children: ReactNode;
}

/** Edits what is stored: read first, saved against what was read, and asked again when somebody else was faster. */
export function EditEndpointForm(props: EditEndpointFormProps) {
  const { words, dirty, readFailure, update, onSave, onRead, children } = props;
  const { failure } = update;
  const conflict = failure?.code === 'conflict';
  const idle = dirty ? null : 'Nothing is changed yet.';
  return (
    <FormDialog
      title={props.title}
      tall
      dirty={dirty}
      busy={update.running ? { label: words.saving, onCancel: update.cancel } : null}
      failure={failure}
      failureActions={
        conflict ? (
          <ConflictActions
            changes={failure.fields ?? {}}
            labels={props.labels}
            onOverwrite={() => onSave(true)}
            onReload={onRead}
          />
        ) : undefined
      }
      primary={{ label: 'Save', disabledReason: children === null ? words.unread : idle }}
      onSubmit={() => onSave(conflict)}
      onClose={props.onClose}
    >
      {children ??
        (readFailure ? (
          <FailureMessage failure={readFailure} onRetry={onRead} />
        ) : (
          <SkeletonRows count={props.skeletonRows} label={words.reading} />
        ))}
    </FormDialog>
  );
}
