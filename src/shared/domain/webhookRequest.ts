import { typedSecret, type WebhookDraft, type WebhookPair, type WebhookSecret } from './webhook.ts';

/** What stands where a secret is, wherever a request is shown. */
export const maskedValue = '••••••••';

/** What a post is about. */
export interface PostedAbout {
  /** Host of the organisation: `contoso.crm.dynamics.com`. */
  readonly organization: string;
  readonly table: string;
  readonly message: string;
  readonly correlationId: string;
  readonly requestId: string;
}

/** The headers that Dataverse sends with every post to a webhook. */
function dataverseHeaders(about: PostedAbout): WebhookPair[] {
  return [
    { name: 'Content-Type', value: 'application/json' },
    { name: 'x-request-id', value: about.requestId },
    { name: 'x-ms-dynamics-organization', value: about.organization },
    { name: 'x-ms-dynamics-entity-name', value: about.table },
    { name: 'x-ms-dynamics-request-name', value: about.message },
    { name: 'x-ms-correlation-request-id', value: about.correlationId },
  ];
}

/** Sent too when the body was over 256 KB, and lost its parent, input parameters and images for that. */
export const sizeExceededHeader = 'x-ms-dynamics-msg-size-exceeded';

export interface WebhookRequest {
  readonly url: string;
  readonly headers: readonly WebhookPair[];
}

/** The request as it goes out. The address has to be one that the rules let through. */
export function webhookRequest(
  draft: Pick<WebhookDraft, 'url' | 'authorization'>,
  secret: WebhookSecret | undefined,
  about: PostedAbout,
): WebhookRequest {
  const url = new URL(draft.url.trim());
  const headers = dataverseHeaders(about);
  const typed = typedSecret(secret);
  if (typed?.kind === 'webhookKey') url.searchParams.set('code', typed.key);
  else if (typed?.kind === 'httpQueryString') {
    for (const { name, value } of typed.pairs) url.searchParams.append(name, value);
  } else if (typed) headers.push(...typed.pairs);
  url.hash = '';
  return { url: url.href, headers };
}

/** The same for people to look at, with a mask in place of each secret; `stored` ones are named where they will stand. */
export function shownWebhookRequest(
  draft: Pick<WebhookDraft, 'url' | 'authorization'>,
  secret: WebhookSecret | undefined,
  about: PostedAbout,
): WebhookRequest | null {
  if (!URL.canParse(draft.url.trim())) return null;
  const typed = typedSecret(secret);
  const masked: WebhookSecret | undefined =
    typed?.kind === 'webhookKey'
      ? { kind: 'webhookKey', key: maskedValue }
      : typed && { ...typed, pairs: typed.pairs.map(({ name }) => ({ name, value: maskedValue })) };
  const request = webhookRequest(draft, masked, about);
  return { ...request, url: request.url.replaceAll(encodeURIComponent(maskedValue), maskedValue) };
}
