import { sortedBySeverity } from './connectionStringProblem.ts';
import type { FieldProblem } from './fieldProblem.ts';
import { freeName, isNameTaken } from './serviceEndpointForm.ts';
import { type WebhookDraft, type WebhookSecret, webhookLengths } from './webhook.ts';
import { examineWebhookSecret } from './webhookSecretRules.ts';
import { examineWebhookUrl } from './webhookUrlRules.ts';

/** Fields of the form, by the names that problems and corrections use. */
export type WebhookField =
  | 'name'
  | 'description'
  | 'url'
  | 'authorization'
  | 'key'
  | 'pairs'
  | `pair.${number}.name`
  | `pair.${number}.value`;

export type WebhookProblemKind =
  | 'nameMissing'
  | 'nameTooLong'
  | 'nameTaken'
  | 'descriptionTooLong'
  | 'urlMissing'
  | 'urlInvalid'
  | 'urlScheme'
  | 'urlPort'
  | 'urlTooLong'
  | 'urlLocal'
  | 'urlUnencrypted'
  | 'urlCredentials'
  | 'urlFragment'
  | 'urlHasCode'
  | 'keyMissing'
  | 'keyIsAddress'
  | 'keyWhitespace'
  | 'pairsMissing'
  | 'pairNameMissing'
  | 'pairNameInvalid'
  | 'pairValueMissing'
  | 'pairValueInvalid'
  | 'pairUnwritable'
  | 'pairTwice'
  | 'headerTaken'
  | 'authValueTooLong';

export type WebhookProblem = FieldProblem<WebhookField, WebhookProblemKind>;

/** What the rules have to know besides the draft. */
export interface WebhookCheckContext {
  /** What the user typed; undefined when nothing. */
  readonly secretTyped?: WebhookSecret | undefined;
  /** Whether Dataverse holds values of the draft's kind of authorization already. */
  readonly secretIsSet: boolean;
  /** Names of all other endpoints and webhooks. */
  readonly existingNames: readonly string[];
  /** The organisation is the sandbox: addresses of this computer are as they should be. */
  readonly sandbox: boolean;
}

/** Every rule of the form, while the user types and again before the core saves. Only errors stop saving. */
export function checkWebhookDraft(draft: WebhookDraft, context: WebhookCheckContext): WebhookProblem[] {
  return sortedBySeverity([
    ...examineName(draft.name, context.existingNames),
    ...examineDescription(draft.description),
    ...examineWebhookUrl(draft, context.sandbox),
    ...examineWebhookSecret(draft, context.secretTyped, context.secretIsSet),
  ]);
}

function examineName(name: string, existingNames: readonly string[]): WebhookProblem[] {
  const field = 'name';
  const trimmed = name.trim();
  if (trimmed === '') {
    return [{ kind: 'nameMissing', field, severity: 'error', sentence: 'Give the webhook a name.' }];
  }
  const problems: WebhookProblem[] = [];
  if (name.length > webhookLengths.name) {
    problems.push({
      kind: 'nameTooLong',
      field,
      severity: 'error',
      sentence: `The name has ${name.length} characters and Dataverse keeps at most ${webhookLengths.name}.`,
      correction: { label: 'Shorten it', value: trimmed.slice(0, webhookLengths.name).trim() },
    });
  }
  if (isNameTaken(trimmed, existingNames)) {
    const free = freeName(trimmed, existingNames);
    problems.push({
      kind: 'nameTaken',
      field,
      severity: 'error',
      sentence: 'Another endpoint or webhook has this name. Choose one that tells them apart.',
      correction: { label: `Use “${free}”`, value: free },
    });
  }
  return problems;
}

function examineDescription(description: string): WebhookProblem[] {
  const longest = webhookLengths.description;
  if (description.length <= longest) return [];
  return [
    {
      kind: 'descriptionTooLong',
      field: 'description',
      severity: 'error',
      sentence: `The description has ${description.length} characters and Dataverse keeps at most ${longest}.`,
      correction: { label: 'Shorten it', value: description.slice(0, longest) },
    },
  ];
}
