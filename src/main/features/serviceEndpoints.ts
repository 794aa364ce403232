import { randomUUID } from 'node:crypto';
import { FailureError } from '../../shared/contract/failure.ts';
import { designationTypes } from '../../shared/domain/designationType.ts';
import { type ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import {
  draftFromServiceEndpoint,
  type EndpointSecret,
  messageFormatLabels,
  type ServiceEndpointDraft,
  userInformationLabels,
} from '../../shared/domain/serviceEndpoint.ts';
import { checkServiceEndpointDraft } from '../../shared/domain/serviceEndpointRules.ts';
import type { Clock, Tell } from '../ports.ts';
import { type FieldWords, quoted } from './conflictFailure.ts';
import { endpointBase, saveOverEndpoint } from './endpointEdit.ts';
import type { Handlers } from './handlers.ts';
import type { InBackground, OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';

export interface ServiceEndpointPorts {
  readonly open: OpenOrganizationOf;
  readonly tell: Tell;
  readonly clock: Clock;
  readonly inBackground: InBackground;
  /** Told after an endpoint was saved with a secret: listening and checking need it again. */
  readonly keyUsed: (
    connectionId: ConnectionId,
    id: ServiceEndpointId,
    draft: ServiceEndpointDraft,
    secret: EndpointSecret,
  ) => Promise<void>;
}

export function createServiceEndpoints(
  ports: ServiceEndpointPorts,
): Pick<Handlers, 'serviceEndpoint.read' | 'serviceEndpoint.create' | 'serviceEndpoint.update'> {
  async function refuseBadDraft(
    { connection, dataverse, memory }: OpenOrganization,
    draft: ServiceEndpointDraft,
    secret: EndpointSecret | undefined,
    saved: ServiceEndpoint | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const others = memory.registrations?.endpoints ?? (await dataverse.serviceEndpoints.list({ signal }));
    const setNow = draft.authorization.kind === 'sasKey' ? saved?.sasKeySet : saved?.sasTokenSet;
    refuseProblems(
      checkServiceEndpointDraft(draft, {
        secretTyped: secret,
        secretIsSet: setNow ?? false,
        existingNames: others.filter(({ id }) => id !== saved?.id).map(({ name }) => name),
        now: new Date(ports.clock.now()),
        saved: saved && draftFromServiceEndpoint(saved),
        sandbox: connection.kind === 'sandbox',
      }),
    );
  }

  function rememberKey(
    connectionId: ConnectionId,
    id: ServiceEndpointId,
    draft: ServiceEndpointDraft,
    secret: EndpointSecret,
  ): void {
    ports.inBackground('The key of a saved endpoint could not be kept.', () =>
      ports.keyUsed(connectionId, id, draft, secret),
    );
  }

  return {
    'serviceEndpoint.read': async ({ connectionId, id }, { signal }) => {
      const { dataverse, memory } = await ports.open(connectionId);
      const read = await dataverse.serviceEndpoints.read(id, { signal });
      memory.endpoints.remember(read.endpoint, read.etag);
      return read;
    },

    'serviceEndpoint.create': async ({ connectionId, draft, secret, solution }, { signal }) => {
      const organization = await ports.open(connectionId);
      refuseOtherSecret(draft, secret);
      await refuseBadDraft(organization, draft, secret, undefined, signal);
      const id = ServiceEndpointId.parse(randomUUID());
      await organization.dataverse.serviceEndpoints.create(id, draft, secret, solution, { signal });
      ports.tell('registrations.changed', { connectionId });
      rememberKey(connectionId, id, draft, secret);
      return { id };
    },

    'serviceEndpoint.update': async (input, { signal }) => {
      const { connectionId, id, draft, secret } = input;
      const organization = await ports.open(connectionId);
      const { dataverse } = organization;
      if (secret) refuseOtherSecret(draft, secret);
      const edit = { ...input, wanted: draftWords(draft), wordsOf, noun: 'service endpoint' };
      const { base, etag } = await endpointBase(organization, edit, signal);
      await refuseBadDraft(organization, draft, secret, base, signal);
      await saveOverEndpoint(organization, edit, base, signal, () =>
        dataverse.serviceEndpoints.update(base, draft, secret, etag, { signal }),
      );
      ports.tell('registrations.changed', { connectionId });
      if (secret) rememberKey(connectionId, id, draft, secret);
      return {};
    },
  };
}

/** A key for a token, or a token for a key, would be stored where nothing reads it. */
function refuseOtherSecret(draft: ServiceEndpointDraft, secret: EndpointSecret): void {
  if (draft.authorization.kind === secret.kind) return;
  const sentence =
    draft.authorization.kind === 'sasKey'
      ? 'The endpoint is authorized by a SAS key, but a token was given.'
      : 'The endpoint is authorized by a SAS token, but a key was given.';
  throw new FailureError({ code: 'invalid', sentence, fields: { secret: sentence } });
}

function draftWords(draft: ServiceEndpointDraft): FieldWords {
  const { authorization } = draft;
  return {
    name: quoted(draft.name),
    description: quoted(draft.description),
    designationType: designationTypes[draft.designationType].label,
    namespaceAddress: quoted(draft.namespaceAddress),
    path: quoted(draft.path),
    authorization: authorization.kind === 'sasKey' ? `SAS key ${quoted(authorization.keyName)}` : 'SAS token',
    messageFormat: messageFormatLabels[draft.messageFormat],
    userInformation: userInformationLabels[draft.userInformation],
  };
}

function wordsOf(endpoint: ServiceEndpoint): FieldWords {
  const authorization =
    endpoint.authorizationType === 'sasKey'
      ? `SAS key ${quoted(endpoint.sasKeyName)}`
      : endpoint.authorizationType === 'sasToken'
        ? 'SAS token'
        : 'another kind of authorization';
  return {
    name: quoted(endpoint.name),
    description: quoted(endpoint.description),
    designationType: designationTypes[endpoint.designationType].label,
    namespaceAddress: quoted(endpoint.namespaceAddress),
    path: quoted(endpoint.path),
    authorization,
    messageFormat: messageFormatLabels[endpoint.messageFormat],
    userInformation: userInformationLabels[endpoint.userInformation],
  };
}
