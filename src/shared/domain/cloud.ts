import { z } from 'zod';

/**
 * The clouds that Dataverse lives in. They share nothing: each has its own sign-in authority, its own list of
 * organisations and its own portal. Source: Microsoft's pages on the discovery service and on national clouds.
 */
export const KnownCloudId = z.enum(['commercial', 'gcc', 'gccHigh', 'dod', 'china']);
export type KnownCloudId = z.infer<typeof KnownCloudId>;

export interface Cloud {
  readonly id: KnownCloudId | 'custom';
  readonly name: string;
  /** Origin of the sign-in authority, without a slash at its end; of AD FS the address that ends in `/adfs`. */
  readonly authority: string;
  readonly authorityKind: 'entra' | 'adfs';
  /** Origin of the service that lists organisations; nothing where there is none. */
  readonly discovery: string | null;
  /** What the host names of organisations end in. */
  readonly suffixes: readonly string[];
  /** Where applications are registered. */
  readonly portal: string | null;
  /** Where environments and their application users are managed. */
  readonly adminCenter: string | null;
  /** Origin of Microsoft Graph. */
  readonly graph: string | null;
}

export const clouds: Readonly<Record<KnownCloudId, Cloud & { readonly id: KnownCloudId }>> = {
  commercial: {
    id: 'commercial',
    name: 'Commercial',
    authority: 'https://login.microsoftonline.com',
    authorityKind: 'entra',
    discovery: 'https://globaldisco.crm.dynamics.com',
    suffixes: ['dynamics.com'],
    portal: 'https://portal.azure.com',
    adminCenter: 'https://admin.powerplatform.microsoft.com',
    graph: 'https://graph.microsoft.com',
  },
  gcc: {
    id: 'gcc',
    name: 'US Government (GCC)',
    authority: 'https://login.microsoftonline.com',
    authorityKind: 'entra',
    discovery: 'https://globaldisco.crm9.dynamics.com',
    suffixes: ['crm9.dynamics.com'],
    portal: 'https://portal.azure.com',
    adminCenter: 'https://gcc.admin.powerplatform.microsoft.us',
    graph: 'https://graph.microsoft.com',
  },
  gccHigh: {
    id: 'gccHigh',
    name: 'US Government (GCC High)',
    authority: 'https://login.microsoftonline.us',
    authorityKind: 'entra',
    discovery: 'https://globaldisco.crm.microsoftdynamics.us',
    suffixes: ['microsoftdynamics.us'],
    portal: 'https://portal.azure.us',
    adminCenter: 'https://high.admin.powerplatform.microsoft.us',
    graph: 'https://graph.microsoft.us',
  },
  dod: {
    id: 'dod',
    name: 'US Government (DoD)',
    authority: 'https://login.microsoftonline.us',
    authorityKind: 'entra',
    discovery: 'https://globaldisco.crm.appsplatform.us',
    suffixes: ['appsplatform.us'],
    portal: 'https://portal.azure.us',
    adminCenter: 'https://admin.appsplatform.us',
    graph: 'https://dod-graph.microsoft.us',
  },
  china: {
    id: 'china',
    name: 'China (21Vianet)',
    // The newer name of login.chinacloudapi.cn; both lead to the same authority.
    authority: 'https://login.partner.microsoftonline.cn',
    authorityKind: 'entra',
    discovery: 'https://globaldisco.crm.dynamics.cn',
    suffixes: ['dynamics.cn'],
    portal: 'https://portal.azure.cn',
    adminCenter: 'https://admin.powerplatform.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
  },
};

const address = z.url({ protocol: /^https$/, error: 'This has to be an address that begins with https.' });

/** Which cloud is meant: one of Microsoft's, or one whose addresses were given, such as a server in the own house. */
export const CloudChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('known'), id: KnownCloudId }),
  z.object({
    kind: z.literal('custom'),
    /** `https://sts.contoso.com/adfs` for AD FS; otherwise the origin of an authority that works like Entra ID. */
    authority: address,
    discovery: address.nullable(),
    graph: address.nullable(),
  }),
]);
export type CloudChoice = z.infer<typeof CloudChoice>;

export function resolveCloud(choice: CloudChoice): Cloud {
  if (choice.kind === 'known') return clouds[choice.id];
  const authority = withoutLastSlash(choice.authority);
  return {
    id: 'custom',
    name: new URL(authority).host,
    authority,
    authorityKind: isAdfs(authority) ? 'adfs' : 'entra',
    discovery: choice.discovery === null ? null : withoutLastSlash(choice.discovery),
    suffixes: [],
    portal: null,
    adminCenter: null,
    graph: choice.graph === null ? null : withoutLastSlash(choice.graph),
  };
}

/** The cloud that an organisation's host name belongs to; nothing for servers in the own house. */
export function cloudOfHost(host: string): KnownCloudId | null {
  const name = host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
  let found: KnownCloudId | null = null;
  let longest = 0;
  for (const { id, suffixes } of Object.values(clouds)) {
    for (const suffix of suffixes) {
      if (name.endsWith(`.${suffix}`) && suffix.length > longest) {
        found = id;
        longest = suffix.length;
      }
    }
  }
  return found;
}

/** The known cloud whose sign-in authority this is. GCC has the commercial one, DoD that of GCC High. */
export function cloudOfAuthority(authority: string): KnownCloudId | null {
  if (!URL.canParse(authority)) return null;
  const { hostname } = new URL(authority);
  if (/^(login\.microsoftonline\.com|login\.windows\.net|sts\.windows\.net)$/.test(hostname))
    return 'commercial';
  if (hostname === 'login.microsoftonline.us') return 'gccHigh';
  return /^login\.(partner\.microsoftonline|chinacloudapi)\.cn$/.test(hostname) ? 'china' : null;
}

const regions: Readonly<Record<string, string>> = {
  crm: 'North America',
  crm2: 'South America',
  crm3: 'Canada',
  crm4: 'Europe, Middle East and Africa',
  crm5: 'Asia Pacific',
  crm6: 'Oceania',
  crm7: 'Japan',
  crm8: 'India',
  crm9: 'US Government',
  crm11: 'United Kingdom',
  crm12: 'France',
  crm14: 'South Africa',
  crm15: 'United Arab Emirates',
  crm16: 'Germany',
  crm17: 'Switzerland',
  crm19: 'Norway',
  crm20: 'Singapore',
  crm21: 'Korea',
};

/** Where an organisation lives, by its host name: `contoso.crm4.dynamics.com` is in Europe. Nothing when it does not tell. */
export function regionOfHost(host: string): string | null {
  const cloud = cloudOfHost(host);
  if (cloud === 'china') return 'China';
  if (cloud === 'gccHigh' || cloud === 'dod') return 'US Government';
  const label = /\.(crm\d{0,2})\.dynamics\.com\.?(?::\d{1,5})?$/i.exec(host)?.[1]?.toLowerCase();
  return label === undefined ? null : (regions[label] ?? null);
}

/** AD FS has its own path where Entra ID has the tenant. */
export function isAdfs(authority: string): boolean {
  return URL.canParse(authority) && /^\/adfs(\/|$)/i.test(new URL(authority).pathname);
}

function withoutLastSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
