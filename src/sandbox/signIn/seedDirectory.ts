import { sandboxDetails } from '../operations/organisationDetails.ts';
import { seedId } from '../seed/seedId.ts';
import type { Account, Application, Consent, ServicePrincipal, Tenant } from './model.ts';
import { dataverseAppId, dataversePermissions, graphAppId, graphPermissions } from './resources.ts';

/** The public client of Microsoft's own samples. */
export const sampleClientId = '51f81489-12ee-4a9e-aaae-a2591f45987d';
const graphToolsClientId = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

export const contoso: Tenant = {
  id: sandboxDetails.tenantId,
  displayName: 'Contoso',
  domain: 'contoso.example',
  cloud: 'commercial',
};

export const fabrikam: Tenant = {
  id: seedId('tenant', 'Fabrikam'),
  displayName: 'Fabrikam',
  domain: 'fabrikam.example',
  cloud: 'commercial',
};

export const woodgrove: Tenant = {
  id: seedId('tenant', 'Woodgrove'),
  displayName: 'Woodgrove County',
  domain: 'woodgrove.example',
  cloud: 'government',
};

export const tenants: readonly Tenant[] = [contoso, fabrikam, woodgrove];

type AccountSeed = Partial<Pick<Account, 'mfa' | 'blocked' | 'disabled' | 'administrator'>> & {
  readonly tenant: Tenant;
  readonly name: string;
  readonly about: string;
  /** Without it the account has to consent first. */
  readonly consented?: boolean;
};

const accountSeeds: readonly AccountSeed[] = [
  {
    tenant: contoso,
    name: 'Nancy Davolio',
    about: 'administrator of tenant and organisations, no second factor',
    administrator: true,
    consented: true,
  },
  { tenant: contoso, name: 'Amara Osei', about: 'asked for a second factor', mfa: true, consented: true },
  { tenant: contoso, name: 'Jonas Weber', about: 'has consented to nothing yet' },
  { tenant: contoso, name: 'Priya Raman', about: 'blocked by conditional access', blocked: true },
  { tenant: contoso, name: 'Mateo Silva', about: 'disabled in the directory', disabled: true },
  { tenant: contoso, name: 'Kenji Mori', about: 'may register nothing', consented: true },
  {
    tenant: contoso,
    name: 'Hanna Lindqvist',
    about: 'no second factor, system administrator',
    consented: true,
  },
  { tenant: contoso, name: 'Garth Fort', about: 'member of no organisation', consented: true },
  {
    tenant: fabrikam,
    name: 'Lidia Holloway',
    about: 'administrator of tenant and organisation',
    administrator: true,
    consented: true,
  },
  { tenant: fabrikam, name: 'Pavel Bansky', about: 'asked for a second factor', mfa: true, consented: true },
  {
    tenant: woodgrove,
    name: 'Diego Siciliani',
    about: 'administrator in the government cloud',
    administrator: true,
    consented: true,
  },
];

/** Object id of a seeded account; the same that the organisation's seeded users have. */
export function accountIdOf(tenant: Tenant, firstName: string): string {
  if (tenant !== contoso) return seedId('directory object', tenant.domain, firstName);
  return firstName === 'Nancy'
    ? 'c5e7091b-6d3f-e911-a812-000d3a1b1c73'
    : seedId('directory object', firstName);
}

/** @param passwordOf gives each account its password, by sign-in name */
export function seedAccounts(passwordOf: (userName: string) => string): Account[] {
  return accountSeeds.map(({ tenant, name, about, ...traits }) => {
    const [firstName = name] = name.split(' ');
    const userName = `${firstName.toLowerCase()}@${tenant.domain}`;
    return {
      id: accountIdOf(tenant, firstName),
      tenantId: tenant.id,
      userName,
      displayName: name,
      password: passwordOf(userName),
      about,
      mfa: traits.mfa ?? false,
      blocked: traits.blocked ?? false,
      disabled: traits.disabled ?? false,
      administrator: traits.administrator ?? false,
    };
  });
}

