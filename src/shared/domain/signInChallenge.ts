import { isAdfs } from './cloud.ts';

/** What an organisation says about signing in when it is asked without a token. */
export interface SignInChallenge {
  /** Origin of the authority, or the address of AD FS up to `/adfs`. */
  readonly authority: string;
  /** Id or domain of the tenant; nothing where the authority has none, or names all of them (`common`). */
  readonly tenant: string | null;
  /** What a token has to be for, without a slash at its end; nothing when it was not said. */
  readonly resource: string | null;
}

/**
 * Reads the `WWW-Authenticate` of a 401:
 * `Bearer authorization_uri=https://login.microsoftonline.com/<tenant>/oauth2/authorize, resource_id=https://contoso.crm.dynamics.com/`.
 * Nothing for any other challenge, and for an authority that is not asked over https.
 */
export function readSignInChallenge(header: string | null): SignInChallenge | null {
  if (header === null) return null;
  const text = header.slice(0, 4000);
  const bearer = /(?:^|,\s{0,9})Bearer\s{1,9}(.*)$/is.exec(text)?.[1];
  if (bearer === undefined) return null;
  const uri = parameterOf(bearer, 'authorization_uri') ?? parameterOf(bearer, 'authorization');
  if (uri === undefined || !URL.canParse(uri)) return null;
  const url = new URL(uri);
  if (url.protocol !== 'https:') return null;
  const resource = parameterOf(bearer, 'resource_id') ?? parameterOf(bearer, 'resource');
  return {
    authority: isAdfs(uri) ? `${url.origin}/adfs` : url.origin,
    tenant: isAdfs(uri) ? null : tenantOf(url.pathname),
    resource: resource === undefined || resource === '' ? null : resource.replace(/\/+$/, ''),
  };
}

function parameterOf(text: string, name: string): string | undefined {
  const match = new RegExp(
    `(?:^|[\\s,])${name}\\s{0,9}=\\s{0,9}(?:"([^"]{0,2000})"|([^\\s,"]{0,2000}))`,
    'i',
  ).exec(text);
  return match?.[1] ?? match?.[2];
}

function tenantOf(path: string): string | null {
  const first = path.split('/').find((segment) => segment !== '');
  if (first === undefined || /^(common|organizations|consumers|oauth2)$/i.test(first)) return null;
  return first.toLowerCase();
}
