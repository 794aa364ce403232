import { create } from 'zustand';
import type {
  ListenerMode,
  ListenerSource,
  ListenerState,
  MessageSummary,
} from '../../../shared/contract/calls/listeners.ts';
import type { ConnectionId, ListenerId, ServiceEndpointId } from '../../../shared/domain/ids.ts';

/** As many as the core keeps. */
const mostMessages = 10_000;

/** A listener as the page knows it. It runs in the core, whatever is on the page. */
export interface KnownListener {
  readonly listenerId: ListenerId;
  readonly connectionId: ConnectionId;
  readonly endpointId: ServiceEndpointId;
  readonly source: ListenerSource;
  readonly mode: ListenerMode;
  readonly state: ListenerState;
  /** By number, the oldest first. */
  readonly messages: readonly MessageSummary[];
  /** Let go by the core to bound memory. */
  readonly dropped: number;
  /** Number of the message that is open. */
  readonly selected: number | null;
}

interface Listeners {
  /** By endpoint, `connectionId endpointId`: the latest listener of each. */
  readonly byEndpoint: Readonly<Record<string, KnownListener>>;
}

export const useListeners = create<Listeners>(() => ({ byEndpoint: {} }));

export function listenerKeyOf(connectionId: ConnectionId, endpointId: ServiceEndpointId): string {
  return `${connectionId} ${endpointId}`;
}

export function listenerOf(
  connectionId: ConnectionId,
  endpointId: ServiceEndpointId,
): KnownListener | undefined {
  return useListeners.getState().byEndpoint[listenerKeyOf(connectionId, endpointId)];
}

export function isRunning({ state }: KnownListener): boolean {
  return state.kind !== 'stopped' && state.kind !== 'failed';
}

export function putListener(listener: KnownListener): void {
  const key = listenerKeyOf(listener.connectionId, listener.endpointId);
  useListeners.setState(({ byEndpoint }) => ({ byEndpoint: { ...byEndpoint, [key]: listener } }));
}

/** Changes a listener that is still the latest of its endpoint. */
export function changeListener(
  listenerId: ListenerId,
  change: (listener: KnownListener) => KnownListener,
): void {
  useListeners.setState((before) => {
    const found = Object.entries(before.byEndpoint).find(([, one]) => one.listenerId === listenerId);
    if (!found) return before;
    const [key, listener] = found;
    const next = change(listener);
    return next === listener ? before : { byEndpoint: { ...before.byEndpoint, [key]: next } };
  });
}

export function selectMessage(listenerId: ListenerId, number: number | null): void {
  changeListener(listenerId, (listener) => ({ ...listener, selected: number }));
}

/** Adds what came, each number once and in order, and lets the oldest go beyond the bound. */
export function addMessages(
  known: readonly MessageSummary[],
  added: readonly MessageSummary[],
  most = mostMessages,
): readonly MessageSummary[] {
  const [first] = added;
  if (!first) return known;
  const last = known.at(-1)?.number ?? 0;
  let all: MessageSummary[];
  if (first.number > last && isAscending(added)) all = [...known, ...added];
  else {
    const byNumber = new Map([...known, ...added].map((message) => [message.number, message]));
    all = [...byNumber.values()].sort((one, other) => one.number - other.number);
  }
  return all.length > most ? all.slice(all.length - most) : all;
}

function isAscending(messages: readonly MessageSummary[]): boolean {
  return messages.every((message, at) => at === 0 || (messages[at - 1]?.number ?? 0) < message.number);
}
