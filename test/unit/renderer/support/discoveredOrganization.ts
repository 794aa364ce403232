import type { DiscoveredOrganization } from '../../../../src/shared/domain/discoveredOrganization.ts';

export function organization(
  name: string,
  change: Partial<DiscoveredOrganization> = {},
): DiscoveredOrganization {
  return {
    id: name,
    name,
    uniqueName: name.toLowerCase(),
    url: `https://${name.toLowerCase()}.crm4.dynamics.com`,
    apiUrl: `https://${name.toLowerCase()}.api.crm4.dynamics.com`,
    environmentId: null,
    tenantId: null,
    region: 'EMEA',
    kind: 'production',
    enabled: true,
    version: null,
    isAdministrator: null,
    trialEndsAt: null,
    ...change,
  };
}
