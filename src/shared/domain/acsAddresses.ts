/** Where Access Control (ACS) stood: in the public cloud, or in the one of the US government. */
export type AcsCloud = 'public' | 'usGovernment';

const suffixes: Readonly<Record<AcsCloud, string>> = {
  public: 'accesscontrol.windows.net',
  usGovernment: 'accesscontrol.usgovcloudapi.net',
};

/** The addresses of a namespace in Access Control. None of them has answered since 7 November 2018. */
export interface AcsAddresses {
  /** Where a token for Service Bus came from. */
  readonly tokenService: string;
  /** OData, of the Service Bus scope. */
  readonly managementService: string;
  readonly managementPage: string;
  /** For endpoints in federated mode: the namespace itself, without `-sb`. */
  readonly federatedManagementPage: string;
}

export function acsAddressesOf(namespace: string, cloud: AcsCloud): AcsAddresses {
  const suffix = suffixes[cloud];
  const scope = `https://${namespace}-sb.${suffix}`;
  return {
    tokenService: `${scope}/WRAPv0.9`,
    managementService: `${scope}/v2/mgmt/service/`,
    managementPage: `${scope}/v2/mgmt/web`,
    federatedManagementPage: `https://${namespace}.${suffix}/v2/mgmt/web`,
  };
}
