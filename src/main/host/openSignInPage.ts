import { openInBrowser } from './openInBrowser.ts';

/** Opens a sign-in page that the core made in the user's browser. Rejects where there is none, or no screen. */
export async function openSignInPage(address: string): Promise<void> {
  const { protocol, href } = new URL(address);
  if (protocol !== 'https:') throw new Error('A sign-in page has to have an address that begins with https.');
  if (!(await openInBrowser(href))) throw new Error('The system has no browser to open.');
}
