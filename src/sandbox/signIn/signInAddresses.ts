import type { Cloud } from './model.ts';
import type { SignInPlace } from './signInPlace.ts';
import type { SignInState } from './signInState.ts';

/** Where the sign-in services are, and who can sign in. Holds secrets: passwords and client secrets of the sandbox. */
export type SignInAddresses = {
  /** Of the commercial cloud; origins without a slash at their end. */
  readonly authority: string;
  readonly discovery: string;
  readonly graph: string;
  readonly clouds: readonly Cloud[];
  readonly tenants: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly domain: string;
    readonly cloud: string;
  }[];
  readonly organizations: readonly {
    readonly friendlyName: string;
    readonly uniqueName: string;
    /** Its address, such as `http://127.0.0.1:51234`. */
    readonly url: string;
    readonly webApi: string;
    readonly tenantId: string;
    readonly cloud: string;
  }[];
  readonly accounts: readonly {
    readonly userName: string;
    readonly password: string;
    readonly displayName: string;
    readonly tenantId: string;
    readonly about: string;
  }[];
  readonly applications: readonly {
    readonly displayName: string;
    readonly clientId: string;
    /** Nothing for those of Microsoft's that every tenant has. */
    readonly tenantId?: string;
    readonly secret?: string;
    readonly secretExpired?: boolean;
  }[];
  /** PEM; the certificates of the services are signed by it. */
  readonly certificateAuthority: string;
};

export function signInAddresses(place: SignInPlace, state: SignInState): SignInAddresses {
  const clouds = place.clouds();
  const [first] = clouds;
  if (first === undefined) throw new Error('The sign-in services have not started.');
  const { directory } = place;
  const tenantIds = [...new Set(directory.accounts.map(({ tenantId }) => tenantId))];
  return {
    authority: first.authority,
    discovery: first.discovery,
    graph: first.graph,
    clouds,
    tenants: tenantIds.map((id) => directory.tenant(id)),
    organizations: place.organisations().map(({ details, origin, cloud }) => ({
      friendlyName: details.friendlyName,
      uniqueName: details.uniqueName,
      url: origin,
      webApi: `${origin}/api/data/v9.2/`,
      tenantId: details.tenantId,
      cloud,
    })),
    accounts: directory.accounts.map(({ userName, password, displayName, tenantId, about }) => ({
      userName,
      password,
      displayName,
      tenantId,
      about,
    })),
    applications: directory.applications.map(({ displayName, appId, tenantId, passwords }) => {
      const secret = state.secrets[appId];
      const secretExpired = passwords.every(({ endsAt }) => endsAt < place.now());
      return {
        displayName,
        clientId: appId,
        ...(tenantIds.includes(tenantId) ? { tenantId } : {}),
        ...(secret === undefined ? {} : { secret, secretExpired }),
      };
    }),
    certificateAuthority: state.authorityCertificate,
  };
}
