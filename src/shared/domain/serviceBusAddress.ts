/**
 * Addresses of Service Bus, Event Hubs and Relay namespaces: `sb://contoso.servicebus.windows.net/`.
 * Written by hand, not with URL: the schemes are not the web's, and half-typed texts must be understood too.
 */

/** Which Azure a host name belongs to, told by its suffix. */
export type AzureCloud = 'public' | 'usGovernment' | 'china' | 'germany' | 'loopback' | 'unknown';

export type ServiceBusAddress = {
  /** Lower case, without `://`; undefined when the text had none. */
  scheme: string | undefined;
  /** Lower case; an IPv6 address keeps its brackets. */
  host: string;
  port: number | undefined;
  /** What follows the host, without slashes at its ends, query and fragment; usually empty. */
  path: string;
  cloud: AzureCloud;
};

/** Suffixes of namespaces by cloud. */
export const namespaceSuffixes: Readonly<Record<'public' | 'usGovernment' | 'china' | 'germany', string>> = {
  public: 'servicebus.windows.net',
  usGovernment: 'servicebus.usgovcloudapi.net',
  china: 'servicebus.chinacloudapi.cn',
  germany: 'servicebus.cloudapi.de',
};

/** Names of the clouds for sentences. */
export const cloudLabels: Readonly<Record<AzureCloud, string>> = {
  public: 'public Azure',
  usGovernment: 'Azure US Government',
  china: 'Azure China',
  germany: 'Azure Germany',
  loopback: 'this computer',
  unknown: 'an unknown cloud',
};

/** Reads an address, with or without a scheme; undefined when no host can be made out. Never throws. */
export function parseServiceBusAddress(text: string): ServiceBusAddress | undefined {
  let rest = text.trim();
  let scheme: string | undefined;
  const mark = rest.indexOf('://');
  if (mark >= 0) {
    scheme = rest.slice(0, mark).toLowerCase();
    if (!/^[a-z][a-z0-9+.-]{0,30}$/.test(scheme)) return undefined;
    rest = rest.slice(mark + 3);
  }
  const end = firstOf(rest, '/?#');
  let authority = rest.slice(0, end);
  const path = withoutEdges(rest.slice(end, end + firstOf(rest.slice(end), '?#')));
  authority = authority.slice(authority.lastIndexOf('@') + 1);
  const colon = authority.indexOf(':', authority.indexOf(']') + 1);
  const host = (colon < 0 ? authority : authority.slice(0, colon)).toLowerCase();
  if (!isHost(host)) return undefined;
  let port: number | undefined;
  if (colon >= 0) {
    const digits = authority.slice(colon + 1);
    if (!/^\d{1,5}$/.test(digits)) return undefined;
    port = Number(digits);
    if (port < 1 || port > 65_535) return undefined;
  }
  return { scheme, host, port, path, cloud: cloudOf(host) };
}

/** `sb://host:port/`, or with a path `sb://host/path`. */
export function formatServiceBusAddress(address: {
  scheme?: string | undefined;
  host: string;
  port?: number | undefined;
  path?: string | undefined;
}): string {
  const port = address.port === undefined ? '' : `:${address.port}`;
  return `${address.scheme ?? 'sb'}://${address.host}${port}/${address.path ?? ''}`;
}

/** The resource that a token is asked for: `sb://host/path`, without a port. Undefined without a host. */
export function resourceUriOf(namespaceAddress: string, path: string): string | undefined {
  const address = parseServiceBusAddress(namespaceAddress);
  if (!address) return undefined;
  return formatServiceBusAddress({ scheme: 'sb', host: address.host, path: withoutEdgeSlashes(path) });
}

/** First label of the host: what Dataverse's column `solutionnamespace` holds. Empty when there is no host. */
export function namespaceNameOf(namespaceAddress: string): string {
  const address = parseServiceBusAddress(namespaceAddress);
  if (!address) return '';
  if (address.cloud === 'loopback' || address.host.startsWith('[') || /^[\d.]+$/.test(address.host)) {
    return address.host;
  }
  return address.host.split('.', 1)[0] ?? '';
}

/** Whether two texts name the same namespace: scheme, letter case and slashes do not matter, ports do. */
export function isSameNamespace(one: string, other: string): boolean {
  const a = parseServiceBusAddress(one);
  const b = parseServiceBusAddress(other);
  return a !== undefined && b !== undefined && a.host === b.host && a.port === b.port;
}

/** Whether a host name is this computer: localhost, 127.x.x.x, ::1. */
export function isLoopbackHost(host: string): boolean {
  const plain = host.toLowerCase();
  return (
    plain === 'localhost' ||
    plain.endsWith('.localhost') ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain) ||
    plain === '[::1]' ||
    plain === '::1'
  );
}

/** The same, with blanks among the slashes: an address ends where its text does, so that a blank there means nothing. */
function withoutEdges(text: string): string {
  const isEdge = (index: number): boolean => text[index] === '/' || text[index]?.trim() === '';
  let start = 0;
  let end = text.length;
  while (start < end && isEdge(start)) start += 1;
  while (end > start && isEdge(end - 1)) end -= 1;
  return text.slice(start, end);
}

/** `/a/b//` to `a/b`. A loop, for a regular expression would take quadratic time on a text of slashes. */
export function withoutEdgeSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '/') start += 1;
  while (end > start && text[end - 1] === '/') end -= 1;
  return text.slice(start, end);
}

function cloudOf(host: string): AzureCloud {
  if (isLoopbackHost(host)) return 'loopback';
  for (const cloud of ['public', 'usGovernment', 'china', 'germany'] as const) {
    if (host.endsWith(`.${namespaceSuffixes[cloud]}`)) return cloud;
  }
  return 'unknown';
}

function isHost(host: string): boolean {
  if (host.length === 0 || host.length > 253) return false;
  if (host.startsWith('[')) return /^\[[0-9a-f:.]{2,45}\]$/.test(host);
  return host
    .split('.')
    .every((label) => /^[a-z0-9_]([a-z0-9_-]{0,62})$/.test(label) && !label.endsWith('-'));
}

function firstOf(text: string, characters: string): number {
  for (let index = 0; index < text.length; index += 1) {
    if (characters.includes(text[index] ?? '')) return index;
  }
  return text.length;
}
