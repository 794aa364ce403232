import { createHmac } from 'node:crypto';

/**
 * Signs a shared access signature token. The key is used as its text, not base64-decoded.
 * @param resource URI that the token is for, such as `sb://host/queue`
 * @param expiry seconds since 1970
 */
export function signSas(resource: string, keyName: string, key: string, expiry: number): string {
  const sr = encodeURIComponent(resource);
  const signature = createHmac('sha256', key).update(`${sr}\n${expiry}`, 'utf8').digest('base64');
  return (
    `SharedAccessSignature sr=${sr}&sig=${encodeURIComponent(signature)}` +
    `&se=${expiry}&skn=${encodeURIComponent(keyName)}`
  );
}
