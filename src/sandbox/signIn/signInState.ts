import { createPrivateKey, type KeyObject, randomBytes, randomInt } from 'node:crypto';
import { makeCertificate, newCertificateKey } from './makeCertificate.ts';
import type { Application, Consent, RefreshToken, RoleGrant, ServicePrincipal } from './model.ts';

/** What the authority keeps between two starts. Holds secrets; keys and certificates are PEM. */
export type SignInState = {
  readonly version: 1;
  readonly authorityCertificate: string;
  readonly authorityKey: string;
  /** Made when the first token is signed. */
  tokenKey?: string;
  ports: { readonly [service: string]: number };
  readonly passwords: { readonly [userName: string]: string };
  /** Secrets of the applications of the first day, by app id. */
  readonly secrets: { readonly [appId: string]: string };
  /** Nothing before the first start. */
  directory?: DirectoryState;
};

export type DirectoryState = {
  readonly applications: readonly Application[];
  readonly servicePrincipals: readonly ServicePrincipal[];
  readonly consents: readonly Consent[];
  readonly roleGrants: readonly RoleGrant[];
  readonly refreshTokens: readonly RefreshToken[];
  /** Account ids, and the moment before which their refresh tokens are void. */
  readonly revokedBefore: { readonly [accountId: string]: number };
};

export const authorityName = 'Registrar sandbox certificate authority';
const year = 365 * 24 * 60 * 60 * 1000;
const words = [
  'Amber',
  'Birch',
  'Cedar',
  'Delta',
  'Ember',
  'Fjord',
  'Grove',
  'Heron',
  'Inlet',
  'Jetty',
  'Maple',
  'River',
];

/** @param now milliseconds since 1970, of the machine's own clock: TLS goes by that */
export async function newSignInState(
  now: number,
  userNames: readonly string[],
  appIds: readonly string[],
): Promise<SignInState> {
  const privateKey = await newCertificateKey();
  return {
    version: 1,
    authorityCertificate: makeCertificate({
      commonName: authorityName,
      use: 'authority',
      privateKey,
      notBefore: new Date(now - 24 * 60 * 60 * 1000),
      notAfter: new Date(now + 10 * year),
    }),
    authorityKey: pemOf(privateKey),
    ports: {},
    passwords: Object.fromEntries(userNames.map((name) => [name, newPassword()])),
    secrets: Object.fromEntries(appIds.map((id) => [id, newSecret()])),
  };
}

export function pemOf(privateKey: KeyObject): string {
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Easy to type: it stands between a person and a sandbox on the same machine. */
export function newPassword(): string {
  const word = () => words[randomInt(words.length)] ?? 'Maple';
  return `${word()}-${randomInt(1000, 10_000)}-${word()}-${randomInt(10, 100)}`;
}

/** 40 characters, as the real ones have. */
export function newSecret(): string {
  return randomBytes(30).toString('base64url');
}

/** Checks the outline; the rest is our own. @throws {Error} naming what is wrong. */
export function parseSignInState(value: unknown): SignInState {
  const all = recordIn(value, 'it is not an object');
  if (all.version !== 1) throw new Error('it has another version');
  const { authorityCertificate, authorityKey, tokenKey } = all;
  if (typeof authorityCertificate !== 'string' || typeof authorityKey !== 'string')
    throw new Error('the certificate authority is missing');
  createPrivateKey(authorityKey);
  if (tokenKey !== undefined) {
    if (typeof tokenKey !== 'string') throw new Error('the key for tokens is no key');
    createPrivateKey(tokenKey);
  }
  return {
    version: 1,
    authorityCertificate,
    authorityKey,
    ...(tokenKey === undefined ? {} : { tokenKey }),
    ports: numbersIn(all.ports, 'ports'),
    passwords: textsIn(all.passwords, 'passwords'),
    secrets: textsIn(all.secrets, 'secrets'),
    ...(all.directory === undefined ? {} : { directory: directoryIn(all.directory) }),
  };
}

function directoryIn(value: unknown): DirectoryState {
  const all = recordIn(value, 'the directory is not an object');
  return {
    applications: listIn(all.applications, isApplication, 'applications'),
    servicePrincipals: listIn(all.servicePrincipals, isServicePrincipal, 'service principals'),
    consents: listIn(all.consents, isConsent, 'consents'),
    roleGrants: listIn(all.roleGrants, isRoleGrant, 'role grants'),
    refreshTokens: listIn(all.refreshTokens, isRefreshToken, 'refresh tokens'),
    revokedBefore: numbersIn(all.revokedBefore, 'revocations'),
  };
}

type Unknown = Readonly<Record<string, unknown>>;

function hasTexts(value: unknown, ...names: readonly string[]): value is Unknown {
  return isRecord(value) && names.every((name) => typeof value[name] === 'string');
}

function hasLists(value: Unknown, ...names: readonly string[]): boolean {
  return names.every((name) => Array.isArray(value[name]));
}

function isApplication(value: unknown): value is Application {
  return (
    hasTexts(value, 'objectId', 'appId', 'tenantId', 'displayName', 'signInAudience') &&
    hasLists(value, 'publicRedirectUris', 'webRedirectUris', 'requiredPermissions', 'passwords', 'keys')
  );
}

function isServicePrincipal(value: unknown): value is ServicePrincipal {
  return hasTexts(value, 'id', 'tenantId', 'appId');
}

function isConsent(value: unknown): value is Consent {
  return hasTexts(value, 'id', 'tenantId', 'appId', 'resourceAppId') && hasLists(value, 'scopes');
}

function isRoleGrant(value: unknown): value is RoleGrant {
  return hasTexts(value, 'tenantId', 'appId', 'resourceAppId') && hasLists(value, 'roles');
}

function isRefreshToken(value: unknown): value is RefreshToken {
  return (
    hasTexts(value, 'hash', 'tenantId', 'accountId', 'appId') &&
    hasLists(value, 'methods') &&
    typeof value.issuedAt === 'number' &&
    typeof value.expiresAt === 'number'
  );
}

function isRecord(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordIn(value: unknown, problem: string): Unknown {
  if (!isRecord(value)) throw new Error(problem);
  return value;
}

function listIn<T>(value: unknown, isOne: (item: unknown) => item is T, what: string): T[] {
  if (!Array.isArray(value) || !value.every(isOne)) throw new Error(`the ${what} are incomplete`);
  return value;
}

function textsIn(value: unknown, what: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, text] of Object.entries(recordIn(value, `the ${what} are missing`))) {
    if (typeof text !== 'string') throw new Error(`the ${what} are incomplete`);
    texts[name] = text;
  }
  return texts;
}

function numbersIn(value: unknown, what: string): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const [name, number] of Object.entries(recordIn(value, `the ${what} are missing`))) {
    if (typeof number !== 'number') throw new Error(`the ${what} are incomplete`);
    numbers[name] = number;
  }
  return numbers;
}
