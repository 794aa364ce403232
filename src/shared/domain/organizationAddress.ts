/**
 * What a user gives as the address of an organisation, and the root of its Web API that is meant.
 * Written by hand around a few plain cases: people copy addresses from the browser, from settings pages and from code.
 */
export type OrganizationAddress =
  | { kind: 'webApi'; webApi: string }
  | { kind: 'problem'; sentence: string; advice: string };

const currentVersion = 'v9.2';

/** Hosts of makers' and administrators' portals: right for people, wrong for programs. */
const portals =
  /^(make|admin|maker|create)\.(gov\.|high\.)?(power(apps|platform|automate)|dynamics)\.(com|us|cn)$|^portal\.azure\./;
const loopbackHosts = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;
const onlineHosts = /(^|\.)(dynamics\.(com|cn)|microsoftdynamics\.us|appsplatform\.us)$/;

export function readOrganizationAddress(text: string): OrganizationAddress {
  const match = /^\s*(?:(https?):\/\/)?([^/?#\s]+)([^?#\s]*)/i.exec(text.slice(0, 2000));
  const authority = match?.[2];
  // A colon without a port is what is left of a scheme alone, or of one that is not the web's.
  if (!match || authority === undefined || authority.endsWith(':')) {
    return problem('This is no address.', 'It looks like https://contoso.crm4.dynamics.com');
  }
  if (authority.includes('@')) {
    return problem(
      'The address holds a user name or a password.',
      'Give the address alone; the token is asked for separately.',
    );
  }
  const host = authority.replace(/:\d{0,5}$/, '').toLowerCase();
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?)$/.test(host)) {
    return problem(
      'The address has a host name that cannot be.',
      'It looks like https://contoso.crm4.dynamics.com',
    );
  }
  if (portals.test(host)) {
    return problem(
      'This is the address of a portal, not of an organisation.',
      'In the portal, open the environment’s settings: the environment URL is the address, such as https://contoso.crm4.dynamics.com',
    );
  }
  const loopback = loopbackHosts.test(host);
  const scheme = match[1]?.toLowerCase() ?? (loopback ? 'http' : 'https');
  if (scheme === 'http' && !loopback) {
    return problem(
      'The address begins with http, so the token would travel unprotected.',
      'Use the address that begins with https.',
    );
  }
  return {
    kind: 'webApi',
    webApi: `${scheme}://${authority.toLowerCase()}/${rootPath(host, match[3] ?? '')}`,
  };
}

/** `api/data/v9.2/`, behind the organisation's name where the server has it in the path, as on-premises servers do. */
function rootPath(host: string, path: string): string {
  const whole = /^(.{0,200}?)\/api\/data\/(v\d{1,2}\.\d{1,2})(?:\/|$)/i.exec(path);
  if (whole) return `${trimSlashes(whole[1] ?? '')}api/data/${(whole[2] ?? currentVersion).toLowerCase()}/`;
  const first = path.split('/').find((segment) => segment !== '');
  const isName =
    first !== undefined &&
    !onlineHosts.test(host) &&
    /^[A-Za-z0-9_-]{1,100}$/.test(first) &&
    !/^(api|main|apps)$/i.test(first);
  return `${isName ? `${first}/` : ''}api/data/${currentVersion}/`;
}

function trimSlashes(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.length === 0 ? '' : `${segments.join('/')}/`;
}

function problem(sentence: string, advice: string): OrganizationAddress {
  return { kind: 'problem', sentence, advice };
}

/** Whether an organisation is one of Microsoft's cloud, where the sandbox that comes with this program belongs as well. */
export function isOnline({ webApi }: { readonly webApi: string }): boolean {
  const host = /^https?:\/\/([^/]+?)(?::\d+)?\//i.exec(webApi)?.[1]?.toLowerCase() ?? '';
  return onlineHosts.test(host) || loopbackHosts.test(host);
}
