import type { SandboxIdentity } from './persistence/sandboxIdentity.ts';
import { readNamespaceAddress } from './pipeline/endpointAddress.ts';
import { endpointId, workingEndpoints } from './seed/seedEndpoints.ts';
import type { ServiceBusBroker } from './serviceBus/serviceBusBroker.ts';
import { textIn } from './store/row.ts';
import type { RowStore } from './store/rowStore.ts';
import type { OwnAddresses } from './workerMessages.ts';

/** The broker's address as a service endpoint's `namespaceaddress`. */
export function namespaceAddressOf(broker: ServiceBusBroker): string {
  return `sb://${broker.host}:${broker.port}/`;
}

/** Endpoints that led to the sandbox's broker on its former port lead to it on its new one. */
export function moveEndpoints(store: RowStore, formerPort: number, broker: ServiceBusBroker): void {
  if (formerPort === broker.port) return;
  for (const row of [...store.rows('serviceendpoint')]) {
    const address = readNamespaceAddress(textIn(row, 'namespaceaddress') ?? '');
    if (address.kind === 'here' && address.port === formerPort)
      store.put('serviceendpoint', { ...row, namespaceaddress: namespaceAddressOf(broker) });
  }
}

/** After keys and ports were lost: the endpoints that came with the sandbox get the new ones. */
export function renewSeededEndpoints(
  store: RowStore,
  identity: SandboxIdentity,
  broker: ServiceBusBroker,
): void {
  for (const name of workingEndpoints) {
    const row = store.get('serviceendpoint', endpointId(name));
    if (row === undefined) continue;
    const namespaceaddress = namespaceAddressOf(broker);
    store.put('serviceendpoint', { ...row, namespaceaddress, saskey: identity.keys.send });
  }
}

export function addressesOf(webApi: string, accessToken: string, broker: ServiceBusBroker): OwnAddresses {
  return {
    webApi,
    accessToken,
    connectionStrings: {
      send: broker.connectionString('send'),
      listen: broker.connectionString('listen'),
      manage: broker.connectionString('manage'),
    },
    queues: broker.namespace.queues.map(({ path }) => path),
    topics: broker.namespace.topics.map(({ path, subscriptions }) => ({
      name: path,
      subscriptions: subscriptions.map(({ name }) => name),
    })),
  };
}
