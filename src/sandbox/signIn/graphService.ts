import { randomUUID } from 'node:crypto';
import { bearerToken, checkAccessToken, hasRole, hasScope, isApplicationToken } from './checkAccessToken.ts';
import { secretCredential } from './directory.ts';
import { applicationJson, readApplication } from './graphApplication.ts';
import { GraphFault } from './graphFault.ts';
import { type Claims, textClaim } from './jwt.ts';
import { json, type SignInRequest, type SignInResponse } from './message.ts';
import type { Account, Application, Cloud } from './model.ts';
import { dataverseAppId, graphAppId, permissionsOf } from './resources.ts';
import type { SignInPlace } from './signInPlace.ts';
import { newSecret } from './signInState.ts';

type Caller = { readonly tenantId: string; readonly account: Account | undefined; readonly claims: Claims };

type GraphCall = {
  readonly place: SignInPlace;
  readonly cloud: Cloud;
  readonly caller: Caller;
  readonly request: SignInRequest;
};

const year = 365 * 24 * 60 * 60 * 1000;

/** The part of Microsoft Graph that makes and changes application registrations. */
export async function answerGraph(
  place: SignInPlace,
  cloud: Cloud,
  request: SignInRequest,
): Promise<SignInResponse> {
  try {
    const caller = await callerOf(place, cloud, request);
    return route({ place, cloud, caller, request });
  } catch (fault) {
    if (!(fault instanceof GraphFault)) throw fault;
    return json(fault.status, {
      error: {
        code: fault.code,
        message: fault.message,
        innerError: {
          date: new Date(place.now()).toISOString().slice(0, 19),
          'request-id': randomUUID(),
          'client-request-id': request.headers['client-request-id'] ?? randomUUID(),
        },
      },
    });
  }
}

async function callerOf(place: SignInPlace, cloud: Cloud, request: SignInRequest): Promise<Caller> {
  const token = bearerToken(request.headers.authorization);
  if (token === undefined) throw new GraphFault(401, 'InvalidAuthenticationToken', 'Access token is empty.');
  const check = await checkAccessToken(place, token, {
    cloud,
    isAudience: (audience) => [cloud.graph, graphAppId].includes(audience.replace(/\/+$/, '')),
    now: place.now() - place.settings.clockSkewSeconds * 1000,
  });
  if (check.kind === 'invalid') throw new GraphFault(401, 'InvalidAuthenticationToken', check.reason);
  const { claims } = check;
  const account = isApplicationToken(claims)
    ? undefined
    : place.directory.account(textClaim(claims, 'oid') ?? '');
  return { tenantId: textClaim(claims, 'tid') ?? '', account, claims };
}

