/**
 * A refusal of the authority: OAuth's `error`, the AADSTS number, and a sentence. `page` faults are shown to the user
 * and never sent to the redirect address.
 */
export class SignInFault extends Error {
  readonly error: string;
  readonly number: number;
  readonly status: number;
  readonly suberror: string | undefined;

  constructor(error: string, number: number, message: string, more: SignInFaultMore = {}) {
    super(message);
    this.name = 'SignInFault';
    this.error = error;
    this.number = number;
    this.status = more.status ?? (error === 'invalid_client' ? 401 : 400);
    this.suberror = more.suberror;
  }
}

export type SignInFaultMore = { readonly status?: number; readonly suberror?: string };

/** The refusals by what happened. */
export const refuse = {
  missing: (parameter: string) =>
    new SignInFault(
      'invalid_request',
      900144,
      `The request body must contain the following parameter: '${parameter}'.`,
    ),
  malformed: (what: string) => new SignInFault('invalid_request', 90013, `Invalid input received: ${what}`),
  unknownTenant: (name: string) =>
    new SignInFault(
      'invalid_request',
      90002,
      `Tenant '${name.slice(0, 80)}' not found. Check that it is the right tenant id and the right cloud. ` +
        'This may happen if there are no active subscriptions for the tenant.',
    ),
  noTenant: () =>
    new SignInFault(
      'invalid_request',
      50059,
      'No tenant-identifying information found in either the request or implied by any provided credentials.',
    ),
  unknownApplication: (appId: string, tenant: string) =>
    new SignInFault(
      'unauthorized_client',
      700016,
      `Application with identifier '${appId.slice(0, 80)}' was not found in the directory '${tenant}'. It has not ` +
        'been installed by the administrator of the tenant or consented to by any user in it, or the request went ' +
        'to the wrong tenant.',
    ),
  redirect: (redirectUri: string, appId: string) =>
    new SignInFault(
      'invalid_request',
      50011,
      `The redirect URI '${redirectUri.slice(0, 200)}' specified in the request does not match the redirect URIs ` +
        `configured for the application '${appId}'.`,
    ),
  otherRedirect: () =>
    new SignInFault(
      'invalid_grant',
      500112,
      'The reply address does not match the reply address provided when requesting the authorization code.',
    ),
  secretNeeded: () =>
    new SignInFault(
      'invalid_client',
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  secretNotAllowed: () =>
    new SignInFault(
      'invalid_client',
      700025,
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    ),
  wrongSecret: (appId: string) =>
    new SignInFault(
      'invalid_client',
      7000215,
      'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not ' +
        `the client secret ID, for a secret added to app '${appId}'.`,
    ),
  expiredSecret: (appId: string) =>
    new SignInFault(
      'invalid_client',
      7000222,
      `The provided client secret keys for app '${appId}' are expired.`,
    ),
  badAssertion: (reason: string) =>
    new SignInFault(
      'invalid_client',
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application, or the ` +
        `assertion is not valid. [Reason - ${reason}]`,
    ),
  assertionAudience: () =>
    new SignInFault(
      'invalid_client',
      700023,
      'Client assertion audience claim does not match Realm issuer or the token endpoint.',
    ),
  assertionTime: (now: string) =>
    new SignInFault(
      'invalid_client',
      700024,
      `Client assertion is not within its valid time range. Current time: ${now}.`,
    ),
  noUser: (userName: string, tenant: string) =>
    new SignInFault(
      'invalid_grant',
      50034,
      `The user account ${userName.slice(0, 100)} does not exist in the ${tenant} directory. To sign into this ` +
        'application, the account must be added to the directory.',
    ),
  foreignUser: (userName: string, tenant: string) =>
    new SignInFault(
      'invalid_grant',
      50020,
      `User account '${userName}' from another directory does not exist in tenant '${tenant}' and cannot access the ` +
        'application in that tenant. The account needs to be added as an external user in the tenant first.',
    ),
  wrongPassword: () =>
    new SignInFault(
      'invalid_grant',
      50126,
      'Error validating credentials due to invalid username or password.',
    ),
  disabled: () => new SignInFault('invalid_grant', 50057, 'The user account is disabled.'),
  mfa: (resource: string) =>
    new SignInFault(
      'invalid_grant',
      50076,
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must ' +
        `use multi-factor authentication to access '${resource}'.`,
      { suberror: 'basic_action' },
    ),
  conditionalAccess: () =>
    new SignInFault(
      'invalid_grant',
      53003,
      'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
      { suberror: 'message_only' },
    ),
  consent: (appId: string, name: string) =>
    new SignInFault(
      'invalid_grant',
      65001,
      `The user or administrator has not consented to use the application with ID '${appId}' named '${name}'. Send ` +
        'an interactive authorization request for this user and resource.',
      { suberror: 'consent_required' },
    ),
  declined: () =>
    new SignInFault('access_denied', 65004, 'User declined to consent to access the app.', {
      suberror: 'cancel',
    }),
  adminConsent: (name: string) =>
    new SignInFault(
      'access_denied',
      90094,
      `${name} needs permission to access resources in your organization that only an admin can grant.`,
    ),
  unknownResource: (resource: string, tenant: string) =>
    new SignInFault(
      'invalid_resource',
      500011,
      `The resource principal named ${resource.slice(0, 200)} was not found in the tenant named ${tenant}. It has ` +
        'not been installed by the administrator of the tenant or consented to by any user in it.',
    ),
  permissionNotListed: (appId: string, resourceAppId: string) =>
    new SignInFault(
      'invalid_resource',
      650057,
      'Invalid resource. The client has requested access to a resource which is not listed in the requested ' +
        `permissions in the client's application registration. Client app ID: ${appId}. Resource app ID: ${resourceAppId}.`,
    ),
  unknownScope: (scope: string, resource: string) =>
    new SignInFault(
      'invalid_client',
      650053,
      `The application asked for scope '${scope.slice(0, 80)}' that doesn't exist on the resource '${resource}'.`,
      { status: 400 },
    ),
  severalResources: () =>
    new SignInFault(
      'invalid_request',
      28000,
      'Provided value for the input parameter scope is not valid because it contains more than one resource.',
    ),
  defaultScopeNeeded: (scope: string) =>
    new SignInFault(
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope.slice(0, 200)} is not valid. Client credential flows must have a scope ` +
        'value with /.default suffixed to the resource identifier (application ID URI).',
    ),
  badGrantType: (grant: string) =>
    new SignInFault(
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${grant.slice(0, 80)}'.`,
    ),
  unsupportedResponse: (what: string) =>
    new SignInFault('unsupported_response_type', 70005, `${what.slice(0, 120)} is not supported.`),
  badGrant: (what: 'code' | 'refresh_token') =>
    new SignInFault(
      'invalid_grant',
      70000,
      `The provided value for the '${what}' parameter is not valid.`,
      what === 'refresh_token' ? { suberror: 'bad_token' } : {},
    ),
  redeemed: () =>
    new SignInFault(
      'invalid_grant',
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    ),
  expiredCode: () =>
    new SignInFault(
      'invalid_grant',
      70008,
      'The provided authorization code is expired. Send a new request.',
    ),
  expiredRefresh: (issued: string) =>
    new SignInFault(
      'invalid_grant',
      700082,
      `The refresh token has expired due to inactivity. The token was issued on ${issued}.`,
      { suberror: 'token_expired' },
    ),
  revoked: (since: string) =>
    new SignInFault(
      'invalid_grant',
      50173,
      'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have ' +
        `changed or reset their password. The grant is not valid before ${since}.`,
      { suberror: 'bad_token' },
    ),
  wrongVerifier: () =>
    new SignInFault(
      'invalid_grant',
      501481,
      'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    ),
  signInNeeded: () =>
    new SignInFault('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.'),
  interactionNeeded: (fault: SignInFault) =>
    new SignInFault('interaction_required', fault.number, fault.message),
  pending: () =>
    new SignInFault(
      'authorization_pending',
      70016,
      'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
    ),
  deviceExpired: () =>
    new SignInFault(
      'expired_token',
      70020,
      'The provided value for the device code is expired. Start again.',
    ),
  deviceDeclined: () =>
    new SignInFault('authorization_declined', 70018, 'The user declined the sign-in on the other device.'),
  badDeviceCode: () =>
    new SignInFault(
      'bad_verification_code',
      70019,
      "The provided value for the 'device_code' parameter is not valid.",
    ),
} as const;
