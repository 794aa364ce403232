import { Agent, type RequestOptions, request } from 'node:https';
import { Readable } from 'node:stream';

/** Certificate authorities that are trusted for some origins and for nothing else. */
export interface Trust {
  /** Such as `https://127.0.0.1:5001`. */
  readonly origins: readonly string[];
  /** PEM. */
  readonly certificateAuthority: string;
}

/**
 * A fetch that trusts one more certificate authority, but only where it was said. The sandbox's own authority is made on
 * this computer: trusted everywhere, whoever reads its key could stand in for Microsoft's sign-in.
 *
 * Only what our own requests need is done for those origins: a body of text, no redirects.
 */
export function createTrustingFetch(
  base: typeof fetch,
  trust: (url: URL) => Promise<Trust | null>,
): typeof fetch {
  let agent: { readonly certificateAuthority: string; readonly agent: Agent } | undefined;
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'https:') return base(input, init);
    const trusted = await trust(url);
    if (trusted === null || !trusted.origins.includes(url.origin)) return base(input, init);
    const { certificateAuthority } = trusted;
    if (agent?.certificateAuthority !== certificateAuthority) {
      agent?.agent.destroy();
      agent = { certificateAuthority, agent: new Agent({ ca: certificateAuthority, keepAlive: false }) };
    }
    return send(url, init, agent.agent);
  };
}

function send(url: URL, init: RequestInit, agent: Agent): Promise<Response> {
  const headers = Object.fromEntries(new Headers(init.headers));
  const body = init.body === null || init.body === undefined ? undefined : textOf(init.body);
  if (init.body instanceof URLSearchParams)
    headers['content-type'] ??= 'application/x-www-form-urlencoded;charset=UTF-8';
  if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
  const options: RequestOptions = { method: init.method ?? 'GET', headers, agent };
  if (init.signal) options.signal = init.signal;
  return new Promise((resolve, reject) => {
    const sending = request(url, options, (incoming) => {
      const status = incoming.statusCode ?? 500;
      if (status >= 300 && status < 400 && init.redirect === 'error') {
        incoming.destroy();
        reject(new TypeError('The answer points elsewhere, which is not followed.'));
        return;
      }
      const received = new Headers();
      for (const [name, value] of Object.entries(incoming.headers)) {
        for (const one of typeof value === 'string' ? [value] : (value ?? [])) received.append(name, one);
      }
      const empty = status === 204 || status === 205 || status === 304;
      if (empty) incoming.resume();
      resolve(new Response(empty ? null : toWeb(incoming), { status, headers: received }));
    });
    sending.once('error', (cause) => reject(new TypeError('fetch failed', { cause })));
    sending.end(body);
  });
}

/** The two standards describe the same streams with different types. */
function toWeb(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
}

function textOf(body: NonNullable<RequestInit['body']>): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('Only texts are sent this way.');
}
