import { readFile } from 'node:fs/promises';
import { FailureError } from '../../shared/contract/failure.ts';
import type { CloudChoice } from '../../shared/domain/cloud.ts';
import { parseDataverseConnectionString } from '../../shared/domain/dataverseConnectionString.ts';
import { SignInRequest } from '../../shared/domain/signInRequest.ts';

export interface WhoamiFlags {
  readonly url?: string;
  readonly tenant?: string;
  readonly 'client-id'?: string;
  readonly user?: string;
  readonly certificate?: string;
  readonly browser?: boolean;
  readonly json?: boolean;
}

/** What was asked for, put together from flags and environment. Secrets come from the environment alone. */
export interface WhoamiWish {
  readonly address: string;
  readonly tenant: string | null;
  readonly clientId: string | null;
  readonly way:
    | { readonly kind: 'token'; readonly token: string }
    | { readonly kind: 'secret'; readonly secret: string }
    | { readonly kind: 'certificate'; readonly file: string; readonly password: string }
    | { readonly kind: 'password'; readonly userName: string; readonly password: string }
    | { readonly kind: 'browser'; readonly userName: string | null; readonly redirect: string | null }
    | { readonly kind: 'deviceCode' };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Rejects with a FailureError `invalid` when something is missing. */
export function readWish(flags: WhoamiFlags, environment: Environment): WhoamiWish {
  const given = environment.REGISTRAR_CONNECTION;
  const connection = given ? parseDataverseConnectionString(given) : null;
  const error = connection?.problems.find(({ severity }) => severity === 'error');
  if (error) throw invalid(`REGISTRAR_CONNECTION: ${error.sentence}`);
  const address = flags.url ?? connection?.url;
  if (!address) {
    throw invalid(
      'The organisation is missing.',
      'Give its address: --url https://contoso.crm4.dynamics.com',
    );
  }
  const userName = flags.user ?? connection?.userName ?? null;
  const common = {
    address,
    tenant: flags.tenant ?? connection?.tenant ?? null,
    clientId: flags['client-id'] ?? connection?.clientId ?? null,
  };
  const { REGISTRAR_TOKEN: token } = environment;
  const secret = environment.REGISTRAR_CLIENT_SECRET ?? connection?.clientSecret;
  const password = environment.REGISTRAR_PASSWORD ?? connection?.password;
  if (token) return { ...common, way: { kind: 'token', token } };
  if (flags.certificate !== undefined) {
    const opens = environment.REGISTRAR_CERTIFICATE_PASSWORD ?? '';
    return { ...common, way: { kind: 'certificate', file: flags.certificate, password: opens } };
  }
  if (secret) return { ...common, way: { kind: 'secret', secret } };
  if (userName !== null && password) return { ...common, way: { kind: 'password', userName, password } };
  if (flags.browser || connection?.method === 'browser') {
    return { ...common, way: { kind: 'browser', userName, redirect: connection?.redirect ?? null } };
  }
  return { ...common, way: { kind: 'deviceCode' } };
}

export async function signInRequestOf(
  { way, clientId, tenant }: WhoamiWish,
  learned: { readonly cloud: CloudChoice; readonly tenant: string | null; readonly resource: string },
): Promise<SignInRequest> {
  const common = {
    cloud: learned.cloud,
    tenant: tenant ?? learned.tenant,
    clientId,
    resource: learned.resource,
  };
  const request = await (async () => {
    switch (way.kind) {
      case 'secret':
        return { method: 'secret', ...common, secret: way.secret };
      case 'certificate':
        return { method: 'certificate', ...common, file: await fileText(way.file), password: way.password };
      case 'password':
        return { method: 'password', ...common, userName: way.userName, password: way.password };
      case 'browser':
        return { method: 'browser', ...common, userName: way.userName, redirect: way.redirect };
      default:
        return { method: 'deviceCode', ...common };
    }
  })();
  const read = SignInRequest.safeParse(request);
  if (read.success) return read.data;
  throw invalid(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' '));
}

async function fileText(path: string): Promise<string> {
  try {
    return (await readFile(path)).toString('base64');
  } catch {
    throw invalid('The certificate’s file cannot be read.', 'Check the path after --certificate.');
  }
}

function invalid(sentence: string, advice?: string): FailureError {
  return new FailureError({ code: 'invalid', sentence, ...(advice === undefined ? {} : { advice }) });
}
