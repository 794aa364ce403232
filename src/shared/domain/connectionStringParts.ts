/** The parts of a connection string that mean something to Service Bus, Event Hubs and Relay. */
export type ConnectionStringPartName =
  | 'endpoint'
  | 'policyName'
  | 'key'
  | 'token'
  | 'entityPath'
  | 'emulator';

/** What a connection string says. A part that is absent is undefined. */
export type ConnectionStringParts = {
  /** `sb://contoso.servicebus.windows.net/`, with a port where one was given. */
  namespaceAddress?: string | undefined;
  /** Queue, topic, event hub, relay or hybrid connection; present in strings of an entity's own policy. */
  entityPath?: string | undefined;
  policyName?: string | undefined;
  key?: string | undefined;
  /** `SharedAccessSignature sr=…`, whole. */
  token?: string | undefined;
  /** Plain TCP to an emulator, without TLS. */
  emulator: boolean;
};

/** The names as the Azure libraries for JavaScript want them: they tell upper from lower case. */
export const canonicalPartNames: Readonly<Record<ConnectionStringPartName, string>> = {
  endpoint: 'Endpoint',
  policyName: 'SharedAccessKeyName',
  key: 'SharedAccessKey',
  token: 'SharedAccessSignature',
  entityPath: 'EntityPath',
  emulator: 'UseDevelopmentEmulator',
};

/**
 * Writes a connection string in the one order and letter case that every Azure library reads.
 * Parts that are undefined or empty are left out; nothing is checked.
 */
export function formatConnectionString(parts: ConnectionStringParts): string {
  const written: string[] = [];
  const add = (part: ConnectionStringPartName, value: string | undefined) => {
    if (value !== undefined && value !== '') written.push(`${canonicalPartNames[part]}=${value}`);
  };
  add('endpoint', parts.namespaceAddress);
  add('policyName', parts.policyName);
  add('key', parts.key);
  add('token', parts.token);
  add('entityPath', parts.entityPath);
  add('emulator', parts.emulator ? 'true' : undefined);
  return written.join(';');
}