function route(call: GraphCall): SignInResponse {
  const { method, url } = call.request;
  const path = decodeURIComponent(url.pathname).replace(/^\/(?:v1\.0|beta)\//, '');
  if (path === 'me' && method === 'GET') return me(call);
  if (path === 'applications') {
    if (method === 'GET') return listApplications(call);
    if (method === 'POST') return createApplication(call);
  }
  const [, key, action] = /^applications(?:\/([\w-]+)|\(appId='[\w-]+'\))(?:\/(\w+))?$/.exec(path) ?? [];
  const [, byAppId] = /^applications\(appId='([\w-]+)'\)/.exec(path) ?? [];
  if (key !== undefined || byAppId !== undefined) {
    const application = findApplication(call, (one) => one.objectId === key || one.appId === byAppId, path);
    if (action === 'addPassword' && method === 'POST') return addPassword(call, application);
    if (action === 'removePassword' && method === 'POST') return removePassword(call, application);
    if (action === undefined && method === 'GET') return readOne(call, application);
    if (action === undefined && method === 'PATCH') return changeApplication(call, application);
    if (action === undefined && method === 'DELETE') return deleteApplication(call, application);
  }
  if (path === 'servicePrincipals') {
    if (method === 'GET') return listServicePrincipals(call);
    if (method === 'POST') return createServicePrincipal(call);
  }
  if (path === 'oauth2PermissionGrants') {
    if (method === 'GET') return listGrants(call);
    if (method === 'POST') return createGrant(call);
  }
  throw new GraphFault(404, 'Request_ResourceNotFound', `Resource '${path.slice(0, 80)}' does not exist.`);
}

function me({ cloud, caller: { account, claims } }: GraphCall): SignInResponse {
  if (account === undefined)
    throw new GraphFault(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
  if (!hasScope(claims, 'User.Read') && !hasScope(claims, 'Application.ReadWrite.All')) throw denied();
  return json(200, {
    '@odata.context': `${cloud.graph}/v1.0/$metadata#users/$entity`,
    id: account.id,
    displayName: account.displayName,
    userPrincipalName: account.userName,
    mail: account.userName,
  });
}

function denied(): GraphFault {
  return new GraphFault(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

/** An application needs the role; a user needs the scope, and to be somebody who may manage applications. */
function needsWrite({ caller: { account, claims } }: GraphCall): void {
  const may =
    account === undefined
      ? hasRole(claims, 'Application.ReadWrite.All')
      : hasScope(claims, 'Application.ReadWrite.All') && account.administrator;
  if (!may) throw denied();
}

function needsRead({ caller: { claims } }: GraphCall): void {
  const scopes = ['Application.ReadWrite.All', 'Application.Read.All'];
  if (!scopes.some((scope) => hasScope(claims, scope) || hasRole(claims, scope))) throw denied();
}

function ownApplications({ place, caller }: GraphCall): Application[] {
  return place.directory.applications.filter(({ tenantId }) => tenantId === caller.tenantId);
}

function findApplication(
  call: GraphCall,
  isIt: (application: Application) => boolean,
  path: string,
): Application {
  needsRead(call);
  const found = ownApplications(call).find(isIt);
  if (found === undefined)
    throw new GraphFault(
      404,
      'Request_ResourceNotFound',
      `Resource '${path.slice(0, 80)}' does not exist or one of its queried reference-property objects are not present.`,
    );
  return found;
}

function listApplications(call: GraphCall): SignInResponse {
  needsRead(call);
  const matches = filterOf(call);
  return json(200, {
    '@odata.context': `${call.cloud.graph}/v1.0/$metadata#applications`,
    value: ownApplications(call)
      .filter(({ appId, displayName }) => matches({ appId, displayName }))
      .map(applicationJson),
  });
}

/** `$filter` with one comparison, which is what clients look an application up with. */
function filterOf({ request }: GraphCall): (columns: { readonly [name: string]: string }) => boolean {
  const filter = request.url.searchParams.get('$filter');
  if (filter === null) return () => true;
  const [, column, operator, text] =
    /^\s*(\w+)\s+(eq)\s+'(.*)'\s*$/.exec(filter) ??
    /^\s*startswith\(\s*(\w+)()\s*,\s*'(.*)'\s*\)\s*$/.exec(filter) ??
    [];
  if (column === undefined || text === undefined)
    throw new GraphFault(400, 'Request_BadRequest', 'Invalid filter clause.');
  const wanted = text.replaceAll("''", "'");
  return (columns) =>
    operator === 'eq' ? columns[column] === wanted : (columns[column] ?? '').startsWith(wanted);
}

function createApplication(call: GraphCall): SignInResponse {
  needsWrite(call);
  const { place, caller, cloud } = call;
  const application = readApplication(
    {
      objectId: randomUUID(),
      appId: randomUUID(),
      tenantId: caller.tenantId,
      displayName: '',
      signInAudience: 'AzureADMultipleOrgs',
      isFallbackPublicClient: false,
      publicRedirectUris: [],
      webRedirectUris: [],
      requiredPermissions: [],
      passwords: [],
      keys: [],
      createdAt: place.now(),
    },
    bodyOf(call),
  );
  place.directory.putApplication(application);
  return json(201, {
    '@odata.context': `${cloud.graph}/v1.0/$metadata#applications/$entity`,
    ...applicationJson(application),
  });
}

function readOne({ cloud }: GraphCall, application: Application): SignInResponse {
  return json(200, {
    '@odata.context': `${cloud.graph}/v1.0/$metadata#applications/$entity`,
    ...applicationJson(application),
  });
}

function changeApplication(call: GraphCall, application: Application): SignInResponse {
  needsWrite(call);
  call.place.directory.putApplication(readApplication(application, bodyOf(call)));
  return { status: 204, headers: {}, body: '' };
}

function deleteApplication(call: GraphCall, application: Application): SignInResponse {
  needsWrite(call);
  call.place.directory.removeApplication(application.objectId);
  return { status: 204, headers: {}, body: '' };
}

/** The secret's text is told this once. */
function addPassword(call: GraphCall, application: Application): SignInResponse {
  needsWrite(call);
  const { place, cloud } = call;
  const wish = objectIn(bodyOf(call).passwordCredential ?? {});
  const secret = newSecret();
  const now = place.now();
  const credential = secretCredential(
    typeof wish.displayName === 'string' ? wish.displayName : '',
    secret,
    momentIn(wish.startDateTime) ?? now,
    momentIn(wish.endDateTime) ?? now + 2 * year,
  );
  place.directory.putApplication({ ...application, passwords: [...application.passwords, credential] });
  return json(200, {
    '@odata.context': `${cloud.graph}/v1.0/$metadata#microsoft.graph.passwordCredential`,
    customKeyIdentifier: null,
    displayName: credential.displayName === '' ? null : credential.displayName,
    startDateTime: new Date(credential.startsAt).toISOString(),
    endDateTime: new Date(credential.endsAt).toISOString(),
    hint: credential.hint,
    keyId: credential.keyId,
    secretText: secret,
  });
}

function removePassword(call: GraphCall, application: Application): SignInResponse {
  needsWrite(call);
  const { keyId } = bodyOf(call);
  const passwords = application.passwords.filter((one) => one.keyId !== keyId);
  if (passwords.length === application.passwords.length)
    throw new GraphFault(400, 'Request_BadRequest', 'No password credential found with keyId.');
  call.place.directory.putApplication({ ...application, passwords });
  return { status: 204, headers: {}, body: '' };
}

function momentIn(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const moment = Date.parse(value);
  if (Number.isNaN(moment))
    throw new GraphFault(400, 'Request_BadRequest', `'${value.slice(0, 40)}' is no date.`);
  return moment;
}

function servicePrincipalJson({ place }: GraphCall, principal: { id: string; appId: string }) {
  const application = place.directory.applications.find(({ appId }) => appId === principal.appId);
  return {
    id: principal.id,
    appId: principal.appId,
    displayName: application?.displayName ?? principal.appId,
    appOwnerOrganizationId: application?.tenantId ?? null,
    accountEnabled: true,
    servicePrincipalType: 'Application',
    oauth2PermissionScopes: permissionsOf(principal.appId)
      .filter(({ type }) => type === 'Scope')
      .map(({ id, value }) => ({ id, value, isEnabled: true })),
  };
}

function listServicePrincipals(call: GraphCall): SignInResponse {
  needsRead(call);
  const { place, caller, cloud } = call;
  const matches = filterOf(call);
  const resources = [graphAppId, dataverseAppId].map((appId) => ({
    id: resourcePrincipalId(appId),
    appId,
  }));
  const own = place.directory.servicePrincipals.filter(({ tenantId }) => tenantId === caller.tenantId);
  return json(200, {
    '@odata.context': `${cloud.graph}/v1.0/$metadata#servicePrincipals`,
    value: [...resources, ...own]
      .map((principal) => servicePrincipalJson(call, principal))
      .filter(({ appId, displayName }) => matches({ appId, displayName })),
  });
}

/** The resources' own principals have an id that can be told from the app id. */
function resourcePrincipalId(appId: string): string {
  return appId.replace(/-c000-/, '-c111-');
}

function createServicePrincipal(call: GraphCall): SignInResponse {
  needsWrite(call);
  const { place, caller, cloud } = call;
  const { appId } = bodyOf(call);
  const tenant = place.directory.tenant(caller.tenantId);
  const application = typeof appId === 'string' ? place.directory.findApplication(tenant, appId) : undefined;
  if (application === undefined)
    throw new GraphFault(
      400,
      'Request_BadRequest',
      `The appId '${String(appId).slice(0, 40)}' is not valid.`,
    );
  if (place.directory.servicePrincipal(tenant.id, application.appId) !== undefined)
    throw new GraphFault(
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      `The service principal cannot be created: one for the appId ${application.appId} exists.`,
    );
  return json(201, {
    '@odata.context': `${cloud.graph}/v1.0/$metadata#servicePrincipals/$entity`,
    ...servicePrincipalJson(call, place.directory.addServicePrincipal(tenant.id, application.appId)),
  });
}

function listGrants(call: GraphCall): SignInResponse {
  needsRead(call);
  const { place, caller, cloud } = call;
  const value = place.directory.consents
    .filter(({ tenantId }) => tenantId === caller.tenantId)
    .map((consent) => ({
      id: consent.id,
      clientId: place.directory.servicePrincipal(consent.tenantId, consent.appId)?.id ?? null,
      consentType: consent.accountId === undefined ? 'AllPrincipals' : 'Principal',
      principalId: consent.accountId ?? null,
      resourceId: resourcePrincipalId(consent.resourceAppId),
      scope: consent.scopes.join(' '),
    }));
  return json(200, { '@odata.context': `${cloud.graph}/v1.0/$metadata#oauth2PermissionGrants`, value });
}

/** An administrator's consent without the page. */
function createGrant(call: GraphCall): SignInResponse {
  const { place, caller, cloud } = call;
  const may =
    hasScope(caller.claims, 'DelegatedPermissionGrant.ReadWrite.All') && caller.account?.administrator;
  if (may !== true) throw denied();
  const body = bodyOf(call);
  const principal = place.directory.servicePrincipals.find(
    ({ id, tenantId }) => id === body.clientId && tenantId === caller.tenantId,
  );
  const resourceAppId = [graphAppId, dataverseAppId].find(
    (appId) => resourcePrincipalId(appId) === body.resourceId,
  );
  const everybody = body.consentType === 'AllPrincipals';
  if (principal === undefined || resourceAppId === undefined || typeof body.scope !== 'string')
    throw new GraphFault(
      400,
      'Request_BadRequest',
      'clientId, resourceId and scope must be given and exist.',
    );
  if (!everybody && (body.consentType !== 'Principal' || typeof body.principalId !== 'string'))
    throw new GraphFault(400, 'Request_BadRequest', 'consentType or principalId is not valid.');
  const consent = place.directory.addConsent({
    tenantId: caller.tenantId,
    appId: principal.appId,
    resourceAppId,
    scopes: body.scope.split(/\s+/).filter((scope) => scope !== ''),
    ...(everybody ? {} : { accountId: String(body.principalId) }),
  });
  return json(201, {
    '@odata.context': `${cloud.graph}/v1.0/$metadata#oauth2PermissionGrants/$entity`,
    id: consent.id,
    clientId: principal.id,
    consentType: everybody ? 'AllPrincipals' : 'Principal',
    principalId: consent.accountId ?? null,
    resourceId: body.resourceId,
    scope: consent.scopes.join(' '),
  });
}

function bodyOf({ request }: GraphCall): { readonly [name: string]: unknown } {
  try {
    return objectIn(JSON.parse(request.body));
  } catch (error) {
    if (error instanceof GraphFault) throw error;
    throw new GraphFault(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
}

function objectIn(value: unknown): { readonly [name: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new GraphFault(400, 'BadRequest', 'Unable to read JSON request payload.');
  return { ...value };
}
