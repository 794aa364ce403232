import { shell } from 'electron';

/**
 * Opens a sign-in page that the core made in the user's browser. Where it leads was decided by the user's choice of a
 * cloud or of an authority, so that no list of hosts can know it; the page has no way here.
 */
export async function openSignInPage(address: string): Promise<void> {
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new Error('A sign-in page has to have a plain address that begins with https.');
  }
  await shell.openExternal(url.href);
}
