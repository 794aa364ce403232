import { type Rewrite, shown } from './connectionStringEndpoint.ts';
import type { ConnectionStringParts } from './connectionStringParts.ts';
import type { ConnectionStringProblem } from './connectionStringProblem.ts';
import { examineSasKey, looksLikeKey, looksLikePlaceholder } from './sasKey.ts';
import { isSasTokenExpired, parseSasToken, type SasToken, tokenCovers, utcText } from './sasToken.ts';
import { isLoopbackHost, parseServiceBusAddress, resourceUriOf } from './serviceBusAddress.ts';
import { serviceEndpointLengths } from './serviceEndpoint.ts';

/** What the rules look at; `given` tells parts that are there, though empty, from absent ones. */
export type CredentialContext = {
  parts: ConnectionStringParts;
  given: { policyName: boolean; key: boolean; token: boolean };
  /** Names of other parts, lower case, without spaces. */
  otherNames: ReadonlySet<string>;
  rewrite: Rewrite;
  now: Date;
};

/** Tokens that end within this time get a warning: an endpoint is meant to work for longer. */
const soonDays = 7;

/** What is wrong with the policy, its key and the token. */
export function examineCredentials(context: CredentialContext): ConnectionStringProblem[] {
  const { parts, given } = context;
  const problems: ConnectionStringProblem[] = [];
  if (!given.policyName && !given.key && !given.token) return [nothingGiven(context.otherNames)];
  if (parts.policyName && looksLikeKey(parts.policyName) && parts.key && !looksLikeKey(parts.key)) {
    return [
      {
        kind: 'keyAndNameSwapped',
        severity: 'error',
        part: 'policyName',
        sentence: 'The key stands where the policy name belongs, and the other way round.',
        correction: {
          label: 'Swap them',
          text: context.rewrite({ policyName: parts.key, key: parts.policyName }),
        },
      },
    ];
  }
  problems.push(...pairProblems(context));
  if (parts.policyName) problems.push(...examinePolicyName(parts.policyName));
  if (parts.key) {
    const finding = keyProblem(parts.key, context);
    if (finding) problems.push(finding);
  }
  if (parts.token) problems.push(...tokenProblems(parts.token, context));
  return problems;
}

function nothingGiven(otherNames: ReadonlySet<string>): ConnectionStringProblem {
  if (otherNames.has('authentication')) {
    return {
      kind: 'managedIdentity',
      severity: 'error',
      sentence:
        'This connection string signs in with a managed identity, which has no key. Dataverse needs a policy and its key: copy the connection string of a shared access policy.',
    };
  }
  if (otherNames.has('sharedsecretissuer') || otherNames.has('sharedsecretvalue')) {
    return {
      kind: 'acsCredentials',
      severity: 'error',
      sentence:
        'This connection string signs in through the Access Control Service, which Azure switched off in November 2018. Copy the connection string of a shared access policy.',
    };
  }
  return {
    kind: 'credentialsMissing',
    severity: 'error',
    sentence:
      'The policy name and its key are missing. Copy the whole connection string of a shared access policy, with SharedAccessKeyName and SharedAccessKey.',
  };
}

function pairProblems({ parts, given, rewrite }: CredentialContext): ConnectionStringProblem[] {
  const problems: ConnectionStringProblem[] = [];
  if (given.key && given.token) {
    problems.push({
      kind: 'keyAndToken',
      severity: 'error',
      part: 'token',
      sentence:
        'There are both a key and a SAS token; only one of them can be used. The key does not expire.',
      correction: { label: 'Keep the key', text: rewrite({ token: undefined }) },
    });
  }
  if (given.policyName && !given.key && !given.token) {
    problems.push({
      kind: 'keyMissing',
      severity: 'error',
      part: 'key',
      sentence:
        'The policy name is there, but its key is missing. Copy the whole connection string; the part SharedAccessKey=… belongs to it.',
    });
  }
  if (given.key && !given.policyName) {
    problems.push({
      kind: 'policyNameMissing',
      severity: 'error',
      part: 'policyName',
      sentence:
        'The key is there, but not the name of the policy that it belongs to. Copy the whole connection string, with SharedAccessKeyName=…',
    });
  }
  if (given.policyName && parts.policyName && given.token && !given.key) {
    problems.push({
      kind: 'policyNameWithToken',
      severity: 'info',
      part: 'policyName',
      sentence: 'The policy name is not needed beside a SAS token: the token names its policy itself.',
      correction: { label: 'Remove the policy name', text: rewrite({ policyName: undefined }) },
    });
  }
  return problems;
}

