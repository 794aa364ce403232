import { createHmac } from 'node:crypto';
import { createSasToken, type SignSas } from '../../shared/domain/sasToken.ts';

/** HMAC-SHA256 in base64. The key is the text itself: Service Bus does not decode its base64. */
export const signSas: SignSas = (key, text) =>
  createHmac('sha256', Buffer.from(key, 'utf8')).update(text, 'utf8').digest('base64');

/** What proves to a namespace that we may use an entity. */
export type MessagingCredential =
  | { readonly kind: 'key'; readonly policyName: string; readonly key: string }
  | { readonly kind: 'token'; readonly token: string };

/** A token for a resource: made from the key for one hour, or the one that was given. */
export function tokenFor(credential: MessagingCredential, resource: string, now: number): string {
  if (credential.kind === 'token') return credential.token;
  const { policyName, key } = credential;
  return createSasToken({ resource, policyName, key, expiry: Math.floor(now / 1000) + 3600 }, signSas);
}

/** The same under the bytes that the key's base64 stands for: a common mistake, which is told apart by trying it. */
export const signWithDecodedKey: SignSas = (key, text) =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64');
