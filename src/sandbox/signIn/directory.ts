import { createHash, randomUUID } from 'node:crypto';
import type {
  Account,
  Application,
  CloudName,
  Consent,
  PasswordCredential,
  RefreshToken,
  RoleGrant,
  ServicePrincipal,
  Tenant,
} from './model.ts';
import { permissionsOf } from './resources.ts';
import {
  applicationId,
  secretSeeds,
  seedAccounts,
  seedApplications,
  seedConsents,
  seedServicePrincipals,
  tenants,
} from './seedDirectory.ts';
import type { DirectoryState, SignInState } from './signInState.ts';

/** Tenants, accounts and applications, and what they allowed each other. */
export type Directory = {
  readonly accounts: readonly Account[];
  readonly applications: readonly Application[];
  readonly servicePrincipals: readonly ServicePrincipal[];
  readonly consents: readonly Consent[];
  readonly refreshTokens: readonly RefreshToken[];
  tenant(id: string): Tenant;
  /** By id or domain, in one cloud. */
  findTenant(cloud: CloudName, name: string): Tenant | undefined;
  /** By sign-in name, in one cloud. */
  findAccount(cloud: CloudName, userName: string): Account | undefined;
  account(id: string): Account | undefined;
  /** An application that users of the tenant may sign in to. */
  findApplication(tenant: Tenant, appId: string): Application | undefined;
  putApplication(application: Application): void;
  removeApplication(objectId: string): void;
  servicePrincipal(tenantId: string, appId: string): ServicePrincipal | undefined;
  addServicePrincipal(tenantId: string, appId: string): ServicePrincipal;
  /** Delegated permissions that the application has, by user or for everybody. */
  consentedScopes(
    tenantId: string,
    appId: string,
    resourceAppId: string,
    accountId: string,
  ): readonly string[];
  addConsent(consent: Omit<Consent, 'id'>): Consent;
  removeConsents(appId: string, accountId?: string): void;
  grantedRoles(tenantId: string, appId: string, resourceAppId: string): readonly string[];
  grantRoles(grant: RoleGrant): void;
  putRefreshToken(token: RefreshToken): void;
  findRefreshToken(hash: string): RefreshToken | undefined;
  /** Refresh tokens of the account from before this moment are void. */
  revoke(accountId: string, moment: number): void;
  revokedBefore(accountId: string): number | undefined;
  snapshot(): DirectoryState;
};

const day = 24 * 60 * 60 * 1000;

