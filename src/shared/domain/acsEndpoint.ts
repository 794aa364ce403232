import { type AcsAddresses, type AcsCloud, acsAddressesOf } from './acsAddresses.ts';
import type { ParsedConnectionString } from './connectionString.ts';
import { designationTypes } from './designationType.ts';
import type { ServiceEndpoint } from './registration.ts';
import { namespaceNameOf, parseServiceBusAddress } from './serviceBusAddress.ts';
import {
  type EndpointSecret,
  fixedServiceEndpointNumbers,
  namespaceFormatNumbers,
  OfferedDesignationType,
  type ServiceEndpointDraft,
} from './serviceEndpoint.ts';
import { inScheme } from './serviceEndpointAddressRules.ts';

type Reach = Pick<
  ServiceEndpoint,
  'designationType' | 'authorizationType' | 'connectionMode' | 'namespaceFormat'
>;

/**
 * Whether an endpoint still goes through Access Control (ACS): by its authorization, in federated mode, or by the bare
 * name of its namespace. Dataverse posts nothing to any of them.
 */
export function usesAcs(endpoint: Reach): boolean {
  const { scheme } = designationTypes[endpoint.designationType];
  if (scheme === 'none' && endpoint.designationType !== 'legacyQueue') return false;
  return whyItUsesAcs(endpoint).length > 0;
}

/** What of an endpoint belongs to ACS, one sentence each. */
export function whyItUsesAcs(endpoint: Reach): readonly string[] {
  const reasons: string[] = [];
  if (endpoint.authorizationType === 'acs') reasons.push('It is authorized by ACS.');
  if (endpoint.connectionMode === 'federated') reasons.push('Its connection mode is Federated.');
  if (endpoint.namespaceFormat === 'name') reasons.push('It names its namespace without an address.');
  return reasons;
}

/** What is known of an endpoint in Access Control, as the old articles give it. */
export interface AcsFacts {
  readonly namespace: string;
  readonly cloud: AcsCloud;
  readonly federated: boolean;
  readonly addresses: AcsAddresses;
  /** Name of the issuer, and of the service identity; null where the organisation's address does not tell. */
  readonly issuer: string | null;
}

/** `organization` is the address of the organisation or of its Web API. */
export function acsFactsOf(endpoint: ServiceEndpoint, organization: string): AcsFacts {
  const host = URL.canParse(organization) ? new URL(organization).hostname : '';
  const cloud = cloudOf(endpoint, host);
  const namespace = endpoint.solutionNamespace || namespaceNameOf(endpoint.namespaceAddress ?? '');
  return {
    namespace,
    cloud,
    federated: endpoint.connectionMode === 'federated',
    addresses: acsAddressesOf(namespace, cloud),
    issuer: /(?:^|\.)(crm\d*\.dynamics\.com)$/.exec(host)?.[1] ?? null,
  };
}

function cloudOf(endpoint: ServiceEndpoint, host: string): AcsCloud {
  const known = parseServiceBusAddress(endpoint.namespaceAddress ?? '')?.cloud;
  if (known === 'usGovernment') return 'usGovernment';
  if (known === 'public') return 'public';
  return /(^|\.)(crm9\.dynamics\.com|microsoftdynamics\.us|appsplatform\.us)$/.test(host)
    ? 'usGovernment'
    : 'public';
}

/**
 * The endpoint as it becomes with the key of a connection string: its name, format and user information stay. A message
 * buffer becomes a queue, for Azure has none any more. The secret is undefined when the text holds no key.
 */
export function sasDraftOf(
  endpoint: ServiceEndpoint,
  parsed: ParsedConnectionString,
  path: string,
): { draft: ServiceEndpointDraft; secret: EndpointSecret | undefined } {
  const offered = OfferedDesignationType.safeParse(endpoint.designationType);
  const designationType = offered.success ? offered.data : 'queue';
  const { scheme } = designationTypes[designationType];
  const address = parsed.namespaceAddress ?? '';
  return {
    draft: {
      name: endpoint.name,
      description: endpoint.description ?? '',
      designationType,
      namespaceAddress: inScheme(address, scheme === 'https' ? 'https' : 'sb') ?? address,
      path,
      authorization: { kind: 'sasKey', keyName: parsed.policyName ?? '' },
      messageFormat: endpoint.messageFormat,
      userInformation: endpoint.userInformation,
    },
    secret: parsed.key === undefined ? undefined : { kind: 'sasKey', key: parsed.key },
  };
}

/** The stored endpoint with the reach of a draft: what the move writes, and what its undoing expects to find. */
export function movedToSas(endpoint: ServiceEndpoint, draft: ServiceEndpointDraft): ServiceEndpoint {
  return {
    ...endpoint,
    designationType: draft.designationType,
    authorizationType: 'sasKey',
    connectionMode: 'normal',
    namespaceFormat: namespaceFormatNumbers.toName(fixedServiceEndpointNumbers.namespaceFormat) ?? 'address',
    namespaceAddress: draft.namespaceAddress,
    solutionNamespace: namespaceNameOf(draft.namespaceAddress),
    path: draft.path,
    sasKeyName: draft.authorization.kind === 'sasKey' ? draft.authorization.keyName : null,
  };
}
