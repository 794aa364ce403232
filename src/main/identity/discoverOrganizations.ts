import { z } from 'zod';
import { FailureError } from '../../shared/contract/failure.ts';
import { regionOfHost } from '../../shared/domain/cloud.ts';
import {
  type DiscoveredOrganization,
  organizationKindOf,
} from '../../shared/domain/discoveredOrganization.ts';
import type { TokenSource } from './ports.ts';
import { networkFailure } from './signInFailures.ts';

const text = z.string().nullish();
const Instance = z.object({
  Id: z.string(),
  FriendlyName: text,
  UniqueName: text,
  UrlName: text,
  Url: text,
  ApiUrl: text,
  EnvironmentId: text,
  TenantId: text,
  Region: text,
  Version: text,
  State: z.number().nullish(),
  OrganizationType: z.number().nullish(),
  IsUserSysAdmin: z.boolean().nullish(),
  TrialExpirationDate: text,
});
const Answer = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

const columns = Object.keys(Instance.shape).join(',');
const patience = 60_000;
const mostPages = 100;

/**
 * Asks the global discovery service for the organisations of an account. It lists those of the token's tenant alone.
 * Sorted by name. Rejects with a FailureError.
 */
export async function discoverOrganizations(options: {
  /** Origin of the service. */
  readonly discovery: string;
  readonly tokens: TokenSource;
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal | undefined;
}): Promise<DiscoveredOrganization[]> {
  const root = new URL('/api/discovery/v2.0/', options.discovery);
  const found: DiscoveredOrganization[] = [];
  let next: URL | null = new URL(`Instances?$select=${columns}`, root);
  for (let page = 0; next !== null && page < mostPages; page += 1) {
    const answer: z.infer<typeof Answer> = await ask(next, options);
    for (const row of answer.value) {
      const read = Instance.safeParse(row);
      const organization = read.success ? organizationOf(read.data) : null;
      if (organization !== null) found.push(organization);
    }
    const link: string | undefined = answer['@odata.nextLink'];
    next = link === undefined ? null : sameServer(new URL(link, root), root);
  }
  return found.toSorted((one, other) => one.name.localeCompare(other.name));
}

async function ask(
  url: URL,
  { tokens, fetch, signal }: Pick<Parameters<typeof discoverOrganizations>[0], 'tokens' | 'fetch' | 'signal'>,
): Promise<z.infer<typeof Answer>> {
  for (let attempt = 1; ; attempt += 1) {
    const token = await tokens.token();
    const limit = AbortSignal.timeout(patience);
    let response: Response;
    let body: string;
    try {
      response = await fetch(url, {
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: 'application/json',
          'OData-Version': '4.0',
          'OData-MaxVersion': '4.0',
        },
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      body = await response.text();
    } catch (cause) {
      if (signal?.aborted) throw new FailureError({ code: 'cancelled', sentence: 'Cancelled.' });
      throw new FailureError(networkFailure(url.host, cause, 'organization.discover'), { cause });
    }
    if (response.status === 401 && attempt === 1 && (await tokens.refused(token))) continue;
    if (!response.ok) throw new FailureError(refusalOf(response.status, url.host));
    const read = Answer.safeParse(parseJson(body));
    if (read.success) return read.data;
    throw new FailureError({
      code: 'unavailable',
      sentence: `What answers at ${url.host} is no list of organisations.`,
      advice: 'Check the cloud that is chosen, or type the address of the organisation.',
      operation: 'organization.discover',
    });
  }
}

function refusalOf(status: number, host: string): ConstructorParameters<typeof FailureError>[0] {
  const base = { httpStatus: status, operation: 'organization.discover' } as const;
  if (status === 401) {
    return {
      ...base,
      code: 'signIn',
      sentence: 'The list of organisations did not accept the sign-in.',
      advice:
        'Sign in again. If it stays, the organisations may be in another cloud; or type the address of yours.',
    };
  }
  if (status === 403) {
    return {
      ...base,
      code: 'forbidden',
      sentence: 'This account may not see a list of organisations.',
      advice: 'Type the address of the organisation.',
    };
  }
  if (status === 429) {
    return {
      ...base,
      code: 'throttled',
      sentence: `${host} has had too many requests.`,
      advice: 'Try again in a minute.',
    };
  }
  return {
    ...base,
    code: 'unavailable',
    sentence: `The list of organisations could not be had: ${host} answered with status ${status}.`,
    advice: 'Try again, or type the address of the organisation.',
  };
}

function organizationOf(row: z.infer<typeof Instance>): DiscoveredOrganization | null {
  const url = row.Url ?? row.ApiUrl ?? '';
  const apiUrl = row.ApiUrl ?? url;
  if (!URL.canParse(url) || !URL.canParse(apiUrl)) return null;
  return {
    id: row.Id.toLowerCase(),
    name: row.FriendlyName ?? row.UniqueName ?? row.UrlName ?? new URL(url).host,
    uniqueName: row.UniqueName ?? '',
    url: url.replace(/\/+$/, ''),
    apiUrl: apiUrl.replace(/\/+$/, ''),
    environmentId: row.EnvironmentId ?? null,
    tenantId: row.TenantId?.toLowerCase() ?? null,
    region: regionOfHost(new URL(url).host) ?? row.Region ?? null,
    kind: organizationKindOf(row.OrganizationType),
    enabled: (row.State ?? 0) === 0,
    version: row.Version ?? null,
    isAdministrator: row.IsUserSysAdmin ?? null,
    trialEndsAt: row.TrialExpirationDate ?? null,
  };
}

function sameServer(url: URL, root: URL): URL {
  if (url.origin === root.origin) return url;
  throw new FailureError({
    code: 'unsupported',
    sentence: 'The list of organisations continues on another server. The token was not sent there.',
    advice: 'Check the cloud that is chosen; a proxy may be changing the answers.',
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
