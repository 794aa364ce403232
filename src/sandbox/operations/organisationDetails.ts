/** What the organisation says about itself. Ids are lower-case guids. */
export type OrganisationDetails = {
  readonly organizationId: string;
  readonly friendlyName: string;
  readonly uniqueName: string;
  readonly urlName: string;
  /** Four numbers with dots. */
  readonly version: string;
  readonly environmentId: string;
  readonly tenantId: string;
  readonly geo: string;
  readonly datacenterId: string;
  readonly businessUnitId: string;
  readonly currencyId: string;
  /** The solution that unmanaged rows belong to. */
  readonly activeSolutionId: string;
  /** System administrator: who the default token stands for. */
  readonly administratorId: string;
  /** The user the platform itself acts as. */
  readonly systemUserId: string;
};

export const sandboxDetails: OrganisationDetails = {
  organizationId: '4c1d1f7a-93b5-4a0e-8a53-6d8a6f2f0b11',
  friendlyName: 'Contoso Sandbox',
  uniqueName: 'unqcontososandbox',
  urlName: 'contoso-sandbox',
  version: '9.2.24101.185',
  environmentId: '6a3a52a2-7a45-47d6-9a1b-0c8a9b0f5d21',
  tenantId: '0f5a2b87-1c5a-4d7e-b0a5-0e8f1d6c3b42',
  geo: 'EMEA',
  datacenterId: 'b7c9e0d4-27a1-4f4c-8b27-5c1a4f6e9d53',
  businessUnitId: '7e2b9c14-5d3f-e911-a812-000d3a1b1c64',
  currencyId: '92f0c6a8-5d3f-e911-a812-000d3a1b1c65',
  activeSolutionId: 'fd140aae-4df4-11dd-bd17-0019b9312238',
  administratorId: 'a3c5e7f9-6d3f-e911-a812-000d3a1b1c71',
  systemUserId: 'b4d6f80a-6d3f-e911-a812-000d3a1b1c72',
};
