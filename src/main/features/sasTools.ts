import { FailureError } from '../../shared/contract/failure.ts';
import type { CheckLine, CheckReport } from '../../shared/domain/check.ts';
import { describeClockSkew } from '../../shared/domain/clockSkew.ts';
import { explainSignature, type Signers } from '../../shared/domain/sasSignature.ts';
import { createSasToken, parseSasToken, type SasToken } from '../../shared/domain/sasToken.ts';
import { resourceUriOf } from '../../shared/domain/serviceBusAddress.ts';
import { serviceEndpointLengths } from '../../shared/domain/serviceEndpoint.ts';
import type { Grant, ProbeOptions, ProbeTarget } from '../messaging/probeEntity.ts';
import type { Clock } from '../ports.ts';
import { type CheckSubject, linesFor, reportOf, runningLineAfter } from './checkSentences.ts';
import type { Handlers } from './handlers.ts';
import { partsOf } from './listenerKeys.ts';
import type { OpenOrganizationOf } from './ports.ts';
import { meaningOf, type ProbeSubject, probeTargetOf, subjectOf } from './probeSubject.ts';

export interface SasToolPorts {
  readonly open: OpenOrganizationOf;
  readonly signers: Signers;
  readonly probeEntity: (target: ProbeTarget, options: ProbeOptions) => Promise<void>;
  readonly tryManage: (
    target: ProbeTarget,
    options: { signal: AbortSignal; now: () => number },
  ) => Promise<Grant>;
  readonly clock: Clock;
}

/** Shared access signatures for whoever has to make one, read one or find out what one may. */
export function createSasTools(
  ports: SasToolPorts,
): Pick<Handlers, 'sas.checkSignature' | 'sas.make' | 'sas.tryRights'> {
  return {
    'sas.checkSignature': async ({ token, key }) => {
      const { kind, sentence } = explainSignature(tokenIn(token), keyIn(key), ports.signers);
      return { verdict: kind, sentence };
    },

    'sas.make': async ({ connectionId, connectionString, path, lifeSeconds }) => {
      const parts = partsOf(connectionString);
      if (parts.policyName === undefined || parts.key === undefined) {
        throw invalid(
          'connectionString',
          'A token is made from a policy and its key, and this string has none.',
        );
      }
      const resource = resourceUriOf(parts.namespaceAddress ?? '', path || (parts.entityPath ?? ''));
      if (resource === undefined) throw invalid('connectionString', 'The namespace address cannot be read.');
      const expiry = Math.floor(ports.clock.now() / 1000) + lifeSeconds;
      const { policyName, key } = parts;
      const token = createSasToken({ resource, policyName, key, expiry }, ports.signers.withText);
      const remarks = [await clockRemark(ports, connectionId), lengthRemark(token)];
      return {
        token,
        resource,
        policyName,
        expiresAt: new Date(expiry * 1000).toISOString(),
        remarks: remarks.filter((remark) => remark !== undefined),
      };
    },

    'sas.tryRights': async ({ connectionString, path, entity }, { signal, progress }) => {
      const subject = whatToTry(connectionString, path, entity);
      const target = probeTargetOf(subject);
      const lines: CheckLine[] = [];
      const tell = (running: CheckLine | undefined): void =>
        progress({ lines: running ? [...lines, running] : [...lines] });
      const now = (): number => ports.clock.now();
      tell(runningLineAfter(lines, subject));
      await ports.probeEntity(target, {
        signal,
        now,
        onFinding(finding) {
          lines.push(...linesFor(meaningOf(finding, subject), subject).map(asRight));
          tell(runningLineAfter(lines, subject));
        },
      });
      if (lines.some(({ id, state }) => id === 'signature' && state === 'passed')) {
        tell({ id: 'manage', state: 'running', sentence: 'Asking whether the entity may be managed' });
        lines.push(manageLine(await ports.tryManage(target, { signal, now })));
      }
      return rightsReport(lines, subject, new Date(now()).toISOString());
    },
  };
}

function tokenIn(text: string): SasToken {
  const reading = parseSasToken(text);
  if (reading.kind === 'malformed') throw invalid('token', reading.sentence);
  return reading.token;
}

/** A key, or the connection string that it stands in. */
function keyIn(text: string): string {
  if (!/sharedaccesskey\s*=/i.test(text)) return text;
  const { key } = partsOf(text);
  if (key === undefined) throw invalid('key', 'This connection string has no key.');
  return key;
}

function invalid(field: string, sentence: string): FailureError {
  return new FailureError({ code: 'invalid', sentence, fields: { [field]: sentence } });
}

async function clockRemark(
  ports: SasToolPorts,
  connectionId: Parameters<OpenOrganizationOf>[0],
): Promise<string | undefined> {
  const { dataverse } = await ports.open(connectionId);
  return describeClockSkew(dataverse.serverNow() - ports.clock.now());
}

function lengthRemark(token: string): string | undefined {
  const most = serviceEndpointLengths.token;
  return token.length > most
    ? `The token has ${token.length} characters, and a service endpoint in Dataverse keeps ${most}: use the policy’s key there.`
    : undefined;
}

function whatToTry(
  connectionString: string,
  path: string,
  entity: 'queue' | 'topic' | 'eventHub',
): ProbeSubject {
  const parts = partsOf(connectionString);
  return subjectOf(entity, path || (parts.entityPath ?? ''), parts);
}

/** Here a right is a fact, wanted or not: that one is lacking is no failure. */
function asRight(line: CheckLine): CheckLine {
  if (line.id === 'send' && line.state === 'failed') return { ...line, state: 'skipped' };
  if (line.id === 'listen' && line.state === 'passed') return { ...line, sentence: 'It may listen.' };
  if (line.id === 'listen' && line.state === 'skipped' && line.details) {
    const { advice: _advice, ...rest } = line;
    return { ...rest, sentence: 'It may not listen.' };
  }
  return line;
}

function manageLine(grant: Grant): CheckLine {
  const id = 'manage' as const;
  switch (grant.kind) {
    case 'granted':
      return {
        id,
        state: 'warning',
        sentence: 'It may manage, which includes everything.',
        advice: 'Dataverse needs Send alone: a policy of the entity with that right is safer.',
      };
    case 'denied':
      return { id, state: 'skipped', sentence: 'It may not manage.', details: grant.details };
    case 'notTried':
    case 'noEntity':
    case 'refused':
      return {
        id,
        state: 'skipped',
        sentence: 'Whether it may manage was not found out.',
        ...('details' in grant ? { details: grant.details } : {}),
      };
  }
}

function rightsReport(lines: readonly CheckLine[], subject: CheckSubject, at: string): CheckReport {
  const passed = (id: CheckLine['id']): boolean =>
    lines.some((line) => line.id === id && (line.state === 'passed' || line.state === 'warning'));
  const report = reportOf(lines, subject, at);
  if (lines.some(({ state }) => state === 'failed')) return report;
  const rights = [
    passed('send') && 'send',
    passed('listen') && 'listen',
    passed('manage') && 'manage',
  ].filter((right) => right !== false);
  return {
    ...report,
    outcome: 'passed',
    sentence: rights.length === 0 ? 'It allows nothing here.' : `It may ${rights.join(', ')}.`,
  };
}
