import { useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { draftFromWebhook } from '../../../shared/domain/webhook.ts';
import type { WebhookForm } from '../../../shared/domain/webhookForm.ts';
import { examineWebhookSecret } from '../../../shared/domain/webhookSecretRules.ts';
import { examineWebhookUrl } from '../../../shared/domain/webhookUrlRules.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import { FailureMessage, FormDialog } from '../../kit/kit.ts';
import { RequestPreview } from './RequestPreview.tsx';
import { reasonAgainstTest } from './reasonAgainstTest.ts';
import { SecretPart } from './SecretPart.tsx';
import { TestCall } from './TestCall.tsx';

/** Calls a registered webhook from this computer. Its values are not known here; they may be typed for the call alone. */
export function CheckWebhookDialog({ request, onClose }: DialogProps<'checkWebhook'>) {
  const { connectionId, endpointId } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const node = index?.get({ kind: 'serviceEndpoint', id: endpointId });
  const endpoint = node?.kind === 'serviceEndpoint' ? node : null;
  return (
    <FormDialog
      title={endpoint ? `Check ${endpoint.name}` : 'Check'}
      subtitle={endpoint?.url ?? undefined}
      dirty={false}
      cancelLabel="Close"
      onClose={onClose}
    >
      {endpoint && connection ? (
        <Call connection={connection} endpoint={endpoint} />
      ) : (
        <FailureMessage
          failure={{
            code: 'notFound',
            sentence: 'This webhook is not there any more.',
            advice: 'Refresh the tree.',
          }}
        />
      )}
    </FormDialog>
  );
}

function Call({
  connection,
  endpoint,
}: {
  readonly connection: Connection;
  readonly endpoint: ServiceEndpoint;
}) {
  const [form, setForm] = useState<WebhookForm>(() => ({
    draft: draftFromWebhook(endpoint) ?? {
      name: endpoint.name,
      description: '',
      url: endpoint.url ?? '',
      authorization: 'httpHeader',
    },
  }));
  const stored = endpoint.authValueSet;
  const problems = [
    ...examineWebhookUrl(form.draft, connection.kind === 'sandbox'),
    ...examineWebhookSecret(form.draft, form.secret, true),
  ];
  return (
    <>
      <SecretPart form={form} onChange={setForm} stored={stored} problems={problems} forCall />
      <RequestPreview connection={connection} form={form} stored={stored} />
      <TestCall connection={connection} form={form} stored={stored} reason={reasonAgainstTest(problems)} />
    </>
  );
}
