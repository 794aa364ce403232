import { useMemo, useState } from 'react';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import {
  draftFromWebhook,
  typedSecret,
  type WebhookDraft,
  type WebhookSecret,
} from '../../../shared/domain/webhook.ts';
import { isSameWebhookForm } from '../../../shared/domain/webhookForm.ts';
import { checkWebhookDraft } from '../../../shared/domain/webhookRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { useNotify } from '../../kit/kit.ts';
import { EditEndpointForm } from '../forms/EditEndpointForm.tsx';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { useOpenedEndpoint } from '../forms/useOpenedEndpoint.ts';
import { RequestPreview } from './RequestPreview.tsx';
import { reasonAgainstTest } from './reasonAgainstTest.ts';
import { TestCall } from './TestCall.tsx';
import { WebhookFields } from './WebhookFields.tsx';

const fieldLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  url: 'Endpoint URL',
  authorization: 'Authentication',
};

const words = {
  saving: 'Saving the webhook…',
  unread: 'The webhook is not loaded yet.',
  reading: 'Reading the webhook',
};

/** Edits a webhook. Its values are never shown, and are sent only when others are typed. */
export function EditWebhookDialog({ request, onClose }: DialogProps<'editWebhook'>) {
  const { connectionId, endpointId } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const update = useCall('webhook.update');
  const [showAll, setShowAll] = useState(false);
  const { opened, form, setForm, round, failure, load } = useOpenedEndpoint<WebhookDraft, WebhookSecret>({
    connectionId,
    endpointId,
    draftOf: draftFromWebhook,
    onRead: update.reset,
  });

  const stored =
    opened?.endpoint.authValueSet === true && opened.endpoint.authorizationType === form?.draft.authorization;
  const problems = useMemo(
    () =>
      form
        ? checkWebhookDraft(form.draft, {
            secretTyped: form.secret,
            secretIsSet: stored,
            existingNames:
              index?.registrations.endpoints.filter(({ id }) => id !== endpointId).map(({ name }) => name) ??
              [],
            sandbox: connection?.kind === 'sandbox',
          })
        : [],
    [form, stored, index, endpointId, connection?.kind],
  );
  const dirty = form !== null && opened !== null && !isSameWebhookForm(form, { draft: opened.saved });
  const conflict = update.failure?.code === 'conflict';

  const save = async (overwrite: boolean) => {
    if (!form || !opened) return;
    if (!hasNoErrors(problems)) {
      setShowAll(true);
      focusFirstProblem();
      return;
    }
    const secret = typedSecret(form.secret);
    const outcome = await update.run({
      connectionId,
      id: endpointId,
      draft: form.draft,
      ...(secret ? { secret } : {}),
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

  return (
    <EditEndpointForm
      title={`Edit webhook ${opened?.endpoint.name ?? ''}`.trim()}
      words={words}
      skeletonRows={8}
      labels={fieldLabels}
      dirty={dirty}
      readFailure={failure}
      update={update}
      onSave={(overwrite) => void save(overwrite)}
      onRead={() => void load()}
      onClose={onClose}
    >
      {form ? (
        <>
          <WebhookFields
            key={round}
            form={form}
            onChange={(next) => {
              if (!conflict) update.reset();
              setForm(next);
            }}
            problems={problems}
            refused={conflict ? undefined : update.failure?.fields}
            secretStored={stored}
            showAll={showAll}
          />
          {connection ? (
            <>
              <RequestPreview connection={connection} form={form} stored={stored} />
              <TestCall
                connection={connection}
                form={form}
                stored={stored}
                reason={reasonAgainstTest(problems)}
              />
            </>
          ) : null}
        </>
      ) : null}
    </EditEndpointForm>
  );
}
