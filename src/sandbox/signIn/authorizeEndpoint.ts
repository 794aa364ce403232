import { checkParameters, requestedScopesOf, required, targetOf } from './authorizeRequest.ts';
import type { BrowserSessions } from './browserSessions.ts';
import { describeFault, faultIds } from './faultAnswer.ts';
import { formOf, redirect, type SignInRequest, type SignInResponse } from './message.ts';
import type { Account, Application, Cloud, Tenant } from './model.ts';
import type { PendingGrants } from './pendingGrants.ts';
import { refuse, SignInFault } from './signInFault.ts';
import { type FlowStep, type FlowTarget, newFlow, nextStep, type SignInFlow } from './signInFlow.ts';
import type { SignInPlace } from './signInPlace.ts';
import { deviceCodePage, faultPage, formPostPage, notePage, stepPage } from './stepPages.ts';
import { knownApplication, type TenantName } from './tokenEndpoint.ts';

export type AuthorizePlace = {
  readonly place: SignInPlace;
  readonly grants: PendingGrants;
  readonly sessions: BrowserSessions;
  readonly flows: Map<string, SignInFlow>;
};

const mostFlows = 500;

/**
 * Begins a sign-in in the browser (RFC 6749 4.1, RFC 7636, OpenID Connect Core 3.1.2). What is wrong with the
 * application or its redirect address is shown to the user; everything else goes to the redirect address.
 */
export function authorize(
  at: AuthorizePlace,
  cloud: Cloud,
  named: TenantName,
  request: SignInRequest,
): SignInResponse {
  const parameters = request.method === 'POST' ? formOf(request) : request.url.searchParams;
  const ids = faultIds(request, at.place.now());
  let application: Application;
  let target: FlowTarget;
  try {
    application = applicationFor(at.place, cloud, named, required(parameters, 'client_id'));
    target = targetOf(application, parameters);
  } catch (fault) {
    if (fault instanceof SignInFault) return faultPage(fault, ids);
    throw fault;
  }
  try {
    const browser = at.sessions.browserOf(request);
    const flow = newFlow({
      browserId: browser.id,
      cloud,
      named,
      application,
      requested: requestedScopesOf(parameters),
      target,
      prompt: parameters.get('prompt') ?? undefined,
    });
    checkParameters(parameters);
    chooseSignedIn(at, flow, parameters.get('login_hint') ?? undefined);
    const step = nextStep(at.place, flow);
    if (flow.prompt === 'none' && step.kind !== 'done') throw silentFault(step);
    if (step.kind === 'done') return finish(at, flow, step);
    at.flows.set(flow.id, flow);
    for (const old of at.flows.keys()) {
      if (at.flows.size <= mostFlows) break;
      at.flows.delete(old);
    }
    return redirect(`${cloud.authority}/signin/${flow.id}`, browser.cookie);
  } catch (fault) {
    if (fault instanceof SignInFault) return answerFault(at, target, request, fault);
    throw fault;
  }
}

/** @throws {SignInFault} 700016, or 50194 for one tenant's application at an address for all of them */
export function applicationFor(
  place: SignInPlace,
  cloud: Cloud,
  named: TenantName,
  appId: string,
): Application {
  if (named.kind === 'tenant') return knownApplication(place, named.tenant, appId);
  const application = place.directory.applications.find((one) => one.appId === appId.toLowerCase());
  if (application === undefined) throw refuse.unknownApplication(appId, cloud.name);
  if (application.signInAudience === 'AzureADMyOrg')
    throw new SignInFault(
      'invalid_request',
      50194,
      `Application '${application.appId}'(${application.displayName}) is not configured as a multi-tenant ` +
        'application. Use a tenant-specific address or configure the application to be multi-tenant.',
    );
  return application;
}

/** Takes the account that the browser is signed in with, when the client leaves it no choice. */
function chooseSignedIn(at: AuthorizePlace, flow: SignInFlow, hint: string | undefined): void {
  const present = signedInAccounts(at, flow);
  if (hint !== undefined && flow.prompt !== 'select_account') {
    const hinted = at.place.directory.findAccount(flow.cloud.name, hint);
    if (hinted !== undefined) take(at, flow, hinted);
    return;
  }
  const mayChoose = flow.prompt === undefined || flow.prompt === 'none' || flow.prompt === 'consent';
  const [only] = present;
  if (mayChoose && only !== undefined && present.length === 1) take(at, flow, only);
}

function take(at: AuthorizePlace, flow: SignInFlow, account: Account): void {
  flow.account = account;
  flow.methods = flow.prompt === 'login' ? [] : (at.sessions.signedIn(flow.browserId).get(account.id) ?? []);
}

