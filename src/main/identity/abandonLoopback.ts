import { request } from 'node:http';

/**
 * Ends MSAL's wait for the browser, which it offers no way to end: tells its server on this computer what a browser would
 * tell when the user declines. Its port is free again then. Never rejects: where nobody listens any more, nothing is to be ended.
 */
export function abandonLoopback(link: string): Promise<void> {
  const { searchParams } = new URL(link);
  const redirect = searchParams.get('redirect_uri');
  const state = searchParams.get('state');
  if (redirect === null || state === null || !URL.canParse(redirect)) return Promise.resolve();
  const body = new URLSearchParams({
    error: 'access_denied',
    error_description: 'Abandoned.',
    state,
  }).toString();
  return new Promise((resolve) => {
    const sending = request({
      host: '127.0.0.1',
      port: new URL(redirect).port,
      path: '/',
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': Buffer.byteLength(body),
      },
      timeout: 2000,
    });
    sending.once('response', (response) => response.resume().once('close', resolve));
    sending.once('error', () => resolve());
    sending.once('timeout', () => sending.destroy());
    sending.end(body);
  });
}
