import { randomBytes, randomInt } from 'node:crypto';
import type { Account, Application, Cloud, PermissionKind, Resource, Tenant } from './model.ts';
import type { DeviceCode } from './pendingGrants.ts';
import { missingPermissions, type RequestedScopes, resourceIn, wantedScopes } from './requestedScopes.ts';
import { refuse, SignInFault } from './signInFault.ts';
import type { SignInPlace } from './signInPlace.ts';
import { checkAccount, knownApplication, type TenantName } from './tokenEndpoint.ts';

/** Where a sign-in ends: at the application's redirect address, or with a device code. */
export type FlowTarget =
  | {
      readonly kind: 'application';
      readonly redirectUri: string;
      readonly responseMode: 'query' | 'fragment' | 'form_post';
      readonly state: string | undefined;
      readonly nonce: string | undefined;
      readonly challenge: string | undefined;
    }
  | { readonly kind: 'device'; readonly code: DeviceCode };

/** One sign-in in one browser, from page to page. */
export type SignInFlow = {
  readonly id: string;
  /** The browser's cookie: nobody else can go on with the flow. */
  readonly browserId: string;
  readonly cloud: Cloud;
  readonly named: TenantName;
  readonly application: Application;
  readonly requested: RequestedScopes;
  readonly target: FlowTarget;
  readonly prompt: string | undefined;
  account: Account | undefined;
  /** What they proved with: `pwd`, `mfa`. */
  methods: readonly string[];
  /** The second factor's code, which a real user's telephone would show. */
  readonly factorCode: string;
  /** Somebody with a device code said that it is theirs. */
  confirmed: boolean;
  accepted: boolean;
  /** Shown with the next page, and then forgotten. */
  problem: string | undefined;
  /** Set at its end: it cannot be sent again. */
  finished: boolean;
};

export type FlowStep =
  | { readonly kind: 'confirm' }
  | { readonly kind: 'account' }
  | { readonly kind: 'password'; readonly account: Account }
  | { readonly kind: 'factor'; readonly account: Account }
  | {
      readonly kind: 'consent';
      readonly account: Account;
      readonly resource: Resource;
      readonly permissions: readonly PermissionKind[];
    }
  | { readonly kind: 'refused'; readonly fault: SignInFault }
  | { readonly kind: 'done'; readonly account: Account; readonly tenant: Tenant };

export type NewFlow = Pick<
  SignInFlow,
  'browserId' | 'cloud' | 'named' | 'application' | 'requested' | 'target' | 'prompt'
>;

export function newFlow(given: NewFlow): SignInFlow {
  return {
    ...given,
    id: randomBytes(18).toString('base64url'),
    account: undefined,
    methods: [],
    factorCode: String(randomInt(0, 1_000_000)).padStart(6, '0'),
    confirmed: given.target.kind === 'application',
    accepted: false,
    problem: undefined,
    finished: false,
  };
}

/** What the user is to do next. */
export function nextStep(place: SignInPlace, flow: SignInFlow): FlowStep {
  const { account } = flow;
  if (!flow.confirmed) return { kind: 'confirm' };
  if (account === undefined) return { kind: 'account' };
  if (!flow.methods.includes('pwd')) return { kind: 'password', account };
  try {
    return afterPassword(place, flow, account);
  } catch (fault) {
    if (fault instanceof SignInFault) return { kind: 'refused', fault };
    throw fault;
  }
}

function afterPassword(place: SignInPlace, flow: SignInFlow, account: Account): FlowStep {
  const { directory } = place;
  const { cloud, named, requested } = flow;
  const tenant = directory.tenant(account.tenantId);
  checkAccount(account);
  if (named.kind === 'tenant' && named.tenant.id !== tenant.id)
    throw refuse.foreignUser(account.userName, named.tenant.displayName);
  const application = knownApplication(place, tenant, flow.application.appId);
  const resource = resourceIn(place, cloud, tenant, requested);
  if (account.mfa && !flow.methods.includes('mfa')) return { kind: 'factor', account };
  const wanted = wantedScopes(directory, application, account, resource, requested);
  const asksAgain = flow.prompt === 'consent' && !flow.accepted;
  const permissions = asksAgain
    ? resource.permissions.filter(({ type, value }) => type === 'Scope' && wanted.includes(value))
    : missingPermissions(directory, application, account, resource, wanted);
  if (permissions.length === 0) return { kind: 'done', account, tenant };
  if (!account.administrator && permissions.some(({ adminOnly }) => adminOnly))
    throw refuse.adminConsent(application.displayName);
  return { kind: 'consent', account, resource, permissions };
}
