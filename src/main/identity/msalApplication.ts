import {
  ConfidentialClientApplication,
  type Configuration,
  type ICachePlugin,
  LogLevel,
  PublicClientApplication,
} from '@azure/msal-node';
import { FailureError } from '../../shared/contract/failure.ts';
import { type CloudChoice, resolveCloud } from '../../shared/domain/cloud.ts';
import type { MsalNetwork } from './msalNetwork.ts';
import type { SigningCertificate } from './readSigningCertificate.ts';

export interface MsalOptions {
  readonly cloud: CloudChoice;
  /** Nothing: whatever tenant the account is at home in. */
  readonly tenant: string | null;
  readonly clientId: string;
  readonly network: MsalNetwork;
  readonly cache?: ICachePlugin | undefined;
}

/** What an application proves itself with. */
export type Credential =
  | { readonly kind: 'secret'; readonly secret: string }
  | ({ readonly kind: 'certificate' } & Pick<
      SigningCertificate,
      'privateKey' | 'thumbprintSha256' | 'chain'
    >);

export function openPublicApplication(options: MsalOptions): PublicClientApplication {
  return new PublicClientApplication(configurationOf(options, {}));
}

export function openConfidentialApplication(
  options: MsalOptions,
  credential: Credential,
): ConfidentialClientApplication {
  return new ConfidentialClientApplication(
    configurationOf(
      options,
      credential.kind === 'secret'
        ? { clientSecret: credential.secret }
        : {
            clientCertificate: {
              thumbprintSha256: credential.thumbprintSha256,
              privateKey: credential.privateKey,
              x5c: credential.chain,
            },
          },
    ),
  );
}

/** Address of the authority for a tenant. AD FS has no tenants. */
export function authorityOf(choice: CloudChoice, tenant: string | null): string {
  const { authority, authorityKind } = resolveCloud(choice);
  return authorityKind === 'adfs' ? authority : `${authority}/${tenant ?? 'organizations'}`;
}

/**
 * What is asked for: the right to act as the user, unless another permission of the resource is named. AD FS takes the
 * resource as a parameter of its own besides.
 */
export function delegatedRequest(
  choice: CloudChoice,
  resource: string,
  permission = 'user_impersonation',
): { scopes: string[]; resource?: string } {
  return resolveCloud(choice).authorityKind === 'adfs'
    ? { scopes: ['openid', 'offline_access'], resource }
    : { scopes: [`${resource}/${permission}`] };
}

/** An application gets all the rights that it was given. */
export function applicationScopes(resource: string): string[] {
  return [`${resource}/.default`];
}

/** The form that resources have in scopes and as keys: the plain origin or address, without a slash at its end. */
export function plainResource(resource: string): string {
  return resource.replace(/\/+$/, '');
}

function configurationOf(options: MsalOptions, proof: Partial<Configuration['auth']>): Configuration {
  const authority = authorityOf(options.cloud, options.tenant);
  if (!authority.startsWith('https://')) {
    throw new FailureError({
      code: 'invalid',
      sentence: 'The address of the sign-in authority does not begin with https.',
      advice: 'Use the address that begins with https.',
    });
  }
  return {
    auth: {
      clientId: options.clientId,
      authority,
      // Microsoft's own authorities MSAL knows by itself; of others it has to be told that they are meant.
      ...(options.cloud.kind === 'custom' ? { knownAuthorities: [new URL(authority).host] } : {}),
      ...proof,
    },
    system: {
      networkClient: options.network,
      // MSAL's own log holds names and addresses; what is worth telling is in our failures.
      loggerOptions: { loggerCallback: () => undefined, logLevel: LogLevel.Error, piiLoggingEnabled: false },
    },
    ...(options.cache ? { cache: { cachePlugin: options.cache } } : {}),
  };
}
