import { useCallback, useEffect, useMemo, useState } from 'react';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import type { Etag } from '../../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import {
  draftFromServiceEndpoint,
  type ServiceEndpointDraft,
} from '../../../shared/domain/serviceEndpoint.ts';
import type { ServiceEndpointForm } from '../../../shared/domain/serviceEndpointForm.ts';
import { checkServiceEndpointDraft } from '../../../shared/domain/serviceEndpointRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { FailureMessage, FormDialog, SkeletonRows, useNotify } from '../../kit/kit.ts';
import { ConflictActions } from '../forms/ConflictActions.tsx';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { EndpointFields } from './EndpointFields.tsx';

const fieldLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  designationType: 'Designation type',
  namespaceAddress: 'Namespace address',
  path: 'Path',
  authorization: 'Authorization',
  messageFormat: 'Message format',
  userInformation: 'User information sent',
};

interface Opened {
  readonly endpoint: ServiceEndpoint;
  readonly saved: ServiceEndpointDraft;
  readonly etag: Etag;
}

/** Edits a service endpoint. Its secret is never shown, and is sent only when another one is typed. */
export function EditEndpointDialog({ request, onClose }: DialogProps<'editEndpoint'>) {
  const { connectionId, endpointId } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const read = useCall('serviceEndpoint.read');
  const update = useCall('serviceEndpoint.update');
  const [opened, setOpened] = useState<Opened | null>(null);
  const [form, setForm] = useState<ServiceEndpointForm | null>(null);
  const [showAll, setShowAll] = useState(false);
  const [round, setRound] = useState(0);

  const { run: runRead } = read;
  const { reset } = update;
  const load = useCallback(async () => {
    const outcome = await runRead({ connectionId, id: endpointId });
    if (outcome.kind === 'failed') return;
    const { endpoint, etag } = outcome.output;
    const saved = draftFromServiceEndpoint(endpoint);
    if (!saved) return;
    reset();
    setOpened({ endpoint, saved, etag });
    setForm({ draft: saved });
    setRound((before) => before + 1);
  }, [runRead, reset, connectionId, endpointId]);
  useEffect(() => void load(), [load]);

  const stored =
    form?.draft.authorization.kind === 'sasToken'
      ? (opened?.endpoint.sasTokenSet ?? false)
      : (opened?.endpoint.sasKeySet ?? false);
  const problems = useMemo(
    () =>
      form && opened
        ? checkServiceEndpointDraft(form.draft, {
            secretTyped: form.secret,
            secretIsSet: stored,
            existingNames:
              index?.registrations.endpoints.filter(({ id }) => id !== endpointId).map(({ name }) => name) ??
              [],
            now: new Date(),
            saved: opened.saved,
            sandbox: connection?.kind === 'sandbox',
          })
        : [],
    [form, opened, stored, index, endpointId, connection?.kind],
  );
  const dirty =
    form !== null &&
    opened !== null &&
    (form.secret !== undefined || JSON.stringify(form.draft) !== JSON.stringify(opened.saved));

  const save = async (overwrite: boolean) => {
    if (!form || !opened) return;
    if (!hasNoErrors(problems)) {
      setShowAll(true);
      focusFirstProblem();
      return;
    }
    const outcome = await update.run({
      connectionId,
      id: endpointId,
      draft: form.draft,
      ...(form.secret ? { secret: form.secret } : {}),
      etag: opened.etag,
      overwrite,
    });
    if (outcome.kind === 'failed') {
      if (outcome.failure.fields) focusFirstProblem();
      return;
    }
    notify({ tone: 'good', sentence: `Saved “${form.draft.name.trim()}”.` });
    selectNode(connectionId, { kind: 'serviceEndpoint', id: endpointId });
    setForm(null);
    onClose();
  };
  const conflict = update.failure?.code === 'conflict';
  const shownName =
    opened?.endpoint.name ?? index?.get({ kind: 'serviceEndpoint', id: endpointId })?.name ?? '';

  return (
    <FormDialog
      title={`Edit service endpoint ${shownName}`.trim()}
      tall
      dirty={dirty}
      busy={update.running ? { label: 'Saving the service endpoint…', onCancel: update.cancel } : null}
      failure={update.failure}
      failureActions={
        conflict ? (
          <ConflictActions
            changes={update.failure?.fields ?? {}}
            labels={fieldLabels}
            onOverwrite={() => void save(true)}
            onReload={() => void load()}
          />
        ) : undefined
      }
      primary={{
        label: 'Save',
        disabledReason: !form ? 'The endpoint is not loaded yet.' : dirty ? null : 'Nothing is changed yet.',
      }}
      onSubmit={() => void save(conflict)}
      onClose={onClose}
    >
      {form ? (
        <EndpointFields
          key={round}
          form={form}
          onChange={(next) => {
            if (!conflict) update.reset();
            setForm(next);
          }}
          problems={problems}
          refused={conflict ? undefined : update.failure?.fields}
          secretStored={stored}
          secretFromString={false}
          showAll={showAll}
        />
      ) : read.failure ? (
        <FailureMessage failure={read.failure} onRetry={() => void load()} />
      ) : (
        <SkeletonRows count={10} label="Reading the service endpoint" />
      )}
    </FormDialog>
  );
}
