import { randomUUID } from 'node:crypto';
import type { ProvedEndpoint } from '../../shared/contract/calls/rotation.ts';
import { FailureError, isFailure } from '../../shared/contract/failure.ts';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import { type KeyEntry, keyEntriesFromLines, keyEntryFromObject } from '../../shared/domain/keyEntry.ts';
import { matchKeys } from '../../shared/domain/keyMatch.ts';
import {
  endpointsOfPolicy,
  givesKey,
  isSamePolicy,
  type KeyRotation,
  policyInWords,
  stepAfter,
} from '../../shared/domain/keyRotation.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Clock } from '../ports.ts';
import type { KeyRotationFile } from '../storage/keyRotationFile.ts';
import type { Handler, Handlers } from './handlers.ts';
import { inTurns } from './inTurns.ts';
import { type ListenerKeys, partsOf } from './listenerKeys.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { plannedRow, type RekeyPlans, viewOf } from './rekeyPlans.ts';

export interface KeyRotationPorts {
  readonly open: OpenOrganizationOf;
  readonly file: KeyRotationFile;
  readonly plans: RekeyPlans;
  readonly keys: Pick<ListenerKeys, 'forChecking'>;
  readonly checkFromDataverse: Handler<'serviceEndpoint.checkFromDataverse'>;
  readonly clock: Pick<Clock, 'now'>;
}

const proofsAtOnce = 3;

/** Renews the keys of a policy step by step; how far it has come is kept, so that it can be gone on with. */
export function createKeyRotations(
  ports: KeyRotationPorts,
): Pick<Handlers, Extract<keyof Handlers, `rotation.${string}`>> {
  const { file } = ports;
  let last: Promise<unknown> = Promise.resolve();

  /** One change after the other: two at the same time must not lose each other's. */
  function change(make: (rotations: readonly KeyRotation[]) => readonly KeyRotation[]): Promise<void> {
    const done = last.then(async () => file.write(make(await file.list())));
    last = done.catch(() => undefined);
    return done;
  }
  async function rotationOf(connectionId: ConnectionId, id: string): Promise<KeyRotation> {
    const found = (await file.list()).find((one) => one.id === id && one.connectionId === connectionId);
    if (found) return found;
    throw new FailureError({ code: 'notFound', sentence: 'This rotation was put away.' });
  }
  async function update(id: string, values: Partial<KeyRotation>): Promise<void> {
    await change((rotations) => rotations.map((one) => (one.id === id ? { ...one, ...values } : one)));
  }

  /** Whoever pastes the key that is in use would renew it in the next step, and lose messages. */
  async function refuseSameKey(
    rotation: KeyRotation,
    entry: KeyEntry,
    endpoints: readonly ServiceEndpoint[],
  ) {
    if (entry.secret?.kind !== 'sasKey') return;
    for (const { id } of endpoints) {
      const kept = await ports.keys.forChecking(rotation.connectionId, id);
      if (kept === null || partsOf(kept.connectionString).key !== entry.secret.key) continue;
      throw invalid(
        'The endpoints use this key already.',
        rotation.step === 'secondary'
          ? 'Copy the secondary connection string of the policy.'
          : 'Renew the primary key first, then copy the new primary connection string.',
      );
    }
  }

  return {
    'rotation.list': async ({ connectionId }) => ({
      rotations: (await file.list()).filter((one) => one.connectionId === connectionId),
    }),

    'rotation.begin': async ({ connectionId, namespaceAddress, policyName, path }, { signal }) => {
      const policy = { namespaceAddress, policyName, path };
      const begun = (await file.list()).find(
        (one) => one.connectionId === connectionId && one.step !== 'done' && isSamePolicy(one, policy),
      );
      if (begun) return begun;
      const { dataverse } = await ports.open(connectionId);
      const endpoints = await dataverse.serviceEndpoints.list({ signal });
      if (endpointsOfPolicy(policy, endpoints).length === 0) {
        throw invalid(`No endpoint uses a key of policy ${policyInWords(policy)}.`, 'Choose another policy.');
      }
      const rotation: KeyRotation = {
        id: randomUUID(),
        connectionId,
        ...policy,
        startedAt: new Date(ports.clock.now()).toISOString(),
        step: 'secondary',
        savedAt: null,
        provedAt: null,
      };
      await change((rotations) => [
        ...rotations.filter((one) => one.connectionId !== connectionId || !isSamePolicy(one, policy)),
        rotation,
      ]);
      return rotation;
    },

    'rotation.plan': async ({ connectionId, id, text }, { signal }) => {
      const rotation = await rotationOf(connectionId, id);
      if (!givesKey(rotation.step)) throw invalid('This step takes no key.', 'Go on to the next one.');
      const entry = entryFor(rotation, text);
      const { dataverse } = await ports.open(connectionId);
      const [all, etags] = await Promise.all([
        dataverse.serviceEndpoints.list({ signal }),
        dataverse.endpointSecrets.etags({ signal }),
      ]);
      const endpoints = endpointsOfPolicy(rotation, all);
      await refuseSameKey(rotation, entry, endpoints);
      const rows = endpoints.flatMap((endpoint) =>
        matchKeys([{ ...entry, id: endpoint.id.toLowerCase() }], [endpoint]).map((match) =>
          plannedRow(match, ({ id: endpointId }) => etags.get(endpointId)),
        ),
      );
      await update(id, { savedAt: null, provedAt: null });
      const onSaved = async () => {
        await update(id, { savedAt: new Date(dataverse.serverNow()).toISOString() });
      };
      return viewOf(ports.plans.add(connectionId, rows, onSaved), []);
    },

    'rotation.prove': async ({ connectionId, id }, { signal, progress }) => {
      const rotation = await rotationOf(connectionId, id);
      const { savedAt } = rotation;
      if (savedAt === null) {
        throw invalid('The key of this step is not saved to all endpoints yet.', 'Save it first.');
      }
      const organization = await ports.open(connectionId);
      const scope = { signal };
      const endpoints = endpointsOfPolicy(
        rotation,
        await organization.dataverse.serviceEndpoints.list(scope),
      );
      const proved = endpoints.map(
        ({ name }): ProvedEndpoint => ({ name, outcome: 'running', sentence: 'Is looked at' }),
      );
      progress({ endpoints: proved });
      const posted = await postedSince(organization, endpoints, savedAt, scope);
      await inTurns([...endpoints.entries()], proofsAtOnce, async ([index, endpoint]) => {
        proved[index] = posted.has(endpoint.id)
          ? { name: endpoint.name, outcome: 'passed', sentence: 'It has posted since the key was saved.' }
          : await proveByPosting(ports, connectionId, endpoint, signal);
        progress({ endpoints: [...proved] });
      });
      if (proved.every(({ outcome }) => outcome === 'passed')) {
        await update(id, { provedAt: new Date(ports.clock.now()).toISOString() });
      }
      return { endpoints: proved };
    },

    'rotation.advance': async ({ connectionId, id, anyway }) => {
      const rotation = await rotationOf(connectionId, id);
      if (givesKey(rotation.step) && rotation.provedAt === null && !anyway) {
        throw invalid(
          'It is not proved that every endpoint posts with the key of this step.',
          'Prove it first: whoever renews a key that is still in use loses messages.',
        );
      }
      const values = { step: stepAfter(rotation.step), savedAt: null, provedAt: null };
      await update(id, values);
      return { ...rotation, ...values };
    },

    'rotation.forget': async ({ connectionId, id }) => {
      await change((rotations) =>
        rotations.filter((one) => one.id !== id || one.connectionId !== connectionId),
      );
      return {};
    },
  };
}

