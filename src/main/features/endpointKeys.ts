import type { EndpointKeyFacts } from '../../shared/contract/calls/keys.ts';
import type { ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import { parseSasToken } from '../../shared/domain/sasToken.ts';
import type { Handlers } from './handlers.ts';
import { type KeptKey, type ListenerKeys, partsOf } from './listenerKeys.ts';
import type { OpenOrganizationOf } from './ports.ts';

/** How the endpoints of an organisation stand with their keys. */
export function createEndpointKeys(ports: {
  open: OpenOrganizationOf;
  keys: Pick<ListenerKeys, 'forChecking'>;
}): Pick<Handlers, 'key.list'> {
  const keptOf = async (connectionId: ConnectionId, id: ServiceEndpointId) => {
    const key = await ports.keys.forChecking(connectionId, id);
    return key === null ? null : factsOf(key);
  };
  return {
    'key.list': async ({ connectionId, endpoints }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      const outcomes = await dataverse.systemJobs.lastOutcomes(
        endpoints.map(({ id, stepIds }) => ({ rowId: id, stepIds })),
        { signal },
      );
      return {
        endpoints: await Promise.all(
          endpoints.map(
            async ({ id }): Promise<EndpointKeyFacts> => ({
              id,
              kept: await keptOf(connectionId, id),
              lastSuccess: outcomes.get(id)?.lastSuccess ?? null,
              lastFailure: outcomes.get(id)?.lastFailure ?? null,
            }),
          ),
        ),
      };
    },
  };
}

function factsOf(key: KeptKey): EndpointKeyFacts['kept'] {
  const parts = partsOf(key.connectionString);
  const reading = parts.token === undefined ? undefined : parseSasToken(parts.token);
  const token = reading?.kind === 'token' ? reading.token : undefined;
  return {
    policyName: parts.policyName ?? token?.policyName ?? null,
    canSend: key.canSend ?? null,
    canListen: key.canListen,
    expiresAt: token?.expiresAt.toISOString() ?? null,
  };
}
