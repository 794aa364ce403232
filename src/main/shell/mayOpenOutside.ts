/** Where the page's links may lead, each with everything below it. */
const allowedHosts = [
  'learn.microsoft.com',
  'docs.microsoft.com',
  'aka.ms',
  'portal.azure.com',
  'make.powerapps.com',
  'admin.powerplatform.microsoft.com',
  'github.com',
  'dynamics.com',
] as const;

/** Only https, only hosts that we link to: an address may come from a row that somebody else wrote. */
export function mayOpenOutside(address: string): boolean {
  const url = URL.parse(address);
  if (
    url === null ||
    url.protocol !== 'https:' ||
    url.username !== '' ||
    url.password !== '' ||
    url.port !== ''
  ) {
    return false;
  }
  return allowedHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}
