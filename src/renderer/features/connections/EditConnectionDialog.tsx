import { useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useConnection } from '../../app/useConnections.ts';
import { FormDialog, NoteBox, useNotify } from '../../kit/kit.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { ConnectionLook, NameField } from './ConnectionLook.tsx';
import { nameProblem } from './connectForm.ts';

/** Another name, colour, production mark or read-only switch for a connection. */
export function EditConnectionDialog({ request, onClose }: DialogProps<'editConnection'>) {
  const connection = useConnection(request.connectionId);
  return connection ? <EditConnection connection={connection} onClose={onClose} /> : null;
}

interface EditConnectionProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

function EditConnection({ connection, onClose }: EditConnectionProps) {
  const notify = useNotify();
  const edit = useCall('connection.edit');
  const [before] = useState(() => {
    const { name, color, production, readOnly } = connection;
    return { name, color, production, readOnly };
  });
  const [settings, setSettings] = useState(before);
  const [showProblems, setShowProblems] = useState(false);
  const problem = nameProblem(settings.name);

  const submit = async () => {
    if (problem !== null) {
      setShowProblems(true);
      focusFirstProblem();
      return;
    }
    const outcome = await edit.run({ connectionId: connection.id, ...settings });
    if (outcome.kind === 'failed') return;
    notify({ tone: 'good', sentence: savedSentence(before.readOnly, settings) });
    onClose();
  };
  return (
    <FormDialog
      title={`Edit connection ${before.name}`}
      dirty={JSON.stringify(settings) !== JSON.stringify(before)}
      busy={edit.running ? { label: 'Saving…', onCancel: edit.cancel } : null}
      failure={edit.failure}
      primary={{ label: 'Save' }}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <NameField
        name={settings.name}
        onChange={(name) => setSettings({ ...settings, name })}
        problem={showProblems && problem !== null ? problem : undefined}
        autoFocus
      />
      <ConnectionLook look={settings} onChange={(look) => setSettings({ ...settings, ...look })} />
      {before.readOnly && !settings.readOnly ? (
        <NoteBox tone="warning" title="Changes will be possible.">
          From now on what you save here is written to {connection.name}
          {settings.production ? ', which is marked as production' : ''}.
        </NoteBox>
      ) : null}
    </FormDialog>
  );
}

function savedSentence(
  wasReadOnly: boolean,
  { name, readOnly }: { name: string; readOnly: boolean },
): string {
  if (readOnly === wasReadOnly) return `Saved ${name.trim()}.`;
  return readOnly
    ? `${name.trim()} is read-only now: nothing in it is changed from here.`
    : `${name.trim()} can be changed again.`;
}