function entryFor(rotation: KeyRotation, text: string): KeyEntry {
  const entry: KeyEntry | undefined = /endpoint\s*=/i.test(text)
    ? keyEntriesFromLines(text.trim())[0]
    : keyEntryFromObject('Key', { name: 'any', keyName: rotation.policyName, key: text.trim() });
  if (!entry || entry.problem !== undefined) {
    throw invalid(entry?.problem ?? 'There is nothing in it.', 'Copy the connection string again.');
  }
  const { secret } = entry;
  if (secret?.kind !== 'sasKey' || secret.keyName?.toLowerCase() !== rotation.policyName.toLowerCase()) {
    throw invalid(
      `This is no key of policy ${rotation.policyName}.`,
      `Copy a connection string of policy ${policyInWords(rotation)}.`,
    );
  }
  return { ...entry, name: undefined };
}

/** Endpoints with a job that has succeeded since; times are the organisation's, to the second. */
async function postedSince(
  { dataverse, memory }: OpenOrganization,
  endpoints: readonly ServiceEndpoint[],
  since: string,
  scope: RequestScope,
): Promise<ReadonlySet<string>> {
  const steps = memory.registrations?.steps ?? [];
  const outcomes = await dataverse.systemJobs.lastOutcomes(
    endpoints.map(({ id }) => ({
      rowId: id,
      stepIds: steps.flatMap((step) => (step.handler.id === id ? [step.id] : [])),
    })),
    scope,
  );
  // A job that was made before may have read the former key: only those made later prove anything.
  return new Set(
    [...outcomes].flatMap(([id, { successMadeOn }]) =>
      successMadeOn !== null && Date.parse(successMadeOn) > Date.parse(since) ? [id] : [],
    ),
  );
}

async function proveByPosting(
  ports: KeyRotationPorts,
  connectionId: ConnectionId,
  { id, name }: ServiceEndpoint,
  signal: AbortSignal,
): Promise<ProvedEndpoint> {
  try {
    const report = await ports.checkFromDataverse(
      { connectionId, id },
      { signal, progress: () => undefined },
    );
    return { name, outcome: report.outcome === 'passed' ? 'passed' : 'failed', sentence: report.sentence };
  } catch (error) {
    if (!isFailure(error) || error.failure.code === 'cancelled') throw error;
    return { name, outcome: 'failed', sentence: error.failure.sentence };
  }
}

function invalid(sentence: string, advice: string): FailureError {
  return new FailureError({ code: 'invalid', sentence, advice, fields: { text: sentence } });
}
