import type { RemoteContext } from './contextValue.ts';

/** What Dataverse allows for one post, in bytes: Service Bus and Event Hubs, and webhooks. */
export const serviceBusLimit = 192 * 1024;
export const webhookLimit = 256 * 1024;

export type FittedBody =
  | { readonly kind: 'fits'; readonly body: Buffer; readonly shortened: boolean }
  | { readonly kind: 'tooLarge'; readonly bytes: number };

/**
 * Writes the context. Above the limit it is written again without parent, input parameters and images; if that is
 * still too large, nothing may be sent.
 */
export function fitContext(
  context: RemoteContext,
  limit: number,
  write: (context: RemoteContext) => string | Buffer,
): FittedBody {
  const whole = Buffer.from(write(context));
  if (whole.length <= limit) return { kind: 'fits', body: whole, shortened: false };
  const rest = Buffer.from(
    write({
      ...context,
      parentContext: null,
      inputParameters: [],
      preEntityImages: [],
      postEntityImages: [],
    }),
  );
  if (rest.length <= limit) return { kind: 'fits', body: rest, shortened: true };
  return { kind: 'tooLarge', bytes: rest.length };
}
