import type { CheckLine, CheckReport } from '../../shared/domain/check.ts';
import type { DesignationType } from '../../shared/domain/designationType.ts';
import { isLoopbackHost } from '../../shared/domain/serviceBusAddress.ts';
import type { Grant, ProbeFinding, SignatureFinding } from '../messaging/probeEntity.ts';
import type { Reach } from '../messaging/reachNamespace.ts';

/** The names that the sentences of a check are made with. */
export interface CheckSubject {
  readonly host: string;
  readonly path: string;
  readonly type: DesignationType;
  /** Undefined with a token, which names its policy only inside. */
  readonly policyName: string | undefined;
}

/** The lines that one finding of a probe amounts to. */
export function linesFor(finding: ProbeFinding, subject: CheckSubject): CheckLine[] {
  switch (finding.about) {
    case 'reach':
      return [reachLine(finding.reach, finding.webSockets, subject)];
    case 'signature':
      return [signatureLine(finding.signature, subject)];
    case 'send':
      return sendLines(finding.grant, subject);
    case 'listen':
      return [listenLine(finding.grant, subject)];
  }
}

/** What a check works on next, while it works. */
export function runningLineAfter(lines: readonly CheckLine[], subject: CheckSubject): CheckLine | undefined {
  const last = lines.at(-1);
  if (last && last.state !== 'passed') return undefined;
  const state = 'running' as const;
  switch (last?.id) {
    case undefined:
      return { id: 'reachable', state, sentence: `Connecting to ${subject.host}` };
    case 'reachable':
      return { id: 'signature', state, sentence: `Showing the signature of ${credentialName(subject)}` };
    case 'signature':
      return { id: 'existence', state, sentence: `Opening ${subject.type.pathNoun} ${subject.path}` };
    case 'send':
      return { id: 'listen', state, sentence: 'Asking whether messages may be read' };
    default:
      return undefined;
  }
}

/** A finished check in one sentence and one mark. */
export function reportOf(lines: readonly CheckLine[], subject: CheckSubject, at: string): CheckReport {
  const worst =
    lines.find(({ state }) => state === 'failed') ?? lines.find(({ state }) => state === 'warning');
  const sent = lines.some(({ id, state }) => id === 'send' && state === 'passed');
  const sentence =
    worst?.sentence ??
    (sent
      ? `${capital(credentialName(subject))} can send to ${subject.type.pathNoun} ${subject.path}.`
      : (lines[0]?.sentence ?? 'Nothing was checked.'));
  const outcome = worst === undefined ? 'passed' : worst.state === 'failed' ? 'failed' : 'warning';
  return { from: 'here', at, outcome, sentence, lines: [...lines] };
}

function reachLine(reach: Reach, webSockets: boolean, { host }: CheckSubject): CheckLine {
  const id = 'reachable' as const;
  const failed = (sentence: string, advice: string, details?: string): CheckLine => ({
    id,
    state: 'failed',
    sentence,
    advice,
    ...(details ? { details } : {}),
  });
  switch (reach.kind) {
    case 'reached':
      return {
        id,
        state: 'passed',
        sentence: webSockets
          ? `${host} answers on port ${reach.port}. Port 5671 is blocked on this network, so WebSockets are used.`
          : `${host} answers on port ${reach.port}.`,
      };
    case 'nameUnknown':
      return failed(
        `There is no computer called ${host}.`,
        'Compare the namespace address with the host name that the Azure portal shows for the namespace. Government and China clouds have other endings.',
        reach.details,
      );
    case 'resolverSilent':
      return failed(
        `The name ${host} could not be looked up: no name server answered.`,
        'Check the network connection and the VPN of this computer, then try again.',
        reach.details,
      );
    case 'refused':
      return isLoopbackHost(host)
        ? failed(
            `Nothing listens on port ${reach.port} of this computer.`,
            'Start the emulator or the sandbox, or correct the port in the namespace address.',
            reach.details,
          )
        : failed(
            `${host} refuses connections on port ${reach.port}.`,
            'Check the namespace address. If it is right, the firewall of the namespace or of your network refuses this computer.',
            reach.details,
          );
    case 'timedOut':
      return failed(
        `${host} does not answer on port ${reach.port}.`,
        'A firewall probably drops the connection. Open port 5671 or port 443 to Azure for outgoing connections, or try another network. Dataverse itself may still reach it: check from Dataverse.',
      );
    case 'unreachable':
      return failed(
        `${host} cannot be reached on port ${reach.port}.`,
        'Check the network connection, the VPN and the proxy of this computer.',
        reach.details,
      );
    case 'certificateRefused':
      return failed(
        `${host} shows a certificate that this computer does not trust.`,
        'A proxy may be opening the connection. Have its certificate installed on this computer, or try another network.',
        reach.details,
      );
  }
}