/** @param changed is called after each change that is to be kept */
export function createDirectory(state: SignInState, now: number, changed: () => void): Directory {
  const accounts = seedAccounts((userName) => state.passwords[userName] ?? '');
  const kept = state.directory ?? firstDay(state, accounts, now);
  let applications = [...kept.applications];
  const servicePrincipals = [...kept.servicePrincipals];
  let consents = [...kept.consents];
  let roleGrants = [...kept.roleGrants];
  const refreshTokens = new Map(
    kept.refreshTokens.filter(({ expiresAt }) => expiresAt > now).map((token) => [token.hash, token]),
  );
  const revocations = new Map(Object.entries(kept.revokedBefore));

  return {
    accounts,
    get applications() {
      return applications;
    },
    servicePrincipals,
    get consents() {
      return consents;
    },
    get refreshTokens() {
      return [...refreshTokens.values()];
    },
    tenant: (id) => {
      const found = tenants.find((tenant) => tenant.id === id);
      if (found === undefined) throw new Error(`There is no tenant ${id}.`);
      return found;
    },
    findTenant: (cloud, name) =>
      tenants.find(
        (tenant) =>
          tenant.cloud === cloud &&
          (tenant.id === name.toLowerCase() || tenant.domain === name.toLowerCase()),
      ),
    findAccount: (cloud, userName) =>
      accounts.find(
        (account) =>
          account.userName === userName.trim().toLowerCase() &&
          tenants.some(({ id, cloud: its }) => id === account.tenantId && its === cloud),
      ),
    account: (id) => accounts.find((account) => account.id === id),
    findApplication: (tenant, appId) =>
      applications.find(
        (application) =>
          application.appId === appId.toLowerCase() &&
          (application.tenantId === tenant.id || application.signInAudience === 'AzureADMultipleOrgs'),
      ),
    putApplication: (application) => {
      const others = applications.filter(({ objectId }) => objectId !== application.objectId);
      applications = [...others, application];
      changed();
    },
    removeApplication: (objectId) => {
      applications = applications.filter((application) => application.objectId !== objectId);
      changed();
    },
    servicePrincipal: findPrincipal,
    addServicePrincipal: (tenantId, appId) => {
      const present = findPrincipal(tenantId, appId);
      if (present !== undefined) return present;
      const added = { id: randomUUID(), tenantId, appId };
      servicePrincipals.push(added);
      changed();
      return added;
    },
    consentedScopes: (tenantId, appId, resourceAppId, accountId) =>
      consents
        .filter(
          (consent) =>
            consent.tenantId === tenantId &&
            consent.appId === appId &&
            consent.resourceAppId === resourceAppId &&
            (consent.accountId === undefined || consent.accountId === accountId),
        )
        .flatMap(({ scopes }) => scopes),
    addConsent: (consent) => {
      const added = { ...consent, id: randomUUID() };
      consents = [...consents, added];
      changed();
      return added;
    },
    removeConsents: (appId, accountId) => {
      consents = consents.filter(
        (consent) => consent.appId !== appId || (accountId !== undefined && consent.accountId !== accountId),
      );
      changed();
    },
    grantedRoles: (tenantId, appId, resourceAppId) =>
      roleGrants
        .filter(
          (grant) =>
            grant.tenantId === tenantId && grant.appId === appId && grant.resourceAppId === resourceAppId,
        )
        .flatMap(({ roles }) => roles),
    grantRoles: (grant) => {
      roleGrants = [...roleGrants, grant];
      changed();
    },
    putRefreshToken: (token) => {
      refreshTokens.set(token.hash, token);
      changed();
    },
    findRefreshToken: (hash) => refreshTokens.get(hash),
    revoke: (accountId, moment) => {
      revocations.set(accountId, moment);
      changed();
    },
    revokedBefore: (accountId) => revocations.get(accountId),
    snapshot: () => ({
      applications,
      servicePrincipals,
      consents,
      roleGrants,
      refreshTokens: [...refreshTokens.values()],
      revokedBefore: Object.fromEntries(revocations),
    }),
  };

  function findPrincipal(tenantId: string, appId: string): ServicePrincipal | undefined {
    return servicePrincipals.find((one) => one.tenantId === tenantId && one.appId === appId);
  }
}

function firstDay(state: SignInState, accounts: readonly Account[], now: number): DirectoryState {
  const applications = seedApplications(now).map((application) => {
    const seed = secretSeeds.find(({ displayName }) => displayName === application.displayName);
    const secret = state.secrets[application.appId];
    if (seed === undefined || secret === undefined) return application;
    const endsAt = seed.ends === 'past' ? now - 20 * day : now + 300 * day;
    return { ...application, passwords: [secretCredential('Sandbox', secret, endsAt - 365 * day, endsAt)] };
  });
  return {
    applications,
    servicePrincipals: seedServicePrincipals(applications),
    consents: seedConsents(accounts),
    roleGrants: [],
    refreshTokens: [],
    revokedBefore: {},
  };
}

/** App ids that have a secret on the first day. */
export function appIdsWithSecret(): string[] {
  return secretSeeds.map(({ displayName }) => applicationId(displayName));
}

export function secretCredential(
  displayName: string,
  secret: string,
  startsAt: number,
  endsAt: number,
): PasswordCredential {
  return {
    keyId: randomUUID(),
    displayName,
    hint: secret.slice(0, 3),
    hash: hashOf(secret),
    startsAt,
    endsAt,
  };
}

/** Of a secret or token that need not be known, only known again. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** Delegated permissions that the application's registration lists for the resource, as scopes. */
export function listedScopes(application: Application, resourceAppId: string): string[] {
  const ids = application.requiredPermissions
    .filter((permission) => permission.resourceAppId === resourceAppId && permission.type === 'Scope')
    .map(({ id }) => id);
  return permissionsOf(resourceAppId)
    .filter(({ id, type }) => type === 'Scope' && ids.includes(id))
    .map(({ value }) => value);
}
