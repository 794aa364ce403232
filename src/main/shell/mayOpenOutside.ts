/** Where the page's links may lead, each with everything below it. */
const allowedHosts = [
  'learn.microsoft.com',
  'docs.microsoft.com',
  'aka.ms',
  'portal.azure.com',
  'portal.azure.us',
  'portal.azure.cn',
  'make.powerapps.com',
  'admin.powerplatform.microsoft.com',
  'admin.powerplatform.microsoft.us',
  'admin.appsplatform.us',
  'admin.powerplatform.partner.microsoftonline.cn',
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
