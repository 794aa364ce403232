import type { CallInput } from '../../shared/contract/contract.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import type { CheckLine } from '../../shared/domain/check.ts';
import { designationTypes } from '../../shared/domain/designationType.ts';
import type { ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import type { ProbeFinding, ProbeOptions, ProbeTarget } from '../messaging/probeEntity.ts';
import type { Reach } from '../messaging/reachNamespace.ts';
import type { Clock } from '../ports.ts';
import { linesFor, reportOf, runningLineAfter } from './checkSentences.ts';
import type { Handler } from './handlers.ts';
import { connectionStringOf, type ListenerKeys, partsOf } from './listenerKeys.ts';
import { meaningOf, type ProbeSubject, probeTargetOf, subjectOf } from './probeSubject.ts';

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
  subject: ProbeSubject,
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
): Promise<ProbeSubject> {
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
