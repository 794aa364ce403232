import { z } from 'zod';

/** What an organisation is used for, as far as the numbers of the discovery service are known. */
export const OrganizationKind = z.enum([
  'production',
  'sandbox',
  'developer',
  'trial',
  'default',
  'teams',
  'preview',
  'testDrive',
  'other',
]);
export type OrganizationKind = z.infer<typeof OrganizationKind>;

/** An organisation in an account's list. */
export const DiscoveredOrganization = z.object({
  id: z.string(),
  name: z.string(),
  uniqueName: z.string(),
  /** Address for people, `https://contoso.crm4.dynamics.com`; no slash at its end. */
  url: z.string(),
  /** Origin for programs; often with `.api.` in it. */
  apiUrl: z.string(),
  environmentId: z.string().nullable(),
  tenantId: z.string().nullable(),
  region: z.string().nullable(),
  kind: OrganizationKind,
  enabled: z.boolean(),
  version: z.string().nullable(),
  /** Whether the account is a system administrator of it; nothing when it was not said. */
  isAdministrator: z.boolean().nullable(),
  /** ISO time at which a trial ends. */
  trialEndsAt: z.string().nullable(),
});
export type DiscoveredOrganization = z.infer<typeof DiscoveredOrganization>;

/** The discovery service's numbers. Those that its documentation leaves open are `other`. */
export function organizationKindOf(type: number | null | undefined): OrganizationKind {
  switch (type) {
    case 0:
      return 'production';
    case 5:
    case 6:
      return 'sandbox';
    case 7:
      return 'preview';
    case 9:
      return 'testDrive';
    case 11:
    case 14:
      return 'trial';
    case 12:
      return 'default';
    case 13:
      return 'developer';
    case 15:
      return 'teams';
    default:
      return 'other';
  }
}
