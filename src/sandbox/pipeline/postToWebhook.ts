import { numberIn, type Row, textIn } from '../store/row.ts';
import type { RemoteContext } from './contextValue.ts';
import { isThisComputer } from './endpointAddress.ts';
import { fitContext, webhookLimit } from './fitContext.ts';
import { internalFailure, type PostFailure, type PostOutcome } from './postOutcome.ts';
import { readWebhookSettings } from './webhookSettings.ts';
import { writeContextJson } from './writeContextJson.ts';

/** Values of `authtype`. */
const webhookKey = 4;
const httpHeader = 5;
const httpQueryString = 6;

const badStatus = '0x80050201';
const timedOut = '0x80050202';
const badHeaders = '0x80050203';
const badQuery = '0x80050204';
const notPosted = '0x80050205';
const payloadTooLarge = '0x80050207';
/** Answers that are worth one more try. */
const passing = new Set([502, 503, 504]);

export type WebhookSurroundings = {
  /** Host of the organisation's own address, as the header names it. */
  readonly organisationHost: string;
  /** For one attempt. */
  readonly timeoutMs: number;
};

/**
 * Posts a context to a webhook, as JSON. Only to this computer, on any port (Dataverse itself knows 80 and 443).
 * After 502, 503 and 504 it is tried exactly once more; whatever fails otherwise has failed for good.
 */
export async function postToWebhook(
  endpoint: Row,
  context: RemoteContext,
  surroundings: WebhookSurroundings,
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
      payloadTooLarge,
    );
  const headers = new Headers({
    'content-type': 'application/json',
    'x-request-id': context.requestId ?? '',
    'x-ms-dynamics-organization': surroundings.organisationHost,
    'x-ms-dynamics-entity-name': context.primaryEntityName,
    'x-ms-dynamics-request-name': context.messageName,
    'x-ms-correlation-request-id': context.correlationId,
  });
  if (fitted.shortened) headers.set('x-ms-dynamics-msg-size-exceeded', 'true');
  const refusal = authenticate(endpoint, url, headers);
  if (refusal !== undefined) return refusal;
  const attempt = () => send(url, headers, fitted.body, surroundings.timeoutMs);
  const first = await attempt();
  return first.again ? (await attempt()).outcome : first.outcome;
}

type Attempt = { readonly outcome: PostOutcome; readonly again: boolean };

async function send(url: URL, headers: Headers, body: Buffer, timeoutMs: number): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    // What a webhook answers is never read.
    await response.body?.cancel();
    if (response.ok) return { outcome: { kind: 'posted' }, again: false };
    return {
      outcome: internalFailure(
        'The webhook call failed because the http request received non-success httpStatus code. ' +
          'Please check your webhook request handler.',
        `The webhook answered with HTTP status ${response.status}.`,
        badStatus,
      ),
      again: passing.has(response.status),
    };
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    const outcome = isTimeout
      ? internalFailure('The webhook did not answer in time.', 'Nothing came back.', timedOut)
      : internalFailure('The webhook could not be reached.', causeOf(error), notPosted);
    return { outcome, again: false };
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** Puts what the webhook is authorized by into address or headers; a failure when it cannot be sent. */
function authenticate(endpoint: Row, url: URL, headers: Headers): PostFailure | undefined {
  const value = textIn(endpoint, 'authvalue') ?? '';
  const authtype = numberIn(endpoint, 'authtype');
  if (authtype === webhookKey) url.searchParams.set('code', value);
  if (authtype !== httpHeader && authtype !== httpQueryString) return undefined;
  const isHeader = authtype === httpHeader;
  const refusal = (detail: string): PostFailure =>
    isHeader
      ? internalFailure('The headers of the webhook are not valid.', detail, badHeaders)
      : internalFailure('The query parameters of the webhook are not valid.', detail, badQuery);
  const settings = readWebhookSettings(value);
  if (settings === undefined) return refusal('They are not stored as settings with a name and a value each.');
  for (const { name, value: text } of settings) {
    if (!isHeader) url.searchParams.append(name, text);
    // Names and values that HTTP does not know, and headers that belong to the request itself.
    else if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name) || !/^[\t\x20-\x7e]*$/.test(text))
      return refusal(`The header ${JSON.stringify(name)} cannot be sent.`);
    else if (/^(?:connection|content-length|content-type|expect|host|transfer-encoding)$/i.test(name))
      return refusal(`The header ${name} is set by the platform.`);
    else headers.set(name, text);
  }
  return undefined;
}
