import type { ParsedConnectionString } from './connectionString.ts';
import { shown } from './connectionStringEndpoint.ts';
import { sortedBySeverity } from './connectionStringProblem.ts';
import { claimsInWords, type DesignationType, designationTypes } from './designationType.ts';
import { examineEndpointDescription, examineEndpointName } from './endpointTextRules.ts';
import { type EntityPathProblemKind, examineEntityPath } from './entityPath.ts';
import type { FieldProblem } from './fieldProblem.ts';
import type { SasKeyProblemKind } from './sasKey.ts';
import { isSameNamespace } from './serviceBusAddress.ts';
import {
  type EndpointSecret,
  messageFormatLabels,
  type OfferedDesignationType,
  type ServiceEndpointDraft,
  serviceEndpointLengths,
} from './serviceEndpoint.ts';
import {
  examineNamespaceAddress,
  inScheme,
  type SharedAddressProblemKind,
} from './serviceEndpointAddressRules.ts';
import { examineAuthorization } from './serviceEndpointSecretRules.ts';

/** Fields of the form, by the names that problems and corrections use. */
export type ServiceEndpointField =
  | 'name'
  | 'description'
  | 'designationType'
  | 'namespaceAddress'
  | 'path'
  | 'keyName'
  | 'key'
  | 'token'
  | 'messageFormat'
  | 'userInformation';

export type ServiceEndpointProblemKind =
  | 'nameMissing'
  | 'nameTooLong'
  | 'nameTaken'
  | 'nameWhitespace'
  | 'descriptionTooLong'
  | 'addressMissing'
  | 'addressInvalid'
  | 'addressIsConnectionString'
  | 'addressWhitespace'
  | 'addressScheme'
  | 'addressPath'
  | 'addressSlash'
  | 'addressTooLong'
  | 'addressLoopback'
  | SharedAddressProblemKind
  | 'pathMissing'
  | 'pathDiffers'
  | 'addressDiffers'
  | EntityPathProblemKind
  | 'designationHint'
  | 'designationMismatch'
  | 'claimsListen'
  | 'formatNotAllowed'
  | 'keyNameMissing'
  | 'keyNameHasPartName'
  | 'keyNameIsKey'
  | 'keyNameWhitespace'
  | 'keyNameTooLong'
  | 'keyOfAnotherPolicy'
  | 'policyManages'
  | 'policyListens'
  | 'placeholder'
  | 'keyMissing'
  | 'keyTooLong'
  | SasKeyProblemKind
  | 'storedSecretMayNotFit'
  | 'tokenMissing'
  | 'tokenIsConnectionString'
  | 'tokenMalformed'
  | 'tokenExpired'
  | 'tokenExpiresSoon'
  | 'tokenResource'
  | 'tokenTooLong';

export type ServiceEndpointProblem = FieldProblem<ServiceEndpointField, ServiceEndpointProblemKind>;

/** What the rules have to know besides the draft. */
export type ServiceEndpointCheckContext = {
  /** What the user typed as the secret; undefined or empty when nothing. */
  secretTyped?: EndpointSecret | undefined;
  /** Whether Dataverse holds a secret of the draft's kind of authorization already. */
  secretIsSet: boolean;
  /** Names of the other endpoints, without the one that is edited. */
  existingNames: readonly string[];
  /** Judges the expiry of tokens. */
  now: Date;
  /** The connection string that the form was filled from. */
  connectionString?: ParsedConnectionString | undefined;
  /** The endpoint as it is stored, when one is edited. */
  saved?: ServiceEndpointDraft | undefined;
  /** What the entity is, where a check from this computer found out. */
  entityKind?: 'queue' | 'topic' | 'eventHub' | undefined;
  /** The organisation is the sandbox: addresses of this computer are as they should be. */
  sandbox?: boolean | undefined;
};

/**
 * Every rule of the form, while the user types and again before the core saves.
 * Errors first; only errors stop saving. Never throws.
 */
export function checkServiceEndpointDraft(
  draft: ServiceEndpointDraft,
  context: ServiceEndpointCheckContext,
): ServiceEndpointProblem[] {
  const type = designationTypes[draft.designationType];
  return sortedBySeverity([
    ...examineName(draft.name, context.existingNames),
    ...examineEndpointDescription(draft.description),
    ...examineAddress(draft, type, context),
    ...examinePath(draft, type, context),
    ...examineDesignation(draft, type, context),
    ...examineFormat(draft, type),
    ...examineAuthorization(draft, context),
  ]);
}

function examineName(name: string, existingNames: readonly string[]): ServiceEndpointProblem[] {
  const problems: ServiceEndpointProblem[] = examineEndpointName(name, existingNames, {
    missing: 'Give the endpoint a name.',
    taken: 'Another endpoint has this name. Choose one that tells them apart.',
    shown,
  });
  const trimmed = name.trim();
  if (trimmed !== '' && (/[\n\r\t]/.test(trimmed) || trimmed !== name)) {
    problems.push({
      kind: 'nameWhitespace',
      field: 'name',
      severity: 'warning',
      sentence: 'The name has a space or a line break where none belongs.',
      correction: {
        label: 'Remove it',
        value: trimmed
          .split(/[\n\r\t]/)
          .filter(Boolean)
          .join(' '),
      },
    });
  }
  return problems;
}

