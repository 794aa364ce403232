import type { CallInput } from '../../shared/contract/contract.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import type { CheckLine } from '../../shared/domain/check.ts';
import type { ConnectionStringParts } from '../../shared/domain/connectionStringParts.ts';
import { designationTypes } from '../../shared/domain/designationType.ts';
import type { ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { DesignationTypeName, ServiceEndpoint } from '../../shared/domain/registration.ts';
import { isLoopbackHost, parseServiceBusAddress } from '../../shared/domain/serviceBusAddress.ts';
import type { ProbeFinding, ProbeOptions, ProbeTarget } from '../messaging/probeEntity.ts';
import type { Reach } from '../messaging/reachNamespace.ts';
import type { MessagingCredential } from '../messaging/signSas.ts';
import type { Clock } from '../ports.ts';
import { type CheckSubject, linesFor, reportOf, runningLineAfter } from './checkSentences.ts';
import type { Handler } from './handlers.ts';
import { connectionStringOf, type ListenerKeys, partsOf } from './listenerKeys.ts';

export interface CheckFromHerePorts {
  readonly probeEntity: (target: ProbeTarget, options: ProbeOptions) => Promise<void>;
  readonly reachNamespace: (
    host: string,
    port: number,
    secure: boolean,
    options: { signal: AbortSignal; timeoutMs: number },
  ) => Promise<Reach>;
  readonly keys: ListenerKeys;
  readonly endpointOf: (connectionId: ConnectionId, id: ServiceEndpointId) => Promise<ServiceEndpoint>;
  readonly clock: Clock;
}

/** What is checked, whichever way it was given. */
interface Subject extends CheckSubject {
  readonly port: number | undefined;
  readonly secure: boolean;
  readonly credential: MessagingCredential;
}

/** Checks from this computer whether an endpoint's key opens its entity. No message is sent or taken. */
export function createCheckFromHere(ports: CheckFromHerePorts): Handler<'serviceEndpoint.checkFromHere'> {
  return async ({ connectionId, target }, { signal, progress }) => {
    const subject =
      target.kind === 'draft'
        ? subjectOf(
            target.draft.designationType,
            target.draft.path,
            partsOf(connectionStringOf(target.draft, target.secret)),
          )
        : await storedSubject(ports, connectionId, target);
    const lines: CheckLine[] = [];
    const tell = (): void => {
      const running = runningLineAfter(lines, subject);
      progress({ lines: running ? [...lines, running] : [...lines] });
    };
    const add = (finding: ProbeFinding): void => {
      lines.push(...linesFor(meaningOf(finding, subject), subject));
      tell();
    };
    tell();
    if (subject.type.scheme === 'https') await checkRelay(ports, subject, add, lines, signal);
    else
      await ports.probeEntity(probeTargetOf(subject), {
        signal,
        now: () => ports.clock.now(),
        onFinding: add,
      });
    return reportOf(lines, subject, new Date(ports.clock.now()).toISOString());
  };
}

/**
 * A relay speaks no AMQP, and whatever is sent to it reaches the program that listens there:
 * so only the way to it is checked, and the rest is left to a check from Dataverse.
 */
async function checkRelay(
  ports: CheckFromHerePorts,
  subject: Subject,
  add: (finding: ProbeFinding) => void,
  lines: CheckLine[],
  signal: AbortSignal,
): Promise<void> {
  const reach = await ports.reachNamespace(subject.host, subject.port ?? 443, subject.secure, {
    signal,
    timeoutMs: 10_000,
  });
  add({ about: 'reach', reach, webSockets: false });
  if (reach.kind !== 'reached') return;
  lines.push({
    id: 'signature',
    state: 'skipped',
    sentence: 'The key of a relay cannot be tried without sending a message to whoever listens there.',
    advice: 'Save it, start the listening program, then check from Dataverse.',
  });
}

async function storedSubject(
  ports: CheckFromHerePorts,
  connectionId: ConnectionId,
  target: Extract<CallInput<'serviceEndpoint.checkFromHere'>['target'], { kind: 'endpoint' }> & {
    id: ServiceEndpointId;
  },
): Promise<Subject> {
  const endpoint = await ports.endpointOf(connectionId, target.id);
  const kept =
    target.connectionString ?? (await ports.keys.forChecking(connectionId, target.id))?.connectionString;
  if (kept === undefined) {
    throw new FailureError({
      code: 'invalid',
      sentence: 'Dataverse does not give a key back, and none is kept on this computer for this endpoint.',
      advice: 'Paste the connection string of its policy, or check from Dataverse.',
      fields: { connectionString: 'Paste a connection string to check with.' },
    });
  }
  const parts = partsOf(kept);
  if (endpoint.namespaceAddress === null) {
    throw new FailureError({
      code: 'unsupported',
      sentence: `${designationTypes[endpoint.designationType].label} endpoints cannot be checked from this computer.`,
      advice: 'Check from Dataverse.',
    });
  }
  // The endpoint's own address counts: a key of another namespace must fail here as it fails there.
  return subjectOf(endpoint.designationType, endpoint.path ?? '', {
    ...parts,
    namespaceAddress: endpoint.namespaceAddress,
  });
}

function subjectOf(
  designationType: DesignationTypeName,
  path: string,
  parts: ConnectionStringParts,
): Subject {
  const address = parseServiceBusAddress(parts.namespaceAddress ?? '');
  if (!address) {
    const sentence = 'The namespace address cannot be read.';
    throw new FailureError({
      code: 'invalid',
      sentence,
      advice: 'It looks like sb://contoso.servicebus.windows.net/',
      fields: { namespaceAddress: sentence },
    });
  }
  if (path.trim() === '') {
    const sentence = `Say which ${designationTypes[designationType].pathNoun} is meant.`;
    throw new FailureError({ code: 'invalid', sentence, fields: { path: sentence } });
  }
  return {
    host: address.host,
    port: address.port,
    secure: !isLoopbackHost(address.host),
    path: path.trim(),
    type: designationTypes[designationType],
    policyName: parts.token ? undefined : parts.policyName,
    credential: credentialOf(parts),
  };
}

function credentialOf(parts: ConnectionStringParts): MessagingCredential {
  if (parts.token) return { kind: 'token', token: parts.token };
  if (parts.policyName && parts.key) return { kind: 'key', policyName: parts.policyName, key: parts.key };
  throw new FailureError({
    code: 'invalid',
    sentence: 'There is no key to check with.',
    advice: 'Give the SAS key name and the SAS key, or a SAS token.',
    fields: { key: 'Give the key to check with.' },
  });
}

/** A name that no subscription has: who may listen is told that it is not there, who may not is told that. */
const improbableSubscription = 'registrar-right-check';

function meaningOf(finding: ProbeFinding, subject: Subject): ProbeFinding {
  const missed = finding.about === 'listen' && finding.grant.kind === 'noEntity';
  return missed && subject.type.listener.kind === 'topic'
    ? { about: 'listen', grant: { kind: 'granted' } }
    : finding;
}

function probeTargetOf(subject: Subject): ProbeTarget {
  const { host, port, secure, path, credential } = subject;
  return { host, port, secure, entityPath: path, readPath: readPathOf(subject), credential };
}

function readPathOf({ path, type }: Subject): string | undefined {
  switch (type.listener.kind) {
    case 'queue':
      return path;
    case 'topic':
      return `${path}/Subscriptions/${improbableSubscription}`;
    case 'eventHub':
      return `${path}/ConsumerGroups/$Default/Partitions/0`;
    case 'none':
      return undefined;
  }
}