/** What a policy's name alone gives away. Shared with the rules of the form. */
export function examinePolicyName(name: string): ConnectionStringProblem[] {
  if (looksLikePlaceholder(name)) {
    return [
      {
        kind: 'placeholder',
        severity: 'error',
        part: 'policyName',
        sentence: 'The policy name only stands in for one. Put the name of your policy in its place.',
      },
    ];
  }
  if (name.toLowerCase() === 'rootmanagesharedaccesskey') {
    return [
      {
        kind: 'policyManages',
        severity: 'info',
        part: 'policyName',
        sentence:
          'This policy may do everything in the whole namespace. It works, but Dataverse only needs Send: a policy of the queue, topic or event hub alone is safer.',
      },
    ];
  }
  if (/listen|receive|reader/i.test(name) && !/send|write|manage/i.test(name)) {
    return [
      {
        kind: 'policyListens',
        severity: 'info',
        part: 'policyName',
        sentence: `The policy is called ${shown(name)}, as if it could only listen. Dataverse needs one with Send.`,
      },
    ];
  }
  return [];
}

function keyProblem(
  key: string,
  { parts, given, rewrite }: CredentialContext,
): ConnectionStringProblem | undefined {
  const finding = examineSasKey(key);
  if (!finding) return undefined;
  const host = parseServiceBusAddress(parts.namespaceAddress ?? '')?.host ?? '';
  // Emulators take any text as a key, so its looks prove nothing there.
  if (finding.severity === 'warning' && (parts.emulator || isLoopbackHost(host))) return undefined;
  const problem: ConnectionStringProblem = { ...finding, part: 'key' };
  if (finding.kind === 'keyIsToken' && !given.token) {
    return {
      kind: finding.kind,
      severity: finding.severity,
      part: 'key',
      sentence: 'There is a SAS token where the key belongs. A token goes into SharedAccessSignature=…',
      correction: {
        label: 'Use it as a token',
        text: rewrite({ key: undefined, policyName: undefined, token: key }),
      },
    };
  }
  return finding.corrected === undefined
    ? { kind: finding.kind, severity: finding.severity, part: 'key', sentence: finding.sentence }
    : {
        kind: finding.kind,
        severity: finding.severity,
        part: 'key',
        sentence: problem.sentence,
        correction: { label: 'Correct the key', text: rewrite({ key: finding.corrected }) },
      };
}

function tokenProblems(text: string, context: CredentialContext): ConnectionStringProblem[] {
  const reading = parseSasToken(text);
  if (reading.kind === 'malformed') {
    const problem: ConnectionStringProblem = {
      kind: 'tokenMalformed',
      severity: 'error',
      part: 'token',
      sentence: reading.sentence,
    };
    if (reading.correction === undefined) return [problem];
    const correction = { label: 'Correct the token', text: context.rewrite({ token: reading.correction }) };
    return [{ ...problem, correction }];
  }
  const problems = examineTokenTime(reading.token, context.now);
  const misfit = tokenResourceProblem(reading.token, context);
  if (misfit) problems.push(misfit);
  if (text.length > serviceEndpointLengths.token) {
    problems.push({
      kind: 'tokenTooLong',
      severity: 'warning',
      part: 'token',
      sentence: `The token has ${text.length} characters and Dataverse keeps at most ${serviceEndpointLengths.token}. Use a policy and its key, or a token with a shorter resource.`,
    });
  }
  return problems;
}

/** Whether a token has ended or soon will. Shared with the rules of the form. */
export function examineTokenTime(token: SasToken, now: Date): ConnectionStringProblem[] {
  if (isSasTokenExpired(token, now)) {
    return [
      {
        kind: 'tokenExpired',
        severity: 'error',
        part: 'token',
        sentence: `The SAS token expired on ${utcText(token.expiresAt)}, so Azure refuses it. Make a new one, or use the policy's key, which does not expire.`,
      },
    ];
  }
  if (token.expiresAt.getTime() - now.getTime() < soonDays * 86_400_000) {
    return [
      {
        kind: 'tokenExpiresSoon',
        severity: 'warning',
        part: 'token',
        sentence: `The SAS token is valid until ${utcText(token.expiresAt)} only. From then on every post fails; the policy's key does not expire.`,
      },
    ];
  }
  return [];
}

function tokenResourceProblem(
  token: SasToken,
  { parts, rewrite }: CredentialContext,
): ConnectionStringProblem | undefined {
  const namespace = resourceUriOf(parts.namespaceAddress ?? '', '');
  const entity = resourceUriOf(parts.namespaceAddress ?? '', parts.entityPath ?? '');
  if (!namespace || !entity || tokenCovers(token, entity)) return undefined;
  const granted = parseServiceBusAddress(token.resource);
  if (!parts.entityPath && granted?.path && tokenCovers({ resource: namespace }, token.resource)) {
    return {
      kind: 'tokenNamesEntity',
      severity: 'info',
      part: 'entityPath',
      sentence: `The SAS token is for ${shown(granted.path)} alone, so this must be the path.`,
      correction: { label: 'Add it as EntityPath', text: rewrite({ entityPath: granted.path }) },
    };
  }
  return {
    kind: 'tokenResource',
    severity: 'error',
    part: 'token',
    sentence: `The SAS token is for ${shown(token.resource)}, which does not cover ${shown(entity)}. Make a token for that address, or correct the address.`,
  };
}
