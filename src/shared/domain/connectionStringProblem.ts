import type { ConnectionStringPartName } from './connectionStringParts.ts';
import type { EntityPathProblemKind } from './entityPath.ts';
import type { SasKeyProblemKind } from './sasKey.ts';

/** What can be wrong with, or worth knowing about, a whole pasted text. */
export const textProblemKinds = [
  'empty',
  'tooLong',
  'notAConnectionString',
  'onlyKey',
  'onlyToken',
  'onlyUrl',
  'onlyPortalAddress',
  'onlyResourceId',
  'iotHubString',
  'iotHubEventEndpoint',
  'notificationHubString',
  'storageString',
  'dataverseString',
  'otherServiceString',
  'twoConnectionStrings',
  'surroundingText',
  'invisibleCharacters',
  'escapedCharacters',
] as const;

/** About how the parts are written. */
export const partProblemKinds = [
  'partWithoutEquals',
  'keyWithoutName',
  'tokenWithoutName',
  'endpointWithoutName',
  'misspelledPart',
  'missingSeparator',
  'duplicatePart',
  'emptyValue',
  'placeholder',
  'unknownPart',
] as const;

/** About the namespace's address. */
export const endpointProblemKinds = [
  'endpointMissing',
  'endpointInvalid',
  'endpointWhitespace',
  'endpointScheme',
  'endpointBareName',
  'endpointPath',
  'unknownSuffix',
  'sovereignCloud',
  'closedCloud',
  'privateLink',
  'explicitPort',
  'emulatorFlagMissing',
  'emulatorOnCloud',
  'emulatorCase',
  'emulatorValue',
] as const;

/** About the policy, its key and tokens. */
export const credentialProblemKinds = [
  'credentialsMissing',
  'managedIdentity',
  'acsCredentials',
  'keyMissing',
  'policyNameMissing',
  'keyAndNameSwapped',
  'keyAndToken',
  'policyNameWithToken',
  'policyListens',
  'policySends',
  'policyManages',
  'tokenMalformed',
  'tokenExpired',
  'tokenExpiresSoon',
  'tokenResource',
  'tokenNamesEntity',
  'tokenTooLong',
] as const;

export type ConnectionStringProblemKind =
  | (typeof textProblemKinds)[number]
  | (typeof partProblemKinds)[number]
  | (typeof endpointProblemKinds)[number]
  | (typeof credentialProblemKinds)[number]
  | 'namespaceLevel'
  | EntityPathProblemKind
  | SasKeyProblemKind;

/** `error`: nothing works so. `warning`: probably wrong, or read as something better. `info`: good to know. */
export type ProblemSeverity = 'error' | 'warning' | 'info';

export type ConnectionStringProblem = {
  kind: ConnectionStringProblemKind;
  severity: ProblemSeverity;
  /** The part that it belongs to; undefined when it is about the whole text. */
  part?: ConnectionStringPartName;
  /** Plain words, with what to do. Never holds a key or a token. */
  sentence: string;
  /** `text` is the whole connection string put right, secrets included: only for the field that it came from. */
  correction?: { label: string; text: string };
};

const severityOrder: Readonly<Record<ProblemSeverity, number>> = { error: 0, warning: 1, info: 2 };

/** Errors first, then warnings, then notes; otherwise in the order found. */
export function sortedBySeverity<P extends { severity: ProblemSeverity }>(problems: readonly P[]): P[] {
  return [...problems].sort((one, other) => severityOrder[one.severity] - severityOrder[other.severity]);
}