function signedInAccounts(at: AuthorizePlace, flow: SignInFlow): Account[] {
  return [...at.sessions.signedIn(flow.browserId).keys()].flatMap((id) => {
    const account = at.place.directory.account(id);
    return account !== undefined && isPossible(at, flow, account) ? [account] : [];
  });
}

function isPossible({ place }: AuthorizePlace, flow: SignInFlow, account: Account): boolean {
  const tenant = place.directory.tenant(account.tenantId);
  if (tenant.cloud !== flow.cloud.name) return false;
  return flow.named.kind === 'any' || flow.named.tenant.id === tenant.id;
}

function silentFault(step: Exclude<FlowStep, { readonly kind: 'done' }>): SignInFault {
  if (step.kind === 'refused') return refuse.interactionNeeded(step.fault);
  if (step.kind === 'factor') return refuse.interactionNeeded(refuse.mfa('the resource'));
  if (step.kind === 'consent') return refuse.interactionNeeded(refuse.consent('', ''));
  return refuse.signInNeeded();
}

/** A page of a sign-in that has begun, or what the user did on it. */
export function continueFlow(
  at: AuthorizePlace,
  cloud: Cloud,
  flowId: string,
  request: SignInRequest,
): SignInResponse {
  const flow = at.flows.get(flowId);
  const browser = at.sessions.browserOf(request);
  if (flow === undefined || flow.finished || flow.cloud.name !== cloud.name || flow.browserId !== browser.id)
    return faultPage(
      new SignInFault('invalid_request', 90100, 'This sign-in is over. Begin it again in the application.'),
      faultIds(request, at.place.now()),
    );
  if (request.method === 'GET') return show(at, flow, request);
  const form = formOf(request);
  const ended = act(at, flow, form, request);
  return ended ?? redirect(`${cloud.authority}/signin/${flow.id}`);
}

function show(at: AuthorizePlace, flow: SignInFlow, request: SignInRequest): SignInResponse {
  const step = nextStep(at.place, flow);
  if (step.kind === 'done') return finish(at, flow, step);
  const signedIn = signedInAccounts(at, flow);
  const others = at.place.directory.accounts.filter(
    (account) => isPossible(at, flow, account) && !signedIn.includes(account),
  );
  const shown = stepPage(flow, step, { signedIn, others, ids: faultIds(request, at.place.now()) });
  flow.problem = undefined;
  return shown;
}

/** What a button does. @returns an answer when the sign-in is over */
function act(
  at: AuthorizePlace,
  flow: SignInFlow,
  form: URLSearchParams,
  request: SignInRequest,
): SignInResponse | undefined {
  const { account } = flow;
  const chosen = form.get('account');
  if (chosen !== null) {
    choose(at, flow, chosen);
    return undefined;
  }
  switch (form.get('action')) {
    case 'user':
      choose(at, flow, form.get('userName') ?? '');
      return undefined;
    case 'password':
      if (account === undefined) return undefined;
      if (account.password === form.get('password')) signIn(at, flow, account, ['pwd']);
      else flow.problem = `AADSTS50126: ${refuse.wrongPassword().message}`;
      return undefined;
    case 'code':
      if (account === undefined || !flow.methods.includes('pwd')) return undefined;
      if (form.get('code')?.replaceAll(/\s/g, '') === flow.factorCode)
        signIn(at, flow, account, ['pwd', 'mfa']);
      else flow.problem = 'AADSTS500121: That is not the code that the authenticator shows. Try again.';
      return undefined;
    case 'accept':
      accept(at, flow, form.get('everybody') === '1');
      return undefined;
    case 'continue':
      flow.confirmed = true;
      return undefined;
    case 'other':
      flow.account = undefined;
      flow.methods = [];
      return undefined;
    case 'return': {
      const step = nextStep(at.place, flow);
      return step.kind === 'refused' ? end(at, flow, request, step.fault) : undefined;
    }
    case 'cancel':
      return end(at, flow, request, refuse.declined());
    default:
      return undefined;
  }
}

function choose(at: AuthorizePlace, flow: SignInFlow, userName: string): void {
  const { directory } = at.place;
  const account = directory.findAccount(flow.cloud.name, userName);
  if (account !== undefined) take(at, flow, account);
  else {
    const where = flow.named.kind === 'any' ? flow.named.name : flow.named.tenant.displayName;
    flow.problem = `AADSTS50034: ${refuse.noUser(userName, where).message}`;
  }
}

function signIn(at: AuthorizePlace, flow: SignInFlow, account: Account, methods: readonly string[]): void {
  flow.methods = methods;
  at.sessions.signIn(flow.browserId, account, methods);
}

