import type { SignInMethod } from '../../../shared/domain/account.ts';
import { type CloudChoice, clouds, type KnownCloudId, resolveCloud } from '../../../shared/domain/cloud.ts';
import type { OrganizationKind } from '../../../shared/domain/discoveredOrganization.ts';

export const methodLabels: Readonly<Record<SignInMethod, string>> = {
  browser: 'In the browser',
  deviceCode: 'With a device code',
  password: 'With user name and password',
  secret: 'As an application, with a client secret',
  certificate: 'As an application, with a certificate',
};

export const methodHints: Readonly<Record<SignInMethod, string>> = {
  browser: 'Your usual sign-in page opens in the browser of this computer.',
  deviceCode: 'You type a short code on a sign-in page, on this or on any other device.',
  password: 'Only where policy allows it: without a second factor, and not for federated accounts.',
  secret: 'Needs an app registration, and an application user for it in the organisation.',
  certificate: 'Needs an app registration, and an application user for it in the organisation.',
};

export const cloudLabels: Readonly<Record<KnownCloudId | 'custom', string>> = {
  commercial: clouds.commercial.name,
  gcc: clouds.gcc.name,
  gccHigh: clouds.gccHigh.name,
  dod: clouds.dod.name,
  china: clouds.china.name,
  custom: 'Another one, by its address',
};

export function cloudName(choice: CloudChoice): string {
  return resolveCloud(choice).name;
}

export const organizationKindLabels: Readonly<Record<OrganizationKind, string>> = {
  production: 'Production',
  sandbox: 'Sandbox',
  developer: 'Developer',
  trial: 'Trial',
  default: 'Default',
  teams: 'Teams',
  preview: 'Preview',
  testDrive: 'Test drive',
  other: 'Other',
};
