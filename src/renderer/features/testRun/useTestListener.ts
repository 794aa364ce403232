import { useCallback } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { failureOf } from '../../app/core/failureOf.ts';
import { reasonAgainstListening, sourceName } from '../messages/listenerChoice.ts';
import { startListening } from '../messages/listenerControl.ts';
import { isRunning, type KnownListener, listenerOf, useListeners } from '../messages/listenerStore.ts';
import { useListener } from '../messages/useListener.ts';
import { useListenerChoice } from '../messages/useListenerChoice.ts';
import { useListenerKey } from '../messages/useListenerKey.ts';

/** How long a listener may take to begin before the run goes on without it. */
const patience = 12_000;

export interface TestListener {
  readonly listener: KnownListener | null;
  /** What it reads, or would read; null when nothing can. */
  readonly name: string | null;
  /** Why nobody can listen; null when somebody does or can. */
  readonly obstacle: string | null;
  readonly needsKey: boolean;
  readonly listening: boolean;
  /** Starts one if none runs. Resolves to why it did not begin, or null. */
  readonly begin: (signal: AbortSignal) => Promise<string | null>;
}

/** The listener that will see the message of a test run. */
export function useTestListener(connectionId: ConnectionId, endpoint: ServiceEndpoint): TestListener {
  const bridge = useCore();
  const endpointId = endpoint.id;
  const listener = useListener(connectionId, endpointId);
  const key = useListenerKey(connectionId, endpointId);
  const { source } = useListenerChoice(endpoint);
  const running = listener !== null && isRunning(listener);
  const needsKey = !running && (key === null || key?.canListen === false);
  const obstacle = running
    ? null
    : (reasonAgainstListening(endpoint) ??
      (needsKey
        ? 'No key with the Listen right is kept for this endpoint.'
        : source.kind === 'missing'
          ? source.sentence
          : null));
  const begin = useCallback(
    async (signal: AbortSignal): Promise<string | null> => {
      const now = listenerOf(connectionId, endpointId);
      if (now && now.state.kind === 'paused') {
        await bridge.call('listener.resume', { listenerId: now.listenerId });
      } else if (!now || !isRunning(now)) {
        if (source.kind === 'missing') return source.sentence;
        // Never takes messages out unasked, whatever was chosen for the panel.
        const how = { mode: 'peek', fromBeginning: true } as const;
        try {
          await startListening(bridge, { connectionId, endpointId, source: source.source, ...how });
        } catch (error) {
          return failureOf(error).sentence;
        }
      }
      return untilListening(() => listenerOf(connectionId, endpointId), signal);
    },
    [bridge, connectionId, endpointId, source],
  );
  return {
    listener,
    name: listener
      ? sourceName(listener.source)
      : source.kind === 'source'
        ? sourceName(source.source)
        : null,
    obstacle,
    needsKey,
    listening: running,
    begin,
  };
}

function untilListening(read: () => KnownListener | undefined, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const verdict = (): string | null | undefined => {
      const state = read()?.state;
      if (!state) return 'The listener was stopped.';
      if (state.kind === 'listening') return null;
      if (state.kind === 'failed' || state.kind === 'stopped') return state.sentence;
      return undefined;
    };
    const end = (result: string | null) => {
      stop();
      window.clearTimeout(timer);
      resolve(result);
    };
    const look = () => {
      const found = verdict();
      if (found !== undefined) end(found);
    };
    const timer = window.setTimeout(() => end('Listening did not begin in time.'), patience);
    const stop = useListeners.subscribe(look);
    signal.addEventListener('abort', () => end('Cancelled.'), { once: true });
    look();
  });
}
