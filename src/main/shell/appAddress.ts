/** The page's own scheme: not file://, which would open the disk to it, and not a name that a server could have. */
export const appScheme = 'app';
export const appHost = 'registrar';
export const pageAddress = `${appScheme}://${appHost}/index.html`;

/** Whether an address is the page's. Node gives such schemes no origin, so scheme and host are compared. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${appScheme}:` && url.host === appHost;
}
