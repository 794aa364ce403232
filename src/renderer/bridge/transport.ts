import type { FromPage } from '../../shared/contract/wire.ts';

export type BridgeState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** The program does not answer; the page tries again by itself. */
  | { readonly kind: 'lost'; readonly sentence: string; readonly advice: string };

/** A way to the core: Electron's, or a WebSocket. */
export interface Transport {
  state(): BridgeState;
  /** Only while open; messages are lost otherwise. */
  send(message: FromPage): void;
  /** Where a file is that the user chose; null where the page cannot know. */
  pathOf(file: File): string | null;
  close(): void;
}

export interface TransportListener {
  /** Unparsed, as it came over the wire. */
  message(message: unknown): void;
  stateChanged(): void;
}
