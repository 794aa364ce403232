import { useMemo, useState } from 'react';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import { typedSecret } from '../../../shared/domain/webhook.ts';
import { freshWebhookForm, isSameWebhookForm, type WebhookForm } from '../../../shared/domain/webhookForm.ts';
import { checkWebhookDraft } from '../../../shared/domain/webhookRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { FormDialog, useNotify } from '../../kit/kit.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { SolutionPicker } from '../solutions/SolutionPicker.tsx';
import { useSolutionChoice } from '../solutions/useSolutionChoice.ts';
import { RequestPreview } from './RequestPreview.tsx';
import { reasonAgainstTest } from './reasonAgainstTest.ts';
import { TestCall } from './TestCall.tsx';
import { WebhookFields } from './WebhookFields.tsx';

/** Registers a webhook: where Dataverse posts to, and by what it is let in there. */
export function RegisterWebhookDialog({ request, onClose }: DialogProps<'registerWebhook'>) {
  const { connectionId } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const create = useCall('webhook.create');
  const [form, setForm] = useState<WebhookForm>(freshWebhookForm);
  const [solution, setSolution] = useSolutionChoice(connectionId);
  const [showAll, setShowAll] = useState(false);
  const problems = useMemo(
    () =>
      checkWebhookDraft(form.draft, {
        secretTyped: form.secret,
        secretIsSet: false,
        existingNames: index?.registrations.endpoints.map(({ name }) => name) ?? [],
        sandbox: connection?.kind === 'sandbox',
      }),
    [form, index, connection?.kind],
  );
  const save = async () => {
    const secret = typedSecret(form.secret);
    if (!hasNoErrors(problems) || !secret) {
      setShowAll(true);
      focusFirstProblem();
      return;
    }
    const outcome = await create.run({ connectionId, draft: form.draft, secret, solution });
    if (outcome.kind === 'failed') {
      if (outcome.failure.fields) focusFirstProblem();
      return;
    }
    const { id } = outcome.output;
    selectNode(connectionId, { kind: 'serviceEndpoint', id });
    notify({
      tone: 'good',
      sentence: `Registered “${form.draft.name.trim()}”.`,
      advice: 'Next: say with a step what is posted to it.',
      nextSteps: [
        {
          label: 'Register New Step',
          run: () =>
            openDialog({ kind: 'registerStep', connectionId, handler: { kind: 'serviceEndpoint', id } }),
        },
      ],
      seconds: 12,
    });
    setForm(freshWebhookForm);
    onClose();
  };
  return (
    <FormDialog
      title="Register new webhook"
      tall
      dirty={!isSameWebhookForm(form, freshWebhookForm)}
      busy={create.running ? { label: 'Saving the webhook…', onCancel: create.cancel } : null}
      failure={create.failure}
      primary={{ label: 'Save' }}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <WebhookFields
        form={form}
        onChange={(next) => {
          create.reset();
          setForm(next);
        }}
        problems={problems}
        refused={create.failure?.fields}
        secretStored={false}
        showAll={showAll}
      />
      <SolutionPicker connectionId={connectionId} value={solution} onChange={setSolution} />
      {connection ? (
        <>
          <RequestPreview connection={connection} form={form} stored={false} />
          <TestCall connection={connection} form={form} stored={false} reason={reasonAgainstTest(problems)} />
        </>
      ) : null}
    </FormDialog>
  );
}
