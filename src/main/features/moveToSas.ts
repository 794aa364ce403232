import { FailureError } from '../../shared/contract/failure.ts';
import { movedToSas, usesAcs } from '../../shared/domain/acsEndpoint.ts';
import { designationTypes } from '../../shared/domain/designationType.ts';
import type { ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import type { EndpointSecret, ServiceEndpointDraft } from '../../shared/domain/serviceEndpoint.ts';
import { checkServiceEndpointDraft } from '../../shared/domain/serviceEndpointRules.ts';
import type { Clock, Tell } from '../ports.ts';
import type { AcsMoveFile, KeptAcsMove } from '../storage/acsMoveFile.ts';
import { conflictFailure, type FieldWords, isConflict, quoted } from './conflictFailure.ts';
import type { Handlers } from './handlers.ts';
import type { InBackground, OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';

export interface MoveToSasPorts {
  readonly open: OpenOrganizationOf;
  readonly file: AcsMoveFile;
  readonly tell: Tell;
  readonly clock: Clock;
  readonly inBackground: InBackground;
  /** Told after the move: listening and checking need the key again. */
  readonly keyUsed: (
    connectionId: ConnectionId,
    id: ServiceEndpointId,
    draft: ServiceEndpointDraft,
    secret: EndpointSecret,
  ) => Promise<void>;
  /** Told after the move was undone: the key leads nowhere any more. */
  readonly keyGone: (connectionId: ConnectionId, id: ServiceEndpointId) => Promise<void>;
}

interface MoveToSas {
  readonly handlers: Pick<Handlers, Extract<keyof Handlers, `acs.${string}`>>;
  /** Told when a connection is removed, or its organisation begins anew. */
  forget(connectionId: ConnectionId): Promise<void>;
}

/** The way out of Access Control: an endpoint gets address and key in its place, and keeps its id and its steps. */
export function createMoveToSas(ports: MoveToSasPorts): MoveToSas {
  let last: Promise<unknown> = Promise.resolve();

  /** One change of the file after the other: two at the same time must not lose each other's. */
  function change(make: (moves: readonly KeptAcsMove[]) => readonly KeptAcsMove[]): Promise<void> {
    const done = last.then(async () => ports.file.write(make(await ports.file.list())));
    last = done.catch(() => undefined);
    return done;
  }

  function dropMove(connectionId: ConnectionId, id: ServiceEndpointId): Promise<void> {
    return change((moves) => moves.filter((move) => !isOf(move, connectionId, id)));
  }

  async function moveOf(connectionId: ConnectionId, id: ServiceEndpointId): Promise<KeptAcsMove | undefined> {
    return (await ports.file.list()).findLast((move) => isOf(move, connectionId, id));
  }

  async function refuseBadDraft(
    { connection, dataverse, memory }: OpenOrganization,
    endpoint: ServiceEndpoint,
    draft: ServiceEndpointDraft,
    secret: EndpointSecret,
    signal: AbortSignal,
  ): Promise<void> {
    const others = memory.registrations?.endpoints ?? (await dataverse.serviceEndpoints.list({ signal }));
    refuseProblems(
      checkServiceEndpointDraft(draft, {
        secretTyped: secret,
        secretIsSet: false,
        existingNames: others.filter(({ id }) => id !== endpoint.id).map(({ name }) => name),
        now: new Date(ports.clock.now()),
        sandbox: connection.kind === 'sandbox',
      }),
    );
  }

  /** Whether something was sent since, so far as the organisation still tells. */
  async function obstacleOf(
    { dataverse }: OpenOrganization,
    { after, movedAt }: KeptAcsMove,
    signal: AbortSignal,
  ): Promise<string | null> {
    const scope = { signal };
    const steps = await dataverse.steps.idsOfEndpoint(after.id, scope);
    const [ofStep, checks] = await Promise.all([
      dataverse.systemJobs.succeededSince(steps, movedAt, scope),
      dataverse.systemJobs.regarding(after.id, movedAt, 50, scope),
    ]);
    if (ofStep) return `A message was sent since: “${ofStep.name}”. What is sent again would get lost.`;
    return checks.some(({ status }) => status === 'succeeded')
      ? 'A check from Dataverse has sent a message since: the endpoint works.'
      : null;
  }

  return {
    handlers: {
      'acs.moveToSas': async ({ connectionId, id, draft, secret, etag, overwrite }, { signal }) => {
        const organization = await ports.open(connectionId);
        const { dataverse, memory } = organization;
        refuseOtherAuthorization(draft, secret);
        const now = await dataverse.serviceEndpoints.read(id, { signal });
        if (!usesAcs(now.endpoint)) throw notOfAcs();
        if (now.etag !== etag && !overwrite) {
          throw changedMeanwhile(memory.endpoints.recall(id, etag), now.endpoint);
        }
        await refuseBadDraft(organization, now.endpoint, draft, secret, signal);
        const wanted = movedToSas(now.endpoint, draft);
        const key = secret.kind === 'sasKey' ? secret.key : undefined;
        try {
          await dataverse.serviceEndpoints.updateReach(id, wanted, key, now.etag, { signal });
        } catch (error) {
          if (!isConflict(error)) throw error;
          const then = await dataverse.serviceEndpoints.read(id, { signal });
          throw changedMeanwhile(now.endpoint, then.endpoint, error);
        }
        // Written already: what follows must not be cut short.
        const { endpoint: after } = await dataverse.serviceEndpoints.read(id);
        const movedAt = after.modifiedOn ?? new Date(ports.clock.now()).toISOString();
        await change((moves) => [
          ...moves.filter((move) => !isOf(move, connectionId, id)),
          { connectionId, before: now.endpoint, after, movedAt },
        ]);
        ports.tell('registrations.changed', { connectionId });
        ports.inBackground('The key of a moved endpoint could not be kept.', () =>
          ports.keyUsed(connectionId, id, draft, secret),
        );
        return {};
      },

      'acs.lastMove': async ({ connectionId, id }, { signal }) => {
        const move = await moveOf(connectionId, id);
        if (!move) return { move: null };
        const obstacle = await obstacleOf(await ports.open(connectionId), move, signal);
        return { move: { movedAt: move.movedAt, obstacle, remark: remarkOn(move) } };
      },

      'acs.undoMove': async ({ connectionId, id }, { signal }) => {
        const move = await moveOf(connectionId, id);
        if (!move) throw nothingToUndo();
        const organization = await ports.open(connectionId);
        const { serviceEndpoints } = organization.dataverse;
        const now = await serviceEndpoints.read(id, { signal });
        const difference = differenceOf(reachWords(move.after), reachWords(now.endpoint));
        if (difference) throw changedSince(difference);
        const obstacle = await obstacleOf(organization, move, signal);
        if (obstacle !== null) {
          throw new FailureError({
            code: 'invalid',
            sentence: obstacle,
            advice: 'It stays on SAS. Nothing was changed.',
          });
        }
        const key = move.before.sasKeySet ? undefined : null;
        await serviceEndpoints.updateReach(id, move.before, key, now.etag, { signal });
        await dropMove(connectionId, id);
        ports.tell('registrations.changed', { connectionId });
        ports.inBackground('The key of an endpoint could not be forgotten.', () =>
          ports.keyGone(connectionId, id),
        );
        return {};
      },
    },

    forget: (connectionId) => change((moves) => moves.filter((move) => move.connectionId !== connectionId)),
  };
}

function isOf(move: KeptAcsMove, connectionId: ConnectionId, id: ServiceEndpointId): boolean {
  return move.connectionId === connectionId && move.after.id === id;
}

function refuseOtherAuthorization(draft: ServiceEndpointDraft, secret: EndpointSecret): void {
  if (draft.authorization.kind === 'sasKey' && secret.kind === 'sasKey') return;
  const sentence = 'An endpoint is moved to a SAS key: paste a connection string that has one.';
  throw new FailureError({ code: 'invalid', sentence, fields: { connectionString: sentence } });
}

function notOfAcs(): FailureError {
  return new FailureError({
    code: 'invalid',
    sentence: 'This endpoint does not use ACS any more. Somebody may have moved it already.',
    advice: 'Refresh, and look at it again.',
  });
}

function nothingToUndo(): FailureError {
  return new FailureError({
    code: 'notFound',
    sentence: 'No move of this endpoint from ACS to SAS is remembered on this computer.',
  });
}

function changedMeanwhile(
  read: ServiceEndpoint | undefined,
  now: ServiceEndpoint,
  cause?: FailureError,
): FailureError {
  const words = reachWords(now);
  return conflictFailure(
    { read: read && reachWords(read), wanted: words, now: words, noun: 'service endpoint' },
    cause,
  );
}

function changedSince(fields: Readonly<Record<string, string>>): FailureError {
  return new FailureError({
    code: 'conflict',
    sentence: 'Somebody changed this endpoint since it was moved to SAS. Nothing was undone.',
    advice: 'It stays as it is: undoing would take away what was changed since.',
    fields,
  });
}

function differenceOf(before: FieldWords, now: FieldWords): Record<string, string> | undefined {
  const different = Object.entries(now).filter(([field, words]) => words !== before[field]);
  if (different.length === 0) return undefined;
  return Object.fromEntries(
    different.map(([field, words]) => [field, `Now ${words}; it was ${before[field]} after the move.`]),
  );
}

/** What cannot be told, or not be brought back. */
function remarkOn({ before }: KeptAcsMove): string | null {
  return before.sasKeySet
    ? 'The SAS key that it had before cannot be brought back: nobody can read it.'
    : null;
}

function reachWords(endpoint: ServiceEndpoint): FieldWords {
  return {
    designationType: designationTypes[endpoint.designationType].label,
    authorization:
      endpoint.authorizationType === 'sasKey'
        ? `SAS key ${quoted(endpoint.sasKeyName)}`
        : endpoint.authorizationType,
    connectionMode: endpoint.connectionMode,
    namespaceAddress: quoted(endpoint.namespaceAddress),
    solutionNamespace: quoted(endpoint.solutionNamespace),
    path: quoted(endpoint.path),
  };
}
