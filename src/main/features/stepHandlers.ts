import type { EventHandler } from '../../shared/domain/registration.ts';
import type { HandlerKind } from '../../shared/domain/stepProblem.ts';
import { handlerKindOf } from '../../shared/domain/stepRules.ts';
import type { OpenOrganization } from './ports.ts';

/** What kind of handler runs a step; undefined for a type that is not loaded: then the organisation judges. */
export async function findHandlerKind(
  { dataverse, memory }: OpenOrganization,
  handler: EventHandler,
  signal: AbortSignal,
): Promise<HandlerKind | undefined> {
  const loaded = memory.registrations;
  const known = handlerKindOf(handler, {
    isActivity: (id) => loaded?.types.find((type) => type.id === id)?.workflowActivity,
    isWebhook: (id) => {
      const endpoint = loaded?.endpoints.find((one) => one.id === id);
      return endpoint && endpoint.designationType === 'webhook';
    },
  });
  if (known !== undefined || handler.kind === 'pluginType') return known;
  // Registered a moment ago, and not loaded since.
  const { endpoint } = await dataverse.serviceEndpoints.read(handler.id, { signal });
  return endpoint.designationType === 'webhook' ? 'webhook' : 'serviceEndpoint';
}
