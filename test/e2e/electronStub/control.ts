/** What the test asks the stub's process, and what it answers. The test plays the user and the system. */
export type ToStub =
  | { readonly kind: 'click'; readonly path: readonly string[] }
  | { readonly kind: 'secondInstance' }
  | { readonly kind: 'closeWindow' }
  | { readonly kind: 'permission'; readonly permission: string; readonly address: string }
  | { readonly kind: 'navigate'; readonly address: string }
  | { readonly kind: 'openWindow'; readonly address: string }
  | { readonly kind: 'foreignMessage'; readonly message: unknown }
  | { readonly kind: 'seen' };

export interface Seen {
  /** Addresses that were handed to the user's browser. */
  readonly opened: readonly string[];
  /** Sentences of dialogs. */
  readonly dialogs: readonly string[];
  readonly windows: readonly Record<string, unknown>[];
  readonly focused: number;
  readonly sandboxed: boolean;
  readonly schemes: readonly unknown[];
}

export type FromStub =
  | { readonly kind: 'page'; readonly cdpAddress: string; readonly pageAddress: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown };
