import type { z } from 'zod';
import type { BrokerProperty } from '../../shared/contract/calls/listeners.ts';
import type { WireProperty } from '../messaging/brokerMessage.ts';

/** The namespace in front of what Dataverse says of the caller: long, and the same each time. */
const claims = 'http://schemas.microsoft.com/xrm/2011/Claims/';

/** A property under the name that the page shows. */
export function shownProperty({ key, value }: WireProperty): z.infer<typeof BrokerProperty> {
  return { name: key.startsWith(claims) ? key.slice(claims.length) : key, key, value };
}

/**
 * Whether Dataverse left out images and parameters because the message was over its limit. It says so by a property
 * whose name contains this text; what stands before it is not settled, so the text is searched for.
 */
export function isTruncated(properties: readonly WireProperty[]): boolean {
  return properties.some(({ key }) => key.toLowerCase().includes('messagemaxsizeexceeded'));
}
