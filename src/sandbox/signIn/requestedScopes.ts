import type { Directory } from './directory.ts';
import { listedScopes } from './directory.ts';
import type { Account, Application, Cloud, PermissionKind, Resource, Tenant } from './model.ts';
import { leadsTo } from './organisationHost.ts';
import { dataverseAppId, dataversePermissions, graphAppId, graphPermissions } from './resources.ts';
import { refuse } from './signInFault.ts';
import type { SignInPlace } from './signInPlace.ts';

/** What a client asked for, in the words of one resource. */
export type RequestedScopes = {
  /** `openid`, `profile`, `email`, `offline_access`. */
  readonly openId: readonly string[];
  /** Resource as written, such as `http://127.0.0.1:5000/`; nothing stands for Microsoft Graph. */
  readonly resource: string | undefined;
  /** Names of permissions, or `.default`. */
  readonly values: readonly string[];
};

const openIdScopes = ['openid', 'profile', 'email', 'offline_access'];

/** @throws {SignInFault} when scopes of several resources are mixed */
export function parseScopes(text: string): RequestedScopes {
  const openId: string[] = [];
  const values: string[] = [];
  const resources = new Set<string>();
  for (const scope of text.split(/\s+/).filter((part) => part !== '')) {
    if (openIdScopes.includes(scope)) {
      openId.push(scope);
      continue;
    }
    const at = scope.lastIndexOf('/');
    // Two slashes come from a resource that ends with one.
    resources.add(at < 0 ? '' : scope.slice(0, at));
    values.push(scope.slice(at + 1));
  }
  if (resources.size > 1) throw refuse.severalResources();
  const [resource = ''] = resources;
  return { openId, resource: resource === '' ? undefined : resource, values };
}

/** @throws {SignInFault} 500011 when the tenant has no such resource */
export function resourceIn(
  place: SignInPlace,
  cloud: Cloud,
  tenant: Tenant,
  { resource }: RequestedScopes,
): Resource {
  const graph = { appId: graphAppId, displayName: 'Microsoft Graph', permissions: graphPermissions };
  const dataverse = {
    appId: dataverseAppId,
    displayName: 'Dataverse',
    permissions: dataversePermissions,
  };
  if (resource === undefined) return { ...graph, audience: cloud.graph, prefix: '' };
  const named = { audience: resource, prefix: `${resource}/` };
  const bare = resource.replace(/\/+$/, '').toLowerCase();
  if (bare === cloud.graph || bare === graphAppId) return { ...graph, ...named };
  const host = place
    .organisations()
    .find((one) => one.cloud === cloud.name && one.details.tenantId === tenant.id && leadsTo(one, bare));
  if (host !== undefined || bare === cloud.discovery || bare === dataverseAppId)
    return { ...dataverse, ...named };
  throw refuse.unknownResource(resource, tenant.displayName);
}

/** Delegated permissions that the client asks for; `.default` are those of its registration. */
export function wantedScopes(
  directory: Directory,
  application: Application,
  account: Account,
  resource: Resource,
  { values }: RequestedScopes,
): string[] {
  const wanted = new Set<string>();
  for (const value of values) {
    if (value !== '.default') {
      const known = resource.permissions.some((kind) => kind.type === 'Scope' && kind.value === value);
      if (!known) throw refuse.unknownScope(value, resource.displayName);
      wanted.add(value);
      continue;
    }
    const listed = listedScopes(application, resource.appId);
    const granted = directory.consentedScopes(
      account.tenantId,
      application.appId,
      resource.appId,
      account.id,
    );
    if (listed.length === 0 && granted.length === 0)
      throw refuse.permissionNotListed(application.appId, resource.appId);
    for (const scope of listed.length > 0 ? listed : granted) wanted.add(scope);
  }
  return [...wanted];
}

/** Permissions among those wanted that nobody has given yet. */
export function missingPermissions(
  directory: Directory,
  application: Application,
  account: Account,
  resource: Resource,
  wanted: readonly string[],
): PermissionKind[] {
  const granted = directory.consentedScopes(account.tenantId, application.appId, resource.appId, account.id);
  return resource.permissions.filter(
    ({ type, value }) => type === 'Scope' && wanted.includes(value) && !granted.includes(value),
  );
}
