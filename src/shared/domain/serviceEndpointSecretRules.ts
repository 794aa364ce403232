import { type ParsedConnectionString, parseConnectionString } from './connectionString.ts';
import { examinePolicyName, examineTokenTime } from './connectionStringCredentials.ts';
import { shown } from './connectionStringEndpoint.ts';
import type { FieldProblem } from './fieldProblem.ts';
import { examineSasKey, looksLikeKey } from './sasKey.ts';
import { parseSasToken, tokenCovers } from './sasToken.ts';
import {
  isLoopbackHost,
  isSameNamespace,
  parseServiceBusAddress,
  resourceUriOf,
} from './serviceBusAddress.ts';
import { type EndpointSecret, type ServiceEndpointDraft, serviceEndpointLengths } from './serviceEndpoint.ts';
import type {
  ServiceEndpointCheckContext,
  ServiceEndpointField,
  ServiceEndpointProblemKind,
} from './serviceEndpointRules.ts';

type Problem = FieldProblem<ServiceEndpointField, ServiceEndpointProblemKind>;

/** What is wrong with the policy name and the secret. */
export function examineAuthorization(
  draft: ServiceEndpointDraft,
  context: ServiceEndpointCheckContext,
): Problem[] {
  const { authorization } = draft;
  const secret = context.secretTyped;
  if (authorization.kind === 'sasKey') {
    const key = secret?.kind === 'sasKey' ? secret.key : '';
    return [...examineKeyName(authorization.keyName, key, context), ...examineKey(draft, key, context)];
  }
  return examineToken(draft, secret?.kind === 'sasToken' ? secret.token : '', context);
}

function examineKeyName(keyName: string, key: string, context: ServiceEndpointCheckContext): Problem[] {
  const field = 'keyName';
  const trimmed = keyName.trim();
  if (trimmed === '') {
    const known = context.connectionString?.policyName;
    return [
      {
        kind: 'keyNameMissing',
        field,
        severity: 'error',
        sentence:
          'Type the name of the policy that the key belongs to, as the Azure portal lists it under Shared access policies.',
        ...(known ? { correction: { label: `Use ${shown(known)}`, value: known } } : {}),
      },
    ];
  }
  const named = /^(?:sharedaccess)?keyname\s{0,9}=/i.exec(trimmed);
  if (named) {
    const value = trimmed.slice(named[0].length).split(';', 1)[0]?.trim() ?? '';
    return [
      {
        kind: 'keyNameHasPartName',
        field,
        severity: 'error',
        sentence:
          'SharedAccessKeyName= is the name of the part in the connection string. Only what follows it belongs here.',
        correction: { label: 'Remove it', value },
      },
    ];
  }
  if (looksLikeKey(trimmed)) {
    const swapped = key.trim();
    return [
      {
        kind: 'keyNameIsKey',
        field,
        severity: 'error',
        sentence: 'This looks like a key. Here belongs the name of the policy, such as send.',
        ...(swapped && !looksLikeKey(swapped)
          ? { correction: { label: 'Swap name and key', value: swapped, alsoSet: { key: trimmed } } }
          : {}),
      },
    ];
  }
  const problems: Problem[] = [];
  if (trimmed !== keyName || /\s/.test(trimmed)) {
    problems.push({
      kind: 'keyNameWhitespace',
      field,
      severity: trimmed === keyName ? 'warning' : 'error',
      sentence: 'The policy name has a space or a line break. Azure compares it letter by letter.',
      correction: { label: 'Remove it', value: keyName.replace(/\s/g, '') },
    });
  }
  if (keyName.length > serviceEndpointLengths.keyName) {
    problems.push({
      kind: 'keyNameTooLong',
      field,
      severity: 'error',
      sentence: `The policy name has ${keyName.length} characters and Dataverse keeps at most ${serviceEndpointLengths.keyName}.`,
    });
  }
  for (const { kind, severity, sentence } of examinePolicyName(trimmed)) {
    if (kind === 'policyManages' || kind === 'policyListens' || kind === 'placeholder') {
      problems.push({ kind, field, severity, sentence });
    }
  }
  const known = context.connectionString;
  if (known?.policyName && known.policyName !== trimmed && known.key && known.key === key) {
    problems.push({
      kind: 'keyOfAnotherPolicy',
      field,
      severity: 'warning',
      sentence: `The key belongs to the policy ${shown(known.policyName)} of the connection string, not to ${shown(trimmed)}. Azure refuses a key under another name.`,
      correction: { label: `Use ${shown(known.policyName)}`, value: known.policyName },
    });
  }
  return problems;
}

