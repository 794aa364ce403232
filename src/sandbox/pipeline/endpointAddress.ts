export type EndpointAddress =
  | { readonly kind: 'here'; readonly host: string; readonly port: number }
  /** A namespace that is not on this computer: the sandbox never posts there. */
  | { readonly kind: 'elsewhere'; readonly host: string }
  | { readonly kind: 'malformed' };

const amqpPort = 5672;

/** Reads a `namespaceaddress` such as `sb://127.0.0.1:51234/`. */
export function readNamespaceAddress(address: string): EndpointAddress {
  const match = /^sb:\/\/(\[[0-9a-f:.]+\]|[^/:?#\s]+)(?::(\d{1,5}))?\/?$/i.exec(address.trim());
  const host = match?.[1]?.toLowerCase();
  if (match === null || host === undefined) return { kind: 'malformed' };
  const port = match[2] === undefined ? amqpPort : Number(match[2]);
  if (port < 1 || port > 65_535) return { kind: 'malformed' };
  if (!isThisComputer(host)) return { kind: 'elsewhere', host };
  return { kind: 'here', host: host === 'localhost' || host === '[::1]' ? '127.0.0.1' : host, port };
}

/** Whether the host is a loopback address. Names are not resolved: a sandbox must not depend on a network. */
export function isThisComputer(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
