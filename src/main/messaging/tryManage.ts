import type { Grant, ProbeTarget } from './probeEntity.ts';
import { tokenFor } from './signSas.ts';

export interface TryManageOptions {
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly fetch: typeof fetch;
  readonly timeoutMs?: number;
}

/**
 * Whether the credential may manage an entity: reads the entity's description, which takes Manage and changes nothing.
 * Azure answers on port 443; an emulator on this computer on its own.
 * Rejects only with the signal's reason.
 * Source: Service Bus REST API, Get Entity: learn.microsoft.com/rest/api/servicebus/get-entity
 */
export async function tryManage(target: ProbeTarget, options: TryManageOptions): Promise<Grant> {
  const { host, port, secure, entityPath } = target;
  const origin = secure ? `https://${host}` : `http://${host}:${port ?? 80}`;
  const path = entityPath.split('/').map(encodeURIComponent).join('/');
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000);
  try {
    const response = await options.fetch(`${origin}/${path}?api-version=2021-05`, {
      headers: { Authorization: tokenFor(target.credential, `${origin}/${entityPath}`, options.now()) },
      redirect: 'error',
      signal: AbortSignal.any([options.signal, timeout]),
    });
    const words = (await response.text()).slice(0, 2000);
    if (response.ok) return { kind: 'granted' };
    const details = `${response.status} ${/<Detail>([^<]*)<\/Detail>/.exec(words)?.[1] ?? response.statusText}`;
    if (response.status === 401 || response.status === 403) return { kind: 'denied', details };
    if (response.status === 404) return { kind: 'noEntity', details };
    return { kind: 'refused', condition: `HTTP ${response.status}`, details };
  } catch (error) {
    options.signal.throwIfAborted();
    const details = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', condition: 'no answer', details };
  }
}
