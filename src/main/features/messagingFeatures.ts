import type { MessageSummary } from '../../shared/contract/calls/listeners.ts';
import type { CheckLine } from '../../shared/domain/check.ts';
import type { ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import type { EndpointSecret, ServiceEndpointDraft } from '../../shared/domain/serviceEndpoint.ts';
import type { MessageBuffer } from '../messaging/messageBuffer.ts';
import type { Clock, Log, SecretBox, Tell } from '../ports.ts';
import { type CheckFromHerePorts, createCheckFromHere } from './checkEndpointFromHere.ts';
import type { Handlers } from './handlers.ts';
import { connectionStringOf, createListenerKeys, type ListenerKeys } from './listenerKeys.ts';
import { canListenFrom, createListeners, type ListenerPorts, type ListeningTrial } from './listeners.ts';

export interface MessagingPorts
  extends Pick<CheckFromHerePorts, 'probeEntity' | 'reachNamespace'>,
    Pick<ListenerPorts, 'openEntityReader' | 'readFaultFrom' | 'startListener' | 'refuseWriting'> {
  readonly createBuffer: () => MessageBuffer<MessageSummary>;
  readonly glance: ListenerPorts['glance'];
  readonly decode: ListenerPorts['decode'];
  readonly endpointOf: (connectionId: ConnectionId, id: ServiceEndpointId) => Promise<ServiceEndpoint>;
  readonly secretBox: SecretBox;
  readonly tell: Tell;
  readonly clock: Clock;
  readonly log: Log;
}

export interface MessagingFeatures {
  readonly handlers: Pick<
    Handlers,
    Extract<keyof Handlers, `listener.${string}`> | 'serviceEndpoint.checkFromHere'
  >;
  readonly keys: ListenerKeys;
  /**
   * Told after an endpoint was saved with a secret: keeps it, so that the endpoint can be checked again and, where its
   * policy may listen, read along without asking for it twice. Never rejects: the endpoint is saved already.
   */
  rememberUsedKey(
    connectionId: ConnectionId,
    endpointId: ServiceEndpointId,
    draft: ServiceEndpointDraft,
    secret: EndpointSecret,
  ): Promise<void>;
  /** Told when a connection is removed, or its organisation begins anew: nobody is there to listen for. */
  stopListening(connectionId: ConnectionId): Promise<void>;
  /** Told when a connection became read-only: what takes messages away ends. */
  stopReceiving(connectionId: ConnectionId): Promise<void>;
  /** Told after an endpoint was unregistered: stops listening to it, and forgets its keys. */
  forgetKeys(connectionId: ConnectionId, endpointId: ServiceEndpointId): Promise<void>;
  close(): Promise<void>;
}

/** Listening and checking from this computer, on one set of kept keys. */
export function createMessagingFeatures(ports: MessagingPorts): MessagingFeatures {
  const keys = createListenerKeys(ports.secretBox);
  const checkFromHere = createCheckFromHere({ ...ports, keys });

  const tryKey = async (
    connectionString: string,
    connectionId: ConnectionId,
    endpointId: ServiceEndpointId,
  ): Promise<CheckLine[]> => {
    const { lines } = await checkFromHere(
      { connectionId, target: { kind: 'endpoint', id: endpointId, connectionString } },
      { signal: AbortSignal.timeout(30_000), progress: () => undefined },
    );
    return lines;
  };
  const tryListening: ListenerPorts['tryListening'] = async (connectionString, connectionId, endpointId) =>
    listeningTrialOf(await tryKey(connectionString, connectionId, endpointId));

  const listeners = createListeners({ ...ports, keys, tryListening });
  return {
    keys,
    handlers: { ...listeners.handlers, 'serviceEndpoint.checkFromHere': checkFromHere },
    async rememberUsedKey(connectionId, endpointId, draft, secret) {
      const connectionString = connectionStringOf(draft, secret);
      try {
        await keys.keep(connectionId, endpointId, 'sending', { connectionString, canListen: null });
        const lines = await tryKey(connectionString, connectionId, endpointId);
        const canListen = canListenFrom(listeningTrialOf(lines));
        await keys.keep(connectionId, endpointId, 'sending', {
          connectionString,
          canListen,
          canSend: canSendFrom(lines),
        });
      } catch (error) {
        ports.log.error('The key of a saved endpoint could not be kept for listening.', error);
      }
    },
    stopListening: (connectionId) => listeners.stopOf(connectionId),
    stopReceiving: (connectionId) => listeners.stopReceiving(connectionId),
    async forgetKeys(connectionId, endpointId) {
      await listeners.stopOf(connectionId, endpointId);
      await keys.forget(connectionId, endpointId);
    },
    close: () => listeners.close(),
  };
}

function listeningTrialOf(lines: readonly CheckLine[]): ListeningTrial {
  const listen = lines.find(({ id }) => id === 'listen');
  if (listen?.state === 'passed') return { kind: 'may' };
  // A policy that may only listen fails at sending, which is no obstacle here.
  const obstacle = lines.find(({ id, state }) => state === 'failed' && id !== 'send');
  if (obstacle) return { kind: 'obstacle', line: obstacle };
  return listen?.details === undefined ? { kind: 'unknown' } : { kind: 'mayNot' };
}

/** Null where the check did not get so far. */
function canSendFrom(lines: readonly CheckLine[]): boolean | null {
  const send = lines.find(({ id }) => id === 'send');
  if (send?.state === 'passed') return true;
  return send?.state === 'failed' ? false : null;
}