function signatureLine(signature: SignatureFinding, subject: CheckSubject): CheckLine {
  const id = 'signature' as const;
  if (signature.kind === 'accepted') {
    return { id, state: 'passed', sentence: `The signature of ${credentialName(subject)} is accepted.` };
  }
  if (signature.kind === 'noAnswer') {
    return {
      id,
      state: 'failed',
      sentence: `${subject.host} accepts the connection but does not speak Service Bus.`,
      advice:
        'Check host and port of the namespace address. Some proxies accept connections and then keep silent.',
      details: signature.details,
    };
  }
  return {
    id,
    state: 'failed',
    ...refusalOf(signature.details, subject),
    details: `${signature.status} ${signature.details}`,
  };
}

function refusalOf(details: string, subject: CheckSubject): { sentence: string; advice: string } {
  const token = subject.policyName === undefined;
  if (/local ?auth/i.test(details)) {
    return {
      sentence: `The namespace ${subject.host} does not allow shared access keys.`,
      advice:
        'In the Azure portal set Local Authentication of the namespace to Enabled, or use another namespace.',
    };
  }
  if (/expired/i.test(details)) {
    return token
      ? { sentence: 'The SAS token has expired.', advice: 'Make a new token and paste it.' }
      : {
          sentence: 'The signature made just now counts as expired.',
          advice: 'The clock of this computer is probably wrong. Set it and try again.',
        };
  }
  if (/audience/i.test(details)) {
    return {
      sentence: `The SAS token was made for another resource than ${subject.path}.`,
      advice: `Make a token for sb://${subject.host}/${subject.path}, or for the whole namespace.`,
    };
  }
  return token
    ? {
        sentence: 'The signature of the SAS token is wrong.',
        advice: 'Copy the token again, whole. If its policy got a new key since, make a new token.',
      }
    : {
        sentence: `The SAS key of policy ${subject.policyName} is wrong: ${subject.host} does not accept its signature.`,
        advice: `Copy the connection string of policy ${subject.policyName} again in the Azure portal. The key may have been renewed, or it belongs to another policy, or the policy was deleted.`,
      };
}

function sendLines(grant: Grant, subject: CheckSubject): CheckLine[] {
  const { type, path, host } = subject;
  const exists: CheckLine = {
    id: 'existence',
    state: 'passed',
    sentence: `${capital(type.pathNoun)} ${path} exists.`,
  };
  switch (grant.kind) {
    case 'granted':
      return [
        exists,
        { id: 'send', state: 'passed', sentence: `${capital(credentialName(subject))} may send to it.` },
      ];
    case 'denied':
      return [
        {
          id: 'send',
          state: 'failed',
          sentence: `${capital(credentialName(subject))} may not send to ${type.pathNoun} ${path}.`,
          advice:
            'In the Azure portal give the policy the Send right, or use the connection string of a policy that has it.',
          details: grant.details,
        },
      ];
    case 'noEntity':
      return [
        {
          id: 'existence',
          state: 'failed',
          sentence: `There is no ${type.pathNoun} called ${path} in ${host}.`,
          advice: `Correct the name, or create the ${type.pathNoun} in the Azure portal.`,
          details: grant.details,
        },
      ];
    case 'refused':
      return [
        {
          id: 'existence',
          state: 'failed',
          sentence: `${host} refuses to open ${type.pathNoun} ${path}.`,
          advice: 'Read the details: the entity may be disabled, full, or of another kind.',
          details: `${grant.condition}: ${grant.details}`,
        },
      ];
    case 'notTried':
      return [];
  }
}

function listenLine(grant: Grant, subject: CheckSubject): CheckLine {
  const id = 'listen' as const;
  const { type, path } = subject;
  if (grant.kind === 'granted') {
    return { id, state: 'passed', sentence: 'It may listen too, so its messages can be read here.' };
  }
  if (grant.kind === 'denied') {
    return type.claims.includes('Listen')
      ? {
          id,
          state: 'failed',
          sentence: `${capital(credentialName(subject))} may not listen, which ${type.label} needs.`,
          advice: 'In the Azure portal give the policy the Listen right too.',
          details: grant.details,
        }
      : {
          id,
          state: 'skipped',
          sentence: 'It cannot listen. Dataverse only needs Send.',
          advice: 'To read the messages here, give the connection string of a policy with the Listen right.',
          details: grant.details,
        };
  }
  const details = grant.kind === 'notTried' ? undefined : grant.details;
  if (type.name === 'queue') {
    return {
      id,
      state: 'warning',
      sentence: `${path} takes messages but cannot be read as a queue. It is probably a topic.`,
      advice: 'Choose the designation type Topic if it is one.',
      ...(details ? { details } : {}),
    };
  }
  return {
    id,
    state: 'skipped',
    sentence: 'Whether messages can be read here was not found out.',
    ...(details ? { details } : {}),
  };
}

function credentialName({ policyName }: CheckSubject): string {
  return policyName === undefined ? 'the SAS token' : `policy ${policyName}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
