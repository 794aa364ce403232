import { numberIn, type Row } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { RemoteContext } from './contextValue.ts';
import { internalFailure, type PostOutcome } from './postOutcome.ts';
import { postToServiceBus } from './postToServiceBus.ts';
import { postToWebhook } from './postToWebhook.ts';

export type PostContext = (endpoint: Row, context: RemoteContext) => Promise<PostOutcome>;

/** Names of contracts that need what the sandbox does not have. */
const unsupported: { readonly [contract: number]: string } = {
  1: 'one-way relay listeners',
  2: 'the message buffers that queues once were',
  3: 'REST relay listeners',
  4: 'two-way relay listeners',
  9: 'Event Grid',
  10: 'Managed Data Lake',
  11: 'Container Storage',
};
const webhook = 8;

export type PostSurroundings = {
  /** For one post to Service Bus, and one attempt at a webhook. Milliseconds. */
  readonly timeoutMs: number;
  readonly webhookTimeoutMs: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly organisationHost: () => string;
};

/** How a context reaches an endpoint, by the endpoint's contract. */
export function createPostContext(store: RowStore, surroundings: PostSurroundings): PostContext {
  return async (endpoint, context) => {
    const contract = numberIn(endpoint, 'contract') ?? 1;
    const missing = unsupported[contract];
    if (missing !== undefined)
      return internalFailure(
        `The sandbox has no ${missing}, so nothing was sent.`,
        `Contract of the endpoint: ${contract}. Use a queue or a topic, or try it with a real organisation.`,
      );
    if (contract === webhook)
      return postToWebhook(endpoint, context, {
        organisationHost: surroundings.organisationHost(),
        timeoutMs: surroundings.webhookTimeoutMs,
      });
    return postToServiceBus(endpoint, context, store, surroundings.timeoutMs, surroundings.clock());
  };
}
