import type { ResourceUri } from './entityAddress.ts';
import type { EntityDirectory } from './entityDirectory.ts';
import type { EntityQueue } from './entityQueue.ts';
import type { QueueDispatcher } from './queueDispatcher.ts';

/** Something that goes wrong on purpose, so that clients can be watched coping with it. */
export type BrokerFault =
  /** New connections are closed at once. */
  | { readonly kind: 'unreachable' }
  /** Every message sent is refused with `com.microsoft:server-busy`. */
  | { readonly kind: 'busy' };

/** What the parts of one broker share. */
export interface BrokerContext {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly directory: EntityDirectory;
  readonly maxMessageSize: number;
  readonly resourceUri: (path: string) => string;
  readonly isOwnHost: (uri: ResourceUri) => boolean;
  readonly fault: () => BrokerFault | undefined;
  readonly dispatcherOf: (queue: EntityQueue) => QueueDispatcher;
}
