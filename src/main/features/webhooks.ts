import { randomUUID } from 'node:crypto';
import { FailureError } from '../../shared/contract/failure.ts';
import { ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import {
  draftFromWebhook,
  typedSecret,
  type WebhookDraft,
  type WebhookSecret,
  webhookAuthorizationLabels,
} from '../../shared/domain/webhook.ts';
import { checkWebhookDraft } from '../../shared/domain/webhookRules.ts';
import type { Tell } from '../ports.ts';
import { type FieldWords, quoted } from './conflictFailure.ts';
import { endpointBase, saveOverEndpoint } from './endpointEdit.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';

/** Registers and edits webhooks. Reading and unregistering are the same as for every endpoint. */
export function createWebhooks(ports: {
  readonly open: OpenOrganizationOf;
  readonly tell: Tell;
}): Pick<Handlers, 'webhook.create' | 'webhook.update'> {
  async function refuseBadDraft(
    { connection, dataverse, memory }: OpenOrganization,
    draft: WebhookDraft,
    secret: WebhookSecret | undefined,
    saved: ServiceEndpoint | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const others = memory.registrations?.endpoints ?? (await dataverse.serviceEndpoints.list({ signal }));
    refuseProblems(
      checkWebhookDraft(draft, {
        secretTyped: secret,
        secretIsSet: (saved?.authValueSet ?? false) && saved?.authorizationType === draft.authorization,
        existingNames: others.filter(({ id }) => id !== saved?.id).map(({ name }) => name),
        sandbox: connection.kind === 'sandbox',
      }),
    );
  }

  return {
    'webhook.create': async ({ connectionId, draft, secret, solution }, { signal }) => {
      const organization = await ports.open(connectionId);
      const typed = ofItsKind(draft, secret);
      await refuseBadDraft(organization, draft, typed, undefined, signal);
      // The rules let no draft through that has nothing to be authorized by.
      if (!typed) throw new Error('A webhook without values was not refused.');
      const id = ServiceEndpointId.parse(randomUUID());
      await organization.dataverse.webhooks.create(id, draft, typed, solution, { signal });
      ports.tell('registrations.changed', { connectionId });
      return { id };
    },

    'webhook.update': async (input, { signal }) => {
      const { connectionId, draft, secret } = input;
      const organization = await ports.open(connectionId);
      const { dataverse } = organization;
      const typed = ofItsKind(draft, secret);
      const edit = { ...input, wanted: wordsOfDraft(draft), wordsOf, noun: 'webhook' };
      const { base, etag } = await endpointBase(organization, edit, signal);
      refuseOtherKind(base);
      await refuseBadDraft(organization, draft, typed, base, signal);
      await saveOverEndpoint(organization, edit, base, signal, () =>
        dataverse.webhooks.update(base, draft, typed, etag, { signal }),
      );
      ports.tell('registrations.changed', { connectionId });
      return {};
    },
  };
}

/** What was typed, without empty rows; values of another kind than the draft's would be stored where nothing reads them. */
function ofItsKind(draft: WebhookDraft, secret: WebhookSecret | undefined): WebhookSecret | undefined {
  const typed = typedSecret(secret);
  if (!typed || typed.kind === draft.authorization) return typed;
  const sentence = `The webhook is authorized by ${webhookAuthorizationLabels[draft.authorization]}, but values for ${webhookAuthorizationLabels[typed.kind]} were given.`;
  throw new FailureError({ code: 'invalid', sentence, fields: { authorization: sentence } });
}

function refuseOtherKind(endpoint: ServiceEndpoint): void {
  if (draftFromWebhook(endpoint)) return;
  throw new FailureError({
    code: 'unsupported',
    sentence: 'This endpoint is no webhook that Registrar can edit.',
    advice: 'Refresh, and edit it as what it is.',
  });
}

function wordsOfDraft(draft: WebhookDraft): FieldWords {
  return {
    name: quoted(draft.name),
    description: quoted(draft.description),
    url: quoted(draft.url),
    authorization: webhookAuthorizationLabels[draft.authorization],
  };
}

function wordsOf(endpoint: ServiceEndpoint): FieldWords {
  const draft = draftFromWebhook(endpoint);
  return {
    name: quoted(endpoint.name),
    description: quoted(endpoint.description),
    url: quoted(endpoint.url),
    authorization: draft ? webhookAuthorizationLabels[draft.authorization] : 'another kind of authorization',
  };
}
