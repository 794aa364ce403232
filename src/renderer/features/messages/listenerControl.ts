import type { ListenerMode, ListenerSource } from '../../../shared/contract/calls/listeners.ts';
import type { ConnectionId, ListenerId, ServiceEndpointId } from '../../../shared/domain/ids.ts';
import { failureOf } from '../../app/core/failureOf.ts';
import type { CoreBridge } from '../../bridge/connectBridge.ts';
import {
  addMessages,
  changeListener,
  type KnownListener,
  listenerKeyOf,
  listenerOf,
  putListener,
  useListeners,
} from './listenerStore.ts';

const followed = new WeakSet<CoreBridge>();
const known = new Set<ConnectionId>();

/** Listens to what listeners tell, once for the whole life of the page: they go on while other things are shown. */
function followListeners(bridge: CoreBridge): void {
  if (followed.has(bridge)) return;
  followed.add(bridge);
  bridge.on('listener.state', (state) => {
    changeListener(state.listenerId, (listener) => ({ ...listener, state }));
  });
  bridge.on('listener.messages', ({ listenerId, messages, dropped }) => {
    changeListener(listenerId, (listener) => ({
      ...listener,
      messages: addMessages(listener.messages, messages),
      dropped,
    }));
  });
  let wasLost = false;
  bridge.onStateChange(() => {
    const lost = bridge.state().kind === 'lost';
    if (wasLost && !lost) for (const connectionId of known) void attachListeners(bridge, connectionId);
    wasLost = lost;
  });
}

/** Finds the listeners that run already, after the page was loaded again or the way to the core was lost. */
export async function attachListeners(bridge: CoreBridge, connectionId: ConnectionId): Promise<void> {
  followListeners(bridge);
  known.add(connectionId);
  try {
    const { listeners } = await bridge.call('listener.list', { connectionId });
    for (const listener of listeners) {
      const before = listenerOf(connectionId, listener.endpointId);
      if (before?.listenerId !== listener.listenerId) {
        putListener({ ...listener, connectionId, messages: [], dropped: 0, selected: null });
      }
      await catchUp(bridge, connectionId, listener.endpointId);
    }
    const running = new Set(listeners.map(({ listenerId }) => listenerId));
    for (const listener of Object.values(useListeners.getState().byEndpoint)) {
      if (listener.connectionId !== connectionId || running.has(listener.listenerId)) continue;
      if (listener.state.kind === 'stopped') continue;
      changeListener(listener.listenerId, endedElsewhere);
    }
  } catch {
    // The page says by itself that the program is gone, and comes back here when it answers again.
  }
}

function endedElsewhere(listener: KnownListener): KnownListener {
  return {
    ...listener,
    state: {
      listenerId: listener.listenerId,
      kind: 'stopped',
      sentence: 'The listener ended with the program that ran it.',
      advice: 'Start it again.',
    },
  };
}

async function catchUp(
  bridge: CoreBridge,
  connectionId: ConnectionId,
  endpointId: ServiceEndpointId,
): Promise<void> {
  const listener = listenerOf(connectionId, endpointId);
  if (!listener) return;
  const { listenerId } = listener;
  const after = listener.messages.at(-1)?.number ?? 0;
  const { messages, dropped, state } = await bridge.call('listener.messages', { listenerId, after });
  changeListener(listenerId, (now) => ({
    ...now,
    messages: addMessages(now.messages, messages),
    dropped,
    state,
  }));
}

export interface StartListening {
  readonly connectionId: ConnectionId;
  readonly endpointId: ServiceEndpointId;
  readonly source: ListenerSource;
  readonly mode: ListenerMode;
  readonly fromBeginning: boolean;
}

/** Starts the one listener of an endpoint; one that runs already gives way. Rejects with a FailureError. */
export async function startListening(bridge: CoreBridge, input: StartListening): Promise<ListenerId> {
  const { connectionId, endpointId, source, mode } = input;
  followListeners(bridge);
  known.add(connectionId);
  const before = listenerOf(connectionId, endpointId);
  if (before) await bridge.call('listener.stop', { listenerId: before.listenerId });
  const { listenerId } = await bridge.call('listener.start', input);
  putListener({
    listenerId,
    connectionId,
    endpointId,
    source,
    mode,
    state: { listenerId, kind: 'connecting', sentence: 'Connecting.' },
    messages: [],
    dropped: 0,
    selected: null,
  });
  // What was told before the listener was known here.
  await catchUp(bridge, connectionId, endpointId);
  return listenerId;
}

/** Ends a listener and lets what it showed go: only the core holds the messages, and only while it runs. */
export async function stopListening(bridge: CoreBridge, listener: KnownListener): Promise<void> {
  try {
    await bridge.call('listener.stop', { listenerId: listener.listenerId });
  } catch (error) {
    if (failureOf(error).code !== 'notFound') throw error;
  }
  const key = listenerKeyOf(listener.connectionId, listener.endpointId);
  useListeners.setState(({ byEndpoint }) => {
    const rest = { ...byEndpoint };
    delete rest[key];
    return { byEndpoint: rest };
  });
}

/** Empties the list; the broker is not asked. */
export async function clearMessages(bridge: CoreBridge, listenerId: ListenerId): Promise<void> {
  await bridge.call('listener.clear', { listenerId });
  changeListener(listenerId, (listener) => ({ ...listener, messages: [], selected: null }));
}
