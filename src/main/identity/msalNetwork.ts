import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { z } from 'zod';
import type { SignInRefusal } from '../../shared/domain/signInFailure.ts';
import type { Clock } from '../ports.ts';

/** MSAL's way to the network, over our fetch: it alone knows the proxy and the certificates that are trusted. */
export interface MsalNetwork extends INetworkModule {
  /** What was seen on the way. MSAL keeps less of it than an explanation needs. */
  readonly seen: SeenOnNetwork;
  /** Begins a new operation: what the last one saw must not explain this one. */
  forget(): void;
}

export interface SeenOnNetwork {
  /** What the authority refused last. */
  refusal: (SignInRefusal & { readonly correlationId: string | null }) | null;
  /** Why the last request had no answer, or none that can be read. */
  broken: { readonly host: string; readonly cause: unknown } | null;
  /** How far the authority's clock is ahead of ours, in milliseconds; whole seconds. */
  serverAhead: number | null;
}

const Refusal = z.object({
  error: z.string(),
  error_description: z.string().optional(),
  error_codes: z.array(z.number()).optional(),
  suberror: z.string().optional(),
  correlation_id: z.string().optional(),
});

const patience = 30_000;
const longestAnswer = 2_000_000;

export function createMsalNetwork(options: {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}): MsalNetwork {
  const seen: SeenOnNetwork = { refusal: null, broken: null, serverAhead: null };

  async function send<T>(
    method: 'GET' | 'POST',
    url: string,
    request: NetworkRequestOptions | undefined,
    timeout: number | undefined,
  ): Promise<NetworkResponse<T>> {
    const { host, protocol } = new URL(url);
    try {
      if (protocol !== 'https:') throw new Error('The sign-in authority has an address without https.');
      const limit = AbortSignal.timeout(timeout ?? patience);
      const response = await options.fetch(url, {
        method,
        headers: request?.headers ?? {},
        body: method === 'POST' ? (request?.body ?? '') : null,
        // A sign-in is never sent on to wherever an answer points.
        redirect: 'error',
        signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
      });
      learnTime(response.headers);
      const text = await response.text();
      if (text.length > longestAnswer) throw new Error('The answer is too large for a sign-in authority.');
      const body = readJson(text, response.status);
      const refusal = Refusal.safeParse(body);
      seen.broken = null;
      if (refusal.success) {
        const { error, error_description, error_codes, suberror, correlation_id } = refusal.data;
        seen.refusal = {
          error,
          description: error_description ?? null,
          numbers: error_codes,
          suberror: suberror ?? null,
          correlationId: correlation_id ?? null,
        };
      }
      return {
        headers: Object.fromEntries(response.headers),
        body: body as T,
        status: response.status,
      };
    } catch (cause) {
      seen.broken = { host, cause };
      throw cause;
    }
  }

  function learnTime(headers: Headers): void {
    const date = Date.parse(headers.get('date') ?? '');
    if (!Number.isNaN(date)) seen.serverAhead = date - Math.floor(options.clock.now() / 1000) * 1000;
  }

  return {
    seen,
    forget() {
      seen.refusal = null;
      seen.broken = null;
    },
    sendGetRequestAsync: (url, request, timeout) => send('GET', url, request, timeout),
    sendPostRequestAsync: (url, request) => send('POST', url, request, undefined),
  };
}

function readJson(text: string, status: number): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (cause) {
    // A proxy's own page, for example. Its text is not repeated: nobody knows what is in it.
    throw new Error(`The answer with status ${status} is not of a sign-in authority.`, { cause });
  }
}
