import { useMemo, useState } from 'react';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import {
  draftFromServiceEndpoint,
  type EndpointSecret,
  type ServiceEndpointDraft,
} from '../../../shared/domain/serviceEndpoint.ts';
import { checkServiceEndpointDraft } from '../../../shared/domain/serviceEndpointRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { useNotify } from '../../kit/kit.ts';
import { EditEndpointForm } from '../forms/EditEndpointForm.tsx';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { useOpenedEndpoint } from '../forms/useOpenedEndpoint.ts';
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

const words = {
  saving: 'Saving the service endpoint…',
  unread: 'The endpoint is not loaded yet.',
  reading: 'Reading the service endpoint',
};

/** Edits a service endpoint. Its secret is never shown, and is sent only when another one is typed. */
export function EditEndpointDialog({ request, onClose }: DialogProps<'editEndpoint'>) {
  const { connectionId, endpointId } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const update = useCall('serviceEndpoint.update');
  const [showAll, setShowAll] = useState(false);
  const { opened, form, setForm, round, failure, load } = useOpenedEndpoint<
    ServiceEndpointDraft,
    EndpointSecret
  >({
    connectionId,
    endpointId,
    draftOf: draftFromServiceEndpoint,
    onRead: update.reset,
  });

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
    <EditEndpointForm
      title={`Edit service endpoint ${shownName}`.trim()}
      words={words}
      skeletonRows={10}
      labels={fieldLabels}
      dirty={dirty}
      readFailure={failure}
      update={update}
      onSave={(overwrite) => void save(overwrite)}
      onRead={() => void load()}
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
      ) : null}
    </EditEndpointForm>
  );
}
