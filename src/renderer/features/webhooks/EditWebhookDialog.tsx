import { useCallback, useEffect, useMemo, useState } from 'react';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import type { Etag } from '../../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { draftFromWebhook, typedSecret } from '../../../shared/domain/webhook.ts';
import { isSameWebhookForm, type WebhookForm } from '../../../shared/domain/webhookForm.ts';
import { checkWebhookDraft } from '../../../shared/domain/webhookRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { FailureMessage, FormDialog, SkeletonRows, useNotify } from '../../kit/kit.ts';
import { ConflictActions } from '../forms/ConflictActions.tsx';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
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

interface Opened {
  readonly endpoint: ServiceEndpoint;
  readonly saved: WebhookForm;
  readonly etag: Etag;
}

/** Edits a webhook. Its values are never shown, and are sent only when others are typed. */
export function EditWebhookDialog({ request, onClose }: DialogProps<'editWebhook'>) {
  const { connectionId, endpointId } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const read = useCall('serviceEndpoint.read');
  const update = useCall('webhook.update');
  const [opened, setOpened] = useState<Opened | null>(null);
  const [form, setForm] = useState<WebhookForm | null>(null);
  const [showAll, setShowAll] = useState(false);
  const [round, setRound] = useState(0);

  const { run: runRead } = read;
  const { reset } = update;
  const load = useCallback(async () => {
    const outcome = await runRead({ connectionId, id: endpointId });
    if (outcome.kind === 'failed') return;
    const { endpoint, etag } = outcome.output;
    const draft = draftFromWebhook(endpoint);
    if (!draft) return;
    reset();
    setOpened({ endpoint, saved: { draft }, etag });
    setForm({ draft });
    setRound((before) => before + 1);
  }, [runRead, reset, connectionId, endpointId]);
  useEffect(() => void load(), [load]);

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
  const dirty = form !== null && opened !== null && !isSameWebhookForm(form, opened.saved);
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
    <FormDialog
      title={`Edit webhook ${opened?.endpoint.name ?? ''}`.trim()}
      tall
      dirty={dirty}
      busy={update.running ? { label: 'Saving the webhook…', onCancel: update.cancel } : null}
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
        disabledReason: !form ? 'The webhook is not loaded yet.' : dirty ? null : 'Nothing is changed yet.',
      }}
      onSubmit={() => void save(conflict)}
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
      ) : read.failure ? (
        <FailureMessage failure={read.failure} onRetry={() => void load()} />
      ) : (
        <SkeletonRows count={8} label="Reading the webhook" />
      )}
    </FormDialog>
  );
}
