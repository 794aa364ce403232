import { bearerToken, checkAccessToken, hasScope, isApplicationToken } from './checkAccessToken.ts';
import { textClaim } from './jwt.ts';
import { json, type SignInRequest, type SignInResponse } from './message.ts';
import type { Account, Cloud } from './model.ts';
import type { OrganisationHost } from './organisationHost.ts';
import { dataverseAppId } from './resources.ts';
import type { SignInPlace } from './signInPlace.ts';

type Instance = { readonly [column: string]: string | number | boolean | null };

const root = '/api/discovery/v2.0/';

/** The global discovery service: the organisations that a user may work with, in the tenant they signed in to. */
export async function answerDiscovery(
  place: SignInPlace,
  cloud: Cloud,
  request: SignInRequest,
): Promise<SignInResponse> {
  const token = bearerToken(request.headers.authorization);
  if (token === undefined) return unauthorized(cloud);
  const check = await checkAccessToken(place, token, {
    cloud,
    isAudience: (audience) => [cloud.discovery, dataverseAppId].includes(audience.replace(/\/+$/, '')),
    now: place.now() - place.settings.clockSkewSeconds * 1000,
  });
  if (check.kind === 'invalid') return unauthorized(cloud, check.reason);
  if (isApplicationToken(check.claims))
    return fault(403, '0x80040220', 'The discovery service is not available to service principals.');
  const account = place.directory.account(textClaim(check.claims, 'oid') ?? '');
  if (account === undefined || !hasScope(check.claims, 'user_impersonation'))
    return unauthorized(cloud, "The token lacks the scope 'user_impersonation'.");
  if (request.method !== 'GET') return fault(405, '0x80060888', 'Only GET is allowed here.');
  const path = decodeURIComponent(request.url.pathname);
  if (!path.startsWith(root)) return fault(404, '0x8006088a', 'Resource not found.');
  const instances = place
    .organisations()
    .filter((host) => host.cloud === cloud.name && host.details.tenantId === account.tenantId)
    .flatMap((host) => {
      const instance = instanceFor(host, account);
      return instance === undefined ? [] : [instance];
    });
  return select(path.slice(root.length), instances, request, cloud);
}

function select(
  segment: string,
  instances: readonly Instance[],
  { url }: SignInRequest,
  cloud: Cloud,
): SignInResponse {
  const context = `${cloud.discovery}${root}$metadata#Instances`;
  const columns = url.searchParams
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
  const unknown = columns?.find((name) => instances.length > 0 && !(name in (instances[0] ?? {})));
  if (unknown !== undefined)
    return fault(
      400,
      '0x80060888',
      `Could not find a property named '${unknown.slice(0, 60)}' on type 'Instance'.`,
    );
  const [, argument] = /^Instances\((.*)\)$/.exec(segment) ?? [];
  if (argument !== undefined) {
    const [, name = 'Id', value = argument] = /^(\w+)=(.*)$/.exec(argument) ?? [];
    const text = value.replace(/^'(.*)'$/, '$1').replaceAll("''", "'");
    const found = instances.find((one) => one[name] === text);
    if (found === undefined)
      return fault(404, '0x80040217', `There is no instance with ${name} '${text.slice(0, 80)}'.`);
    return json(200, { '@odata.context': `${context}/$entity`, ...only(found, columns) });
  }
  if (segment !== 'Instances') return fault(404, '0x8006088a', 'Resource not found.');
  const filter = url.searchParams.get('$filter');
  const condition = filter === null ? () => true : parseFilter(filter);
  if (condition === undefined)
    return fault(400, '0x80060888', `The filter '${filter?.slice(0, 120)}' is not understood.`);
  const value = instances.filter(condition).map((one) => only(one, columns));
  return json(200, { '@odata.context': context, value });
}

function only(instance: Instance, columns: readonly string[] | undefined): Instance {
  if (columns === undefined) return instance;
  return Object.fromEntries(Object.entries(instance).filter(([name]) => columns.includes(name)));
}

/** Comparisons, `contains`, `startswith` and `endswith`, joined by `and` or `or`; values keep their case. */
function parseFilter(text: string): ((instance: Instance) => boolean) | undefined {
  const alternatives = splitOutsideQuotes(text, ' or ').map((alternative) =>
    splitOutsideQuotes(alternative, ' and ').map(parseComparison),
  );
  if (alternatives.flat().some((comparison) => comparison === undefined)) return undefined;
  return (instance) =>
    alternatives.some((comparisons) => comparisons.every((comparison) => comparison?.(instance) === true));
}

function splitOutsideQuotes(text: string, word: string): string[] {
  const pieces = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted;
    if (!quoted && text.startsWith(word, at)) {
      pieces.push('');
      at += word.length - 1;
    } else pieces[pieces.length - 1] += text[at] ?? '';
  }
  return pieces;
}

function parseComparison(text: string): ((instance: Instance) => boolean) | undefined {
  const [, call, callColumn = '', callValue = ''] =
    /^\s*(contains|startswith|endswith)\(\s*(\w+)\s*,\s*'(.*)'\s*\)\s*$/.exec(text) ?? [];
  if (call !== undefined) {
    const wanted = callValue.replaceAll("''", "'");
    return (instance) => {
      const value = String(instance[callColumn] ?? '');
      if (call === 'contains') return value.includes(wanted);
      return call === 'startswith' ? value.startsWith(wanted) : value.endsWith(wanted);
    };
  }
  const [, column, operator, literal] = /^\s*(\w+)\s+(eq|ne)\s+('.*'|[\w-]+)\s*$/.exec(text) ?? [];
  if (column === undefined || literal === undefined) return undefined;
  const wanted = literal.replace(/^'(.*)'$/, '$1').replaceAll("''", "'");
  return (instance) => (String(instance[column] ?? 'null') === wanted) === (operator === 'eq');
}

/** Undefined when the account is no enabled user of the organisation. */
function instanceFor(host: OrganisationHost, account: Account): Instance | undefined {
  const organisation = host.organisation();
  const { details } = host;
  let isMember = false;
  for (const user of organisation.store.rows('systemuser'))
    if (user.azureactivedirectoryobjectid === account.id) isMember = user.isdisabled !== true;
  if (!isMember) return undefined;
  return {
    ApiUrl: host.origin,
    Url: `${host.origin}/`,
    UrlName: details.urlName,
    UniqueName: details.uniqueName,
    FriendlyName: details.friendlyName,
    Id: details.organizationId,
    EnvironmentId: details.environmentId,
    TenantId: details.tenantId,
    DatacenterId: details.datacenterId,
    DatacenterName: null,
    Region: host.region,
    Version: details.version,
    State: 0,
    StatusMessage: 0,
    OrganizationType: host.type,
    IsUserSysAdmin: account.administrator,
    LastUpdated: '2026-10-01T06:00:00Z',
    Purpose: host.purpose,
    SchemaType: 'Full',
    TrialExpirationDate: null,
  };
}

function unauthorized(cloud: Cloud, reason?: string): SignInResponse {
  const described = reason === undefined ? '' : `, error="invalid_token", error_description="${reason}"`;
  return {
    status: 401,
    headers: {
      'Content-Type': 'text/plain',
      'WWW-Authenticate': `Bearer authorization_uri=${cloud.authority}/common/oauth2/authorize, resource_id=${cloud.discovery}/${described}`,
    },
    body: 'HTTP Error 401 - Unauthorized: Access is denied',
  };
}

function fault(status: number, code: string, message: string): SignInResponse {
  return json(status, { error: { code, message } });
}
