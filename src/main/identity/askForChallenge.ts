import { FailureError } from '../../shared/contract/failure.ts';
import {
  type CloudChoice,
  cloudOfAuthority,
  cloudOfHost,
  clouds,
  isAdfs,
} from '../../shared/domain/cloud.ts';
import { readSignInChallenge } from '../../shared/domain/signInChallenge.ts';
import { networkFailure } from './signInFailures.ts';

/** Where one signs in for an organisation. */
export interface OrganizationSignIn {
  readonly cloud: CloudChoice;
  readonly tenant: string | null;
  /** What a token has to be for. */
  readonly resource: string;
}

const patience = 30_000;

/**
 * Asks an organisation without a token; its refusal names the authority, the tenant and the resource.
 * An organisation of a known cloud is believed only when it names that cloud's authority.
 *
 * @param webApi root of the Web API, ends in `/`
 */
export async function askForChallenge(options: {
  readonly webApi: string;
  readonly fetch: typeof fetch;
  readonly signal?: AbortSignal | undefined;
}): Promise<OrganizationSignIn> {
  const url = new URL('WhoAmI', options.webApi);
  const limit = AbortSignal.timeout(patience);
  let response: Response;
  try {
    response = await options.fetch(url, {
      headers: { Accept: 'application/json', 'OData-Version': '4.0', 'OData-MaxVersion': '4.0' },
      redirect: 'error',
      signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit,
    });
    await response.body?.cancel();
  } catch (cause) {
    if (options.signal?.aborted) throw new FailureError({ code: 'cancelled', sentence: 'Cancelled.' });
    throw new FailureError(networkFailure(url.host, cause, 'organization.learn'), { cause });
  }
  const challenge =
    response.status === 401 ? readSignInChallenge(response.headers.get('www-authenticate')) : null;
  const known = cloudOfHost(url.host);
  if (challenge === null) {
    // Dataverse's own organisations are known well enough without.
    if (known !== null && response.status === 401) {
      return { cloud: { kind: 'known', id: known }, tenant: null, resource: url.origin };
    }
    throw new FailureError({
      code: 'unsupported',
      sentence: `${url.host} did not say where one signs in for it.`,
      advice:
        'Check that this is the address of an organisation. A server in the own house has to offer OAuth through AD FS; choose the cloud or give the authority yourself then.',
      httpStatus: response.status,
    });
  }
  const { authority, tenant, resource } = challenge;
  const named = cloudOfAuthority(authority);
  if (known !== null && (named === null || clouds[named].authority !== clouds[known].authority)) {
    throw new FailureError({
      code: 'unsupported',
      sentence: `${url.host} wants its sign-in at ${new URL(authority).host}, which is not the place of its cloud.`,
      advice: 'Do not sign in there. Check the address; a proxy may be changing the answers.',
    });
  }
  const id = known ?? named;
  return {
    cloud: id === null ? { kind: 'custom', authority, discovery: null, graph: null } : { kind: 'known', id },
    tenant,
    resource: resource !== null && belongsTo(resource, url, authority) ? resource : url.origin,
  };
}

/**
 * Whether an organisation may name this resource as its own. Whoever could name another organisation's would be sent
 * tokens that open that one.
 */
function belongsTo(resource: string, organization: URL, authority: string): boolean {
  if (!URL.canParse(resource)) return false;
  const named = new URL(resource);
  if (named.protocol !== organization.protocol) return false;
  if (named.host === organization.host) return true;
  // Programs may use `contoso.api.crm4.dynamics.com`; the organisation is `contoso.crm4.dynamics.com`.
  if (cloudOfHost(organization.host) !== null) return named.host === organization.host.replace('.api.', '.');
  // A deployment with AD FS has one name for sign-in and one for each organisation, in one domain.
  const parent = (host: string): string => host.slice(host.indexOf('.') + 1);
  return (
    isAdfs(authority) && parent(named.host) === parent(organization.host) && parent(named.host).includes('.')
  );
}
