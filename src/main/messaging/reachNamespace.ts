import { lookup } from 'node:dns/promises';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** How far a connection to a namespace gets before any protocol is spoken. */
export type Reach =
  | { readonly kind: 'reached'; readonly port: number }
  | { readonly kind: 'nameUnknown'; readonly details: string }
  | { readonly kind: 'resolverSilent'; readonly details: string }
  | { readonly kind: 'refused'; readonly port: number; readonly details: string }
  | { readonly kind: 'timedOut'; readonly port: number }
  | { readonly kind: 'unreachable'; readonly port: number; readonly details: string }
  | { readonly kind: 'certificateRefused'; readonly port: number; readonly details: string };

/**
 * Looks the name up, opens the port and, where the transport is TLS, shakes hands: each failure has a cure of its own,
 * and the AMQP library would report all of them as one.
 */
export async function reachNamespace(
  host: string,
  port: number,
  secure: boolean,
  options: { signal: AbortSignal; timeoutMs: number },
): Promise<Reach> {
  const unresolved = await resolve(host);
  options.signal.throwIfAborted();
  return unresolved ?? open(host, port, secure, options);
}

const withoutBrackets = (host: string): string => host.replace(/^\[|\]$/g, '');

async function resolve(host: string): Promise<Reach | undefined> {
  try {
    await lookup(withoutBrackets(host));
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    const details = code || String(error);
    // EAI_AGAIN: the name server itself did not answer, so the name may be right.
    return code === 'EAI_AGAIN' ? { kind: 'resolverSilent', details } : { kind: 'nameUnknown', details };
  }
}

function open(
  host: string,
  port: number,
  secure: boolean,
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): Promise<Reach> {
  return new Promise((settle, reject) => {
    const name = withoutBrackets(host);
    const socket = secure
      ? connectTls({ host: name, port, servername: name })
      : connectTcp({ host: name, port });
    const finish = (reach: Reach): void => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      settle(reach);
    };
    const stop = (): void => {
      socket.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(timeoutMs, () => finish({ kind: 'timedOut', port }));
    socket.once(secure ? 'secureConnect' : 'connect', () => finish({ kind: 'reached', port }));
    socket.on('error', (error) => {
      const code = codeOf(error);
      const details = code || error.message;
      if (code === 'ECONNREFUSED') finish({ kind: 'refused', port, details });
      else if (code === 'ETIMEDOUT') finish({ kind: 'timedOut', port });
      else if (isCertificateCode(code)) finish({ kind: 'certificateRefused', port, details });
      else finish({ kind: 'unreachable', port, details });
    });
  });
}

function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|ALTNAME|ERR_SSL|EPROTO/.test(code);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