function examineAddress(
  draft: ServiceEndpointDraft,
  type: DesignationType,
  context: ServiceEndpointCheckContext,
): ServiceEndpointProblem[] {
  const known = context.connectionString;
  const problems = examineNamespaceAddress(draft.namespaceAddress, draft.path, type, {
    emulator: known?.emulator ?? false,
    sandbox: context.sandbox ?? false,
  });
  if (draft.namespaceAddress.length > serviceEndpointLengths.namespaceAddress) {
    problems.push({
      kind: 'addressTooLong',
      field: 'namespaceAddress',
      severity: 'error',
      sentence: `The address has ${draft.namespaceAddress.length} characters and Dataverse keeps at most ${serviceEndpointLengths.namespaceAddress}.`,
    });
  }
  const expected = inScheme(known?.namespaceAddress, type.scheme === 'https' ? 'https' : 'sb');
  const usesItsKey =
    known?.key !== undefined &&
    context.secretTyped?.kind === 'sasKey' &&
    context.secretTyped.key === known.key;
  if (expected && usesItsKey && problems.length === 0 && !isSameNamespace(expected, draft.namespaceAddress)) {
    problems.push({
      kind: 'addressDiffers',
      field: 'namespaceAddress',
      severity: 'warning',
      sentence: `The key comes from a connection string for ${shown(expected)}, not for this address. Azure refuses keys of another namespace.`,
      correction: { label: `Use ${shown(expected)}`, value: expected },
    });
  }
  return problems;
}

function examinePath(
  draft: ServiceEndpointDraft,
  type: DesignationType,
  context: ServiceEndpointCheckContext,
): ServiceEndpointProblem[] {
  const field = 'path';
  const known = context.connectionString?.entityPath;
  const use = known ? { correction: { label: `Use ${shown(known)}`, value: known } } : {};
  if (draft.path.trim() === '') {
    return [
      {
        kind: 'pathMissing',
        field,
        severity: 'error',
        sentence: `Type the name of the ${type.pathNoun}. The connection string of a whole namespace does not name it; the Azure portal lists it in the namespace.`,
        ...use,
      },
    ];
  }
  const finding = examineEntityPath(draft.path, type.pathNoun);
  if (finding) {
    const problem: ServiceEndpointProblem = {
      kind: finding.kind,
      field,
      severity: finding.severity,
      sentence: finding.sentence,
    };
    if (finding.corrected === undefined) return [problem];
    const correction = { label: `Use ${shown(finding.corrected)}`, value: finding.corrected };
    const meant = meantBy(finding.kind);
    return meant === undefined || meant === draft.designationType
      ? [{ ...problem, correction }]
      : [{ ...problem, correction: { ...correction, alsoSet: { designationType: meant } } }];
  }
  if (known && known.toLowerCase() !== draft.path.trim().toLowerCase()) {
    return [
      {
        kind: 'pathDiffers',
        field,
        severity: 'warning',
        sentence: `The connection string is for ${shown(known)} alone, so its key opens nothing called ${shown(draft.path.trim())}.`,
        ...use,
      },
    ];
  }
  return [];
}

/** What kind of entity has such a path. */
function meantBy(kind: EntityPathProblemKind): OfferedDesignationType | undefined {
  return kind === 'entityPathSubscription'
    ? 'topic'
    : kind === 'entityPathConsumerGroup'
      ? 'eventHub'
      : undefined;
}

function examineDesignation(
  draft: ServiceEndpointDraft,
  type: DesignationType,
  context: ServiceEndpointCheckContext,
): ServiceEndpointProblem[] {
  const field = 'designationType';
  const found = context.entityKind;
  if (found && found !== draft.designationType) {
    const right = designationTypes[found];
    return [
      {
        kind: 'designationMismatch',
        field,
        severity: 'error',
        sentence: `${shown(draft.path.trim())} is ${withArticle(right.pathNoun)} in Azure. As ${type.label} the posts would fail.`,
        correction: { label: `Use ${right.label}`, value: found },
      },
    ];
  }
  const problems: ServiceEndpointProblem[] = [];
  const hinted = found ? undefined : hintOfName(draft.path, draft.designationType);
  if (hinted) {
    const right = designationTypes[hinted];
    problems.push({
      kind: 'designationHint',
      field,
      severity: 'info',
      sentence: `By its name ${shown(draft.path.trim())} may be ${withArticle(right.pathNoun)}. The type must be what it is in Azure, or the posts fail.`,
      correction: { label: `Use ${right.label}`, value: hinted },
    });
  }
  if (type.claims.includes('Listen')) {
    problems.push({
      kind: 'claimsListen',
      field,
      severity: 'info',
      sentence: `${type.label} needs a policy with ${claimsInWords(type)}.`,
    });
  }
  return problems;
}

/** A queue called `orders-topic`, or a topic called `orders-queue`. */
function hintOfName(path: string, type: OfferedDesignationType): 'queue' | 'topic' | undefined {
  const words = path.toLowerCase().split(/[^a-z]/);
  if (type === 'queue' && words.includes('topic') && !words.includes('queue')) return 'topic';
  if (type === 'topic' && words.includes('queue') && !words.includes('topic')) return 'queue';
  return undefined;
}

function examineFormat(draft: ServiceEndpointDraft, type: DesignationType): ServiceEndpointProblem[] {
  if (type.messageFormats.includes(draft.messageFormat)) return [];
  const allowed = type.messageFormats.map((format) => messageFormatLabels[format]).join(' and ');
  return [
    {
      kind: 'formatNotAllowed',
      field: 'messageFormat',
      severity: 'error',
      sentence: `${type.label} takes ${allowed} only, not ${messageFormatLabels[draft.messageFormat]}.`,
      correction: { label: 'Use JSON', value: 'json' },
    },
  ];
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
