import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { GraphFault } from './graphFault.ts';
import type { Application, KeyCredential, Permission } from './model.ts';

type Body = { readonly [name: string]: unknown };

/** An application as Microsoft Graph shows it; of secrets the first characters only. */
export function applicationJson(application: Application): Body {
  return {
    id: application.objectId,
    appId: application.appId,
    displayName: application.displayName,
    signInAudience: application.signInAudience,
    isFallbackPublicClient: application.isFallbackPublicClient,
    createdDateTime: new Date(application.createdAt).toISOString(),
    publisherDomain: null,
    publicClient: { redirectUris: application.publicRedirectUris },
    web: { redirectUris: application.webRedirectUris },
    spa: { redirectUris: [] },
    requiredResourceAccess: resourcesIn(application.requiredPermissions),
    passwordCredentials: application.passwords.map((one) => ({
      keyId: one.keyId,
      displayName: one.displayName,
      hint: one.hint,
      startDateTime: new Date(one.startsAt).toISOString(),
      endDateTime: new Date(one.endsAt).toISOString(),
      secretText: null,
    })),
    keyCredentials: application.keys.map((one) => {
      const certificate = new X509Certificate(one.certificate);
      return {
        keyId: one.keyId,
        displayName: one.displayName,
        type: 'AsymmetricX509Cert',
        usage: 'Verify',
        customKeyIdentifier: createHash('sha1').update(certificate.raw).digest('hex').toUpperCase(),
        startDateTime: certificate.validFromDate.toISOString(),
        endDateTime: certificate.validToDate.toISOString(),
        key: null,
      };
    }),
  };
}

function resourcesIn(permissions: readonly Permission[]): Body[] {
  const resources = [...new Set(permissions.map(({ resourceAppId }) => resourceAppId))];
  return resources.map((resourceAppId) => ({
    resourceAppId,
    resourceAccess: permissions
      .filter((permission) => permission.resourceAppId === resourceAppId)
      .map(({ id, type }) => ({ id, type })),
  }));
}

const writable = [
  'displayName',
  'signInAudience',
  'isFallbackPublicClient',
  'publicClient',
  'web',
  'requiredResourceAccess',
  'keyCredentials',
];

/** The application with what the body says; what it leaves out stays. @throws {GraphFault} */
export function readApplication(application: Application, body: Body): Application {
  const unknown = Object.keys(body).find((name) => !writable.includes(name) && !name.includes('@'));
  if (unknown !== undefined)
    throw bad(`The property '${unknown.slice(0, 60)}' cannot be set in the sandbox.`);
  const displayName = textIn(body, 'displayName') ?? application.displayName;
  if (displayName === '')
    throw bad("A value is required for property 'displayName' of resource 'Application'.");
  const audience = textIn(body, 'signInAudience') ?? application.signInAudience;
  if (audience !== 'AzureADMyOrg' && audience !== 'AzureADMultipleOrgs')
    throw bad(`The sandbox does not know the value '${audience.slice(0, 60)}' of 'signInAudience'.`);
  const fallback = body.isFallbackPublicClient ?? application.isFallbackPublicClient;
  if (typeof fallback !== 'boolean') throw bad("'isFallbackPublicClient' is true or false.");
  return {
    ...application,
    displayName,
    signInAudience: audience,
    isFallbackPublicClient: fallback,
    publicRedirectUris: redirectsIn(body.publicClient, application.publicRedirectUris),
    webRedirectUris: redirectsIn(body.web, application.webRedirectUris),
    requiredPermissions:
      body.requiredResourceAccess === undefined
        ? application.requiredPermissions
        : listIn(body.requiredResourceAccess).flatMap(permissionsIn),
    keys: body.keyCredentials === undefined ? application.keys : listIn(body.keyCredentials).map(keyIn),
  };
}

function redirectsIn(value: unknown, present: readonly string[]): readonly string[] {
  if (value === undefined) return present;
  const { redirectUris } = objectIn(value);
  if (redirectUris === undefined) return present;
  return listIn(redirectUris).map((uri) => {
    if (typeof uri !== 'string' || !URL.canParse(uri)) throw bad('A redirect address is not an address.');
    const { protocol, hostname } = new URL(uri);
    if (protocol === 'http:' && hostname !== 'localhost' && hostname !== '127.0.0.1')
      throw bad(`The redirect address ${uri.slice(0, 100)} must begin with https or be on localhost.`);
    return uri;
  });
}

function permissionsIn(value: unknown): Permission[] {
  const { resourceAppId, resourceAccess } = objectIn(value);
  if (typeof resourceAppId !== 'string') throw bad("'resourceAppId' is missing.");
  return listIn(resourceAccess).map((one) => {
    const { id, type } = objectIn(one);
    if (typeof id !== 'string' || (type !== 'Scope' && type !== 'Role'))
      throw bad("'resourceAccess' takes objects with 'id' and 'type', which is Scope or Role.");
    return { resourceAppId, id, type };
  });
}

/** `key` is the certificate's DER in base64, or base64 of its PEM. */
function keyIn(value: unknown): KeyCredential {
  const { key, displayName, keyId } = objectIn(value);
  if (typeof key !== 'string') throw bad("'key' of a key credential is missing.");
  try {
    const certificate = new X509Certificate(Buffer.from(key, 'base64'));
    return {
      keyId: typeof keyId === 'string' ? keyId : randomUUID(),
      displayName: typeof displayName === 'string' ? displayName : '',
      certificate: certificate.toString(),
    };
  } catch {
    throw new GraphFault(400, 'KeyCredentialsInvalidKey', 'Key credential is not a certificate.');
  }
}

function bad(message: string): GraphFault {
  return new GraphFault(400, 'Request_BadRequest', message);
}

function textIn(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw bad(`'${name}' is a text.`);
  return value;
}

function listIn(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw bad('A list was expected.');
  return value;
}

function objectIn(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad('An object was expected.');
  return { ...value };
}