function examineKey(
  draft: ServiceEndpointDraft,
  key: string,
  context: ServiceEndpointCheckContext,
): Problem[] {
  const field = 'key';
  if (key === '') return missingSecret(draft, context, field);
  const finding = examineSasKey(key);
  const problems: Problem[] = [];
  if (key.length > serviceEndpointLengths.key && finding?.kind !== 'keyIsConnectionString') {
    problems.push({
      kind: 'keyTooLong',
      field,
      severity: 'error',
      sentence: `The key has ${key.length} characters and Dataverse keeps at most ${serviceEndpointLengths.key}. Copy only the key.`,
    });
  }
  if (!finding) return problems;
  const host = parseServiceBusAddress(draft.namespaceAddress)?.host ?? '';
  if (finding.severity === 'warning' && (context.sandbox || isLoopbackHost(host))) return problems;
  const base = { kind: finding.kind, field, severity: finding.severity, sentence: finding.sentence } as const;
  if (finding.kind === 'keyIsConnectionString' && finding.corrected === undefined) {
    const correction = takenApart(parseConnectionString(key, context.now));
    problems.push(correction ? { ...base, correction } : base);
  } else if (finding.kind === 'keyIsToken') problems.push(base);
  else if (finding.corrected !== undefined) {
    problems.push({ ...base, correction: { label: 'Correct the key', value: finding.corrected } });
  } else problems.push(base);
  return problems;
}

function takenApart(parsed: ParsedConnectionString): Problem['correction'] {
  if (!parsed.key) return undefined;
  const alsoSet: Partial<Record<ServiceEndpointField, string>> = {};
  if (parsed.namespaceAddress) alsoSet.namespaceAddress = parsed.namespaceAddress;
  if (parsed.entityPath) alsoSet.path = parsed.entityPath;
  if (parsed.policyName) alsoSet.keyName = parsed.policyName;
  return { label: 'Take it apart', value: parsed.key, alsoSet };
}

function missingSecret(
  draft: ServiceEndpointDraft,
  context: ServiceEndpointCheckContext,
  field: 'key' | 'token',
): Problem[] {
  const noun = field === 'key' ? 'key' : 'SAS token';
  if (!context.secretIsSet) {
    const known = field === 'key' ? context.connectionString?.key : context.connectionString?.token;
    return [
      {
        kind: field === 'key' ? 'keyMissing' : 'tokenMissing',
        field,
        severity: 'error',
        sentence:
          field === 'key'
            ? 'Type the primary key of the policy. Dataverse keeps it and never shows it again.'
            : 'Paste the SAS token. Dataverse keeps it and never shows it again.',
        ...(known ? { correction: { label: 'Use the one of the connection string', value: known } } : {}),
      },
    ];
  }
  const { saved } = context;
  if (!saved) return [];
  const moved = !isSameNamespace(saved.namespaceAddress, draft.namespaceAddress);
  const renamed =
    saved.authorization.kind === 'sasKey' &&
    draft.authorization.kind === 'sasKey' &&
    saved.authorization.keyName.trim() !== draft.authorization.keyName.trim();
  const otherEntity = field === 'token' && saved.path.trim() !== draft.path.trim();
  if (!moved && !renamed && !otherEntity) return [];
  const what = moved ? 'the address' : renamed ? 'the policy name' : 'the path';
  return [
    {
      kind: 'storedSecretMayNotFit',
      field,
      severity: 'warning',
      sentence: `You changed ${what}, but the ${noun} that Dataverse keeps is still the old one. Type the new ${noun}, unless it is the same.`,
    },
  ];
}

function examineToken(
  draft: ServiceEndpointDraft,
  token: string,
  context: ServiceEndpointCheckContext,
): Problem[] {
  const field = 'token';
  if (token.trim() === '') return missingSecret(draft, context, field);
  if (/(?:^|;)\s{0,9}endpoint\s{0,9}=/i.test(token)) {
    const parsed = parseConnectionString(token, context.now);
    return [
      {
        kind: 'tokenIsConnectionString',
        field,
        severity: 'error',
        sentence: 'This is a connection string, not a SAS token.',
        ...(parsed.token ? { correction: { label: 'Take the token out of it', value: parsed.token } } : {}),
      },
    ];
  }
  const reading = parseSasToken(token);
  if (reading.kind === 'malformed') {
    const { correction } = reading;
    return [
      {
        kind: 'tokenMalformed',
        field,
        severity: 'error',
        sentence: reading.sentence,
        ...(correction ? { correction: { label: 'Correct the token', value: correction } } : {}),
      },
    ];
  }
  const problems: Problem[] = [];
  for (const { kind, severity, sentence } of examineTokenTime(reading.token, context.now)) {
    if (kind === 'tokenExpired' || kind === 'tokenExpiresSoon')
      problems.push({ kind, field, severity, sentence });
  }
  const wanted = resourceUriOf(draft.namespaceAddress, draft.path.trim());
  if (wanted && !tokenCovers(reading.token, wanted)) {
    problems.push({
      kind: 'tokenResource',
      field,
      severity: 'error',
      sentence: `The SAS token is for ${shown(reading.token.resource)}, which does not cover ${shown(wanted)}. Make a token for that address, or correct address and path.`,
    });
  }
  if (token.length > serviceEndpointLengths.token) {
    problems.push({
      kind: 'tokenTooLong',
      field,
      severity: 'error',
      sentence: `The token has ${token.length} characters and Dataverse keeps at most ${serviceEndpointLengths.token}. Use a policy and its key, or a token with a shorter resource.`,
    });
  }
  return problems;
}

/** The secret as it should be sent: nothing when nothing was typed, so that the stored one stays. */
export function secretToSend(secret: EndpointSecret | undefined): EndpointSecret | undefined {
  if (!secret) return undefined;
  const text = secret.kind === 'sasKey' ? secret.key : secret.token;
  return text.trim() === '' ? undefined : secret;
}
