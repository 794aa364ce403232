import { FailureError } from '../../shared/contract/failure.ts';
import type { ConnectionStringParts } from '../../shared/domain/connectionStringParts.ts';
import { designationTypes } from '../../shared/domain/designationType.ts';
import type { DesignationTypeName } from '../../shared/domain/registration.ts';
import { isLoopbackHost, parseServiceBusAddress } from '../../shared/domain/serviceBusAddress.ts';
import type { ProbeFinding, ProbeTarget } from '../messaging/probeEntity.ts';
import type { MessagingCredential } from '../messaging/signSas.ts';
import type { CheckSubject } from './checkSentences.ts';

/** An entity that is tried out from this computer, with what proves that we may. */
export interface ProbeSubject extends CheckSubject {
  readonly port: number | undefined;
  readonly secure: boolean;
  readonly credential: MessagingCredential;
}

/** Throws a FailureError, code `invalid`, that names the field. */
export function subjectOf(
  designationType: DesignationTypeName,
  path: string,
  parts: ConnectionStringParts,
): ProbeSubject {
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

/** A missing subscription is what who may listen is told. */
export function meaningOf(finding: ProbeFinding, subject: ProbeSubject): ProbeFinding {
  const missed = finding.about === 'listen' && finding.grant.kind === 'noEntity';
  return missed && subject.type.listener.kind === 'topic'
    ? { about: 'listen', grant: { kind: 'granted' } }
    : finding;
}

export function probeTargetOf(subject: ProbeSubject): ProbeTarget {
  const { host, port, secure, path, credential } = subject;
  return { host, port, secure, entityPath: path, readPath: readPathOf(subject), credential };
}

function readPathOf({ path, type }: ProbeSubject): string | undefined {
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
