import { z } from 'zod';
import type { ServiceEndpoint } from './registration.ts';

/** How Dataverse proves itself to a webhook: HTTP headers, one key sent as `?code=`, or pairs of the query. */
export const WebhookAuthorization = z.enum(['httpHeader', 'webhookKey', 'httpQueryString']);
export type WebhookAuthorization = z.infer<typeof WebhookAuthorization>;

/** What a user fills in for a webhook. The values that it is authorized by travel apart, as WebhookSecret. */
export const WebhookDraft = z.object({
  name: z.string(),
  description: z.string(),
  url: z.string(),
  authorization: WebhookAuthorization,
});
export type WebhookDraft = z.infer<typeof WebhookDraft>;

/** One header, or one pair of the query. */
export const WebhookPair = z.object({ name: z.string(), value: z.string() });
export type WebhookPair = z.infer<typeof WebhookPair>;

const pairs = z.array(WebhookPair).max(200);

/** The write-only half of a webhook: typed by the user, sent once, never read back. */
export const WebhookSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('webhookKey'), key: z.string() }),
  z.object({ kind: z.literal('httpHeader'), pairs }),
  z.object({ kind: z.literal('httpQueryString'), pairs }),
]);
export type WebhookSecret = z.infer<typeof WebhookSecret>;

/** Room in Dataverse's columns, in characters. */
export const webhookLengths = { description: 2000, url: 2000, authValue: 2048 } as const;

/** As Microsoft's tool calls them. */
export const webhookAuthorizationLabels: Readonly<Record<WebhookAuthorization, string>> = {
  httpHeader: 'HttpHeader',
  webhookKey: 'WebhookKey',
  httpQueryString: 'HttpQueryString',
};

/** The form's values of a stored webhook; undefined when the row is none, or is authorized in a way that no form edits. */
export function draftFromWebhook(endpoint: ServiceEndpoint): WebhookDraft | undefined {
  const authorization = WebhookAuthorization.safeParse(endpoint.authorizationType);
  if (endpoint.designationType !== 'webhook' || !authorization.success) return undefined;
  return {
    name: endpoint.name,
    description: endpoint.description ?? '',
    url: endpoint.url ?? '',
    authorization: authorization.data,
  };
}

/** What was really typed: rows of the grid that are empty do not count. Undefined when nothing is left. */
export function typedSecret(secret: WebhookSecret | undefined): WebhookSecret | undefined {
  if (!secret) return undefined;
  if (secret.kind === 'webhookKey') return secret.key === '' ? undefined : secret;
  const filled = secret.pairs.filter(({ name, value }) => name !== '' || value !== '');
  return filled.length === 0 ? undefined : { ...secret, pairs: filled };
}

/**
 * Column `authvalue`: the bare key, or the pairs as `<settings><setting name="…" value="…"/></settings>`. Tabs and line
 * breaks become references, because a reader of XML turns them into spaces inside an attribute.
 */
export function webhookAuthValue(secret: WebhookSecret): string {
  if (secret.kind === 'webhookKey') return secret.key;
  const settings = secret.pairs.map(
    ({ name, value }) => `<setting name="${attributeText(name)}" value="${attributeText(value)}"/>`,
  );
  return `<settings>${settings.join('')}</settings>`;
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function attributeText(text: string): string {
  return text.replaceAll(/[&<>"'\t\n\r]/g, (character) => references[character] ?? character);
}