const day = 24 * 60 * 60 * 1000;
const impersonation = dataversePermissions.flatMap(({ id, type }) =>
  type === 'Scope' ? [{ resourceAppId: dataverseAppId, id, type }] : [],
);
const managesApplications = graphPermissions.flatMap(({ id, type, value }) =>
  value === 'Application.ReadWrite.All' && type === 'Scope' ? [{ resourceAppId: graphAppId, id, type }] : [],
);

/** Applications of the first day; their secrets are added by `seedSecrets`. */
export function seedApplications(now: number): Application[] {
  const common = {
    signInAudience: 'AzureADMyOrg',
    isFallbackPublicClient: false,
    publicRedirectUris: [],
    webRedirectUris: [],
    requiredPermissions: impersonation,
    passwords: [],
    keys: [],
    createdAt: now - 200 * day,
  } as const satisfies Partial<Application>;
  const own = (displayName: string, changes: Partial<Application> = {}): Application => ({
    ...common,
    objectId: seedId('application object', displayName),
    appId: applicationId(displayName),
    tenantId: contoso.id,
    displayName,
    ...changes,
  });
  return [
    own('Dataverse sample client', {
      appId: sampleClientId,
      // Owned by nobody here, as Microsoft's own are.
      tenantId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
      signInAudience: 'AzureADMultipleOrgs',
      isFallbackPublicClient: true,
      publicRedirectUris: ['http://localhost', 'app://58145B91-0C36-4500-8554-080854F2AC97'],
      requiredPermissions: [...impersonation, ...managesApplications],
    }),
    own('Microsoft Graph Command Line Tools', {
      appId: graphToolsClientId,
      tenantId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
      signInAudience: 'AzureADMultipleOrgs',
      isFallbackPublicClient: true,
      publicRedirectUris: ['http://localhost'],
      requiredPermissions: managesApplications,
    }),
    own('Contoso ERP Connector'),
    own('Contoso Old Connector'),
    own('Contoso Visitor'),
    own('Contoso Desktop Tool', {
      isFallbackPublicClient: true,
      publicRedirectUris: ['http://localhost'],
    }),
    own('Contoso Unfinished Tool', { publicRedirectUris: [], requiredPermissions: [] }),
    own('Fabrikam Exporter', { tenantId: fabrikam.id }),
  ];
}

/** The ERP connector is a user of the seeded organisation. */
export function applicationId(displayName: string): string {
  return seedId('application', displayName.replace(/^Contoso /, ''));
}

export type SecretSeed = { readonly displayName: string; readonly ends: 'later' | 'past' };

/** Which applications get a secret, and of what age. */
export const secretSeeds: readonly SecretSeed[] = [
  { displayName: 'Contoso ERP Connector', ends: 'later' },
  { displayName: 'Contoso Old Connector', ends: 'past' },
  { displayName: 'Contoso Visitor', ends: 'later' },
  { displayName: 'Fabrikam Exporter', ends: 'later' },
];

export function seedServicePrincipals(applications: readonly Application[]): ServicePrincipal[] {
  return applications.flatMap(({ appId, tenantId, signInAudience }) =>
    tenants
      .filter(({ id }) => id === tenantId || signInAudience === 'AzureADMultipleOrgs')
      .map(({ id }) => ({ id: seedId('service principal', id, appId), tenantId: id, appId })),
  );
}

/** Those who have worked here before have consented to the usual clients. */
export function seedConsents(accounts: readonly Account[]): Consent[] {
  const consented = accountSeeds.filter((seed) => seed.consented === true).map(({ name }) => name);
  return accounts
    .filter(({ displayName }) => consented.includes(displayName))
    .flatMap(({ id, tenantId }) =>
      [sampleClientId, applicationId('Contoso Desktop Tool')].map((appId) => ({
        id: seedId('consent', id, appId),
        tenantId,
        appId,
        resourceAppId: dataverseAppId,
        accountId: id,
        scopes: ['user_impersonation'],
      })),
    );
}
