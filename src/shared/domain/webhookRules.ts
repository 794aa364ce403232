import { sortedBySeverity } from './connectionStringProblem.ts';
import { examineEndpointDescription, examineEndpointName } from './endpointTextRules.ts';
import type { FieldProblem } from './fieldProblem.ts';
import type { WebhookDraft, WebhookSecret } from './webhook.ts';
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
    ...examineEndpointName(draft.name, context.existingNames, {
      missing: 'Give the webhook a name.',
      taken: 'Another endpoint or webhook has this name. Choose one that tells them apart.',
      shown: (name) => `“${name}”`,
    }),
    ...examineEndpointDescription(draft.description),
    ...examineWebhookUrl(draft, context.sandbox),
    ...examineWebhookSecret(draft, context.secretTyped, context.secretIsSet),
  ]);
}