function accept(at: AuthorizePlace, flow: SignInFlow, everybody: boolean): void {
  const step = nextStep(at.place, flow);
  if (step.kind !== 'consent') return;
  const { account, permissions, resource } = step;
  const { directory } = at.place;
  directory.addServicePrincipal(account.tenantId, flow.application.appId);
  directory.addConsent({
    tenantId: account.tenantId,
    appId: flow.application.appId,
    resourceAppId: resource.appId,
    scopes: permissions.map(({ value }) => value),
    ...(everybody && account.administrator ? {} : { accountId: account.id }),
  });
  flow.accepted = true;
}

function finish(
  { place, grants }: AuthorizePlace,
  flow: SignInFlow,
  { account, tenant }: { readonly account: Account; readonly tenant: Tenant },
): SignInResponse {
  flow.finished = true;
  const { target, cloud, application, methods, requested } = flow;
  if (target.kind === 'device') {
    target.code.outcome = { kind: 'signedIn', tenant, account, methods };
    return notePage(
      'You have signed in',
      `You have signed in to ${application.displayName} on your device. You may now close this window.`,
    );
  }
  const { code } = grants.addCode({
    cloud,
    tenant,
    application,
    account,
    methods,
    requested,
    redirectUri: target.redirectUri,
    expiresAt: place.now() + place.settings.codeSeconds * 1000,
    ...(target.challenge === undefined ? {} : { challenge: target.challenge }),
    ...(target.nonce === undefined ? {} : { nonce: target.nonce }),
  });
  return answerApplication(target, new URLSearchParams({ code }));
}

/** Ends a sign-in without success. */
function end(
  at: AuthorizePlace,
  flow: SignInFlow,
  request: SignInRequest,
  fault: SignInFault,
): SignInResponse {
  flow.finished = true;
  const { target } = flow;
  if (target.kind === 'application') return answerFault(at, target, request, fault);
  target.code.outcome = fault.number === 65004 ? { kind: 'declined' } : { kind: 'refused', fault };
  return notePage('You did not sign in', 'The application was told so. You may now close this window.');
}

function answerFault(
  { place }: AuthorizePlace,
  target: FlowTarget,
  request: SignInRequest,
  fault: SignInFault,
): SignInResponse {
  const ids = faultIds(request, place.now());
  if (target.kind === 'device') return faultPage(fault, ids);
  // The redirect address gets what a person would have to act on; `invalid_grant` belongs to the token endpoint.
  const error = fault.error === 'invalid_grant' ? 'access_denied' : fault.error;
  return answerApplication(
    target,
    new URLSearchParams({
      error,
      ...(fault.suberror === undefined ? {} : { error_subcode: fault.suberror }),
      error_description: describeFault(fault, ids),
      error_uri: `${request.url.origin}/error?code=${fault.number}`,
    }),
  );
}

function answerApplication(
  target: Extract<FlowTarget, { kind: 'application' }>,
  answer: URLSearchParams,
): SignInResponse {
  if (target.state !== undefined) answer.set('state', target.state);
  if (target.responseMode === 'form_post') return formPostPage(target.redirectUri, answer);
  const mark = target.responseMode === 'fragment' ? '#' : target.redirectUri.includes('?') ? '&' : '?';
  return redirect(`${target.redirectUri}${mark}${answer}`);
}

/** The page where a device code is typed. */
export function enterDeviceCode(at: AuthorizePlace, cloud: Cloud, request: SignInRequest): SignInResponse {
  const { place, grants, sessions, flows } = at;
  const typed = (request.method === 'POST' ? formOf(request) : request.url.searchParams).get('code') ?? '';
  if (request.method !== 'POST') return deviceCodePage(undefined, typed);
  const code = grants.findUserCode(cloud, typed);
  if (code === undefined || code.outcome.kind !== 'waiting')
    return deviceCodePage('That code didn’t work. Check the code and try again.', typed);
  if (place.now() > code.expiresAt)
    return deviceCodePage('AADSTS70020: This code has expired. Get a new one in the application.', typed);
  const browser = sessions.browserOf(request);
  const { application, requested } = code;
  const named: TenantName =
    code.tenant === undefined
      ? { kind: 'any', name: 'organizations' }
      : { kind: 'tenant', tenant: code.tenant };
  const flow = newFlow({
    browserId: browser.id,
    cloud,
    named,
    application,
    requested,
    target: { kind: 'device', code },
    prompt: undefined,
  });
  flows.set(flow.id, flow);
  return redirect(`${cloud.authority}/signin/${flow.id}`, browser.cookie);
}
