/** The nouns of the sign-in authority. Ids are lower-case guids. */

export type CloudName = 'commercial' | 'government';

/** A cloud's services; each is an origin without a slash at its end. */
export type Cloud = {
  readonly name: CloudName;
  readonly authority: string;
  readonly discovery: string;
  readonly graph: string;
};

export type Tenant = {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
  readonly cloud: CloudName;
};

export type Account = {
  /** Object id in its tenant. */
  readonly id: string;
  readonly tenantId: string;
  /** Its sign-in name. */
  readonly userName: string;
  readonly displayName: string;
  readonly password: string;
  /** Says what the account is for in tests, in a few words. */
  readonly about: string;
  /** A second factor is asked for. */
  readonly mfa: boolean;
  /** Conditional access lets it in nowhere. */
  readonly blocked: boolean;
  readonly disabled: boolean;
  /** May consent for the whole tenant, and manage its applications. */
  readonly administrator: boolean;
};

export type Permission = {
  /** App id of the resource. */
  readonly resourceAppId: string;
  readonly id: string;
  readonly type: 'Scope' | 'Role';
};

export type PasswordCredential = {
  readonly keyId: string;
  readonly displayName: string;
  /** First characters, as shown in lists. */
  readonly hint: string;
  /** SHA-256, base64. */
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  readonly endsAt: number;
};

export type KeyCredential = {
  readonly keyId: string;
  readonly displayName: string;
  /** PEM. */
  readonly certificate: string;
};

export type Application = {
  readonly objectId: string;
  readonly appId: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly signInAudience: 'AzureADMyOrg' | 'AzureADMultipleOrgs';
  readonly isFallbackPublicClient: boolean;
  readonly publicRedirectUris: readonly string[];
  readonly webRedirectUris: readonly string[];
  readonly requiredPermissions: readonly Permission[];
  readonly passwords: readonly PasswordCredential[];
  readonly keys: readonly KeyCredential[];
  readonly createdAt: number;
};

/** An application's presence in a tenant. */
export type ServicePrincipal = { readonly id: string; readonly tenantId: string; readonly appId: string };

/** What a user, or the administrator for everybody, allowed an application. */
export type Consent = {
  readonly id: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly resourceAppId: string;
  /** Nothing: every user of the tenant. */
  readonly accountId?: string;
  readonly scopes: readonly string[];
};

/** Application permissions that an administrator granted. */
export type RoleGrant = {
  readonly tenantId: string;
  readonly appId: string;
  readonly resourceAppId: string;
  readonly roles: readonly string[];
};

export type RefreshToken = {
  /** SHA-256 of the token, base64url. */
  readonly hash: string;
  readonly tenantId: string;
  readonly accountId: string;
  readonly appId: string;
  readonly methods: readonly string[];
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** When it was exchanged for another one; it is void then. */
  readonly usedAt?: number;
};

export type Resource = {
  readonly appId: string;
  readonly displayName: string;
  /** As the client wrote it; becomes the token's audience. */
  readonly audience: string;
  /** What the client wrote before the name of a permission; empty for Microsoft Graph's bare names. */
  readonly prefix: string;
  readonly permissions: readonly PermissionKind[];
};

export type PermissionKind = {
  readonly id: string;
  readonly value: string;
  readonly type: 'Scope' | 'Role';
  readonly adminOnly: boolean;
  /** What the consent page says. */
  readonly text: string;
};
