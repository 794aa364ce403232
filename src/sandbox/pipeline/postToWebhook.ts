import { numberIn, type Row, textIn } from '../store/row.ts';
import type { RemoteContext } from './contextValue.ts';
import { isThisComputer } from './endpointAddress.ts';
import { fitContext, webhookLimit } from './fitContext.ts';
import { externalFailure, internalFailure, type PostOutcome } from './postOutcome.ts';
import { writeContextJson } from './writeContextJson.ts';

/** Values of `authtype`. */
const webhookKey = 4;
const httpHeader = 5;
const httpQueryString = 6;

/**
 * Posts a context to a webhook, as JSON. Only to this computer, on any port (Dataverse itself knows 80 and 443).
 * Only 502, 503 and 504 are worth another try, as documented.
 */
export async function postToWebhook(
  endpoint: Row,
  context: RemoteContext,
  timeoutMs: number,
): Promise<PostOutcome> {
  const given = textIn(endpoint, 'url') ?? '';
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return internalFailure(
      `The address of the webhook, "${given}", is not an http address.`,
      'Nothing was sent.',
    );
  if (!isThisComputer(url.hostname))
    return internalFailure(
      `The sandbox posts to webhooks on this computer only: ${url.hostname} is elsewhere, so nothing was sent.`,
      'Point the webhook to an address such as http://localhost:8080/, or try it with a real organisation.',
    );
  const fitted = fitContext(context, webhookLimit, writeContextJson);
  if (fitted.kind === 'tooLarge')
    return internalFailure(
      'The payload is too large to be posted.',
      `It has ${fitted.bytes} bytes.`,
      '0x80050207',
    );
  const headers = new Headers({
    'content-type': 'application/json',
    'x-request-id': context.requestId ?? '',
    'x-ms-dynamics-organization': context.organizationName,
    'x-ms-dynamics-entity-name': context.primaryEntityName,
    'x-ms-dynamics-request-name': context.messageName,
    'x-ms-correlation-request-id': context.correlationId,
  });
  if (fitted.shortened) headers.set('x-ms-dynamics-msg-size-exceeded', 'true');
  authenticate(endpoint, url, headers);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: new Uint8Array(fitted.body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    if (response.ok) return { kind: 'posted' };
    const sentence =
      'The webhook call failed because the http request received non-success httpStatus code. ' +
      'Please check your webhook request handler.';
    const detail = `The webhook answered with HTTP status ${response.status}.`;
    return [502, 503, 504].includes(response.status)
      ? externalFailure(sentence, detail, '0x80050201')
      : internalFailure(sentence, detail, '0x80050201');
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    return isTimeout
      ? internalFailure('The webhook did not answer in time.', 'Nothing came back.', '0x80050202')
      : internalFailure('The webhook could not be reached.', causeOf(error), '0x80050205');
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** `authvalue` is the bare key, or XML: `<settings><setting name="…" value="…" /></settings>`. */
function authenticate(endpoint: Row, url: URL, headers: Headers): void {
  const value = textIn(endpoint, 'authvalue') ?? '';
  const authtype = numberIn(endpoint, 'authtype');
  if (authtype === webhookKey) url.searchParams.set('code', value);
  if (authtype !== httpHeader && authtype !== httpQueryString) return;
  for (const [, name = '', setting = ''] of value.matchAll(
    /<setting\s+name="([^"]*)"\s+value="([^"]*)"\s*\/?>/gi,
  )) {
    if (authtype === httpQueryString) url.searchParams.set(unescapeXml(name), unescapeXml(setting));
    else if (/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) headers.set(name, unescapeXml(setting));
  }
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
