import { z } from 'zod';
import { secretStateOf } from './endpointSecret.ts';
import type { ServiceEndpoint } from './registration.ts';
import { namespaceNameOf } from './serviceBusAddress.ts';

/**
 * The settings of endpoints that differ from environment to environment, as a file says them. It holds no secret, only
 * where each comes from. `docs/settingsFile.md` tells the format.
 */

/** Where a secret comes from: the user is asked, or a variable of the program's environment. */
export type SecretSource = { readonly kind: 'ask' } | { readonly kind: 'variable'; readonly name: string };

/** Only such variables are read: a file from elsewhere must not be able to have any other sent away. */
const variablePrefix = 'REGISTRAR_';

/** Members that give a secret, in the words of a list of keys. */
const secretMembers = ['connectionString', 'key', 'token', 'webhookKey'] as const;
const pairMembers = ['headers', 'queryString'] as const;
type SecretMember = (typeof secretMembers)[number] | (typeof pairMembers)[number];

export interface EndpointSettings {
  readonly place: string;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly address: string | undefined;
  readonly path: string | undefined;
  readonly url: string | undefined;
  readonly keyName: string | undefined;
  readonly secret:
    | { readonly member: SecretMember; readonly source: SecretSource }
    | {
        readonly member: 'headers' | 'queryString';
        readonly pairs: Readonly<Record<string, SecretSource>>;
      }
    | undefined;
}

export type SettingsReading =
  | { readonly kind: 'settings'; readonly settings: EndpointSettings }
  | {
      readonly kind: 'problem';
      readonly place: string;
      readonly name: string | undefined;
      readonly sentence: string;
    };

const text = z
  .string()
  .transform((value) => value.trim() || undefined)
  .nullish()
  .transform((value) => value ?? undefined);
const Entry = z.object({
  id: text,
  name: text,
  address: text,
  path: text,
  url: text,
  keyName: text,
  connectionString: z.unknown().optional(),
  key: z.unknown().optional(),
  token: z.unknown().optional(),
  webhookKey: z.unknown().optional(),
  headers: z.unknown().optional(),
  queryString: z.unknown().optional(),
});

/** Undefined when the value is no file of settings. */
export function readEndpointSettings(value: unknown): SettingsReading[] | undefined {
  const list = typeof value === 'object' && value !== null && 'endpoints' in value ? value.endpoints : value;
  return Array.isArray(list) ? list.map((one, index) => readEntry(`Entry ${index + 1}`, one)) : undefined;
}

function readEntry(place: string, value: unknown): SettingsReading {
  const parsed = Entry.safeParse(value);
  if (!parsed.success) {
    const member = parsed.error.issues[0]?.path.join('.') ?? '';
    const sentence = member === '' ? 'This is no entry.' : `“${member}” is not a text.`;
    return { kind: 'problem', place, name: undefined, sentence };
  }
  const entry = parsed.data;
  const { id, name, address, path, url, keyName } = entry;
  const problem = (sentence: string): SettingsReading => ({ kind: 'problem', place, name, sentence });
  if (id === undefined && name === undefined) {
    return problem('It says neither by name nor by id which endpoint is meant.');
  }
  const given = [...secretMembers, ...pairMembers].filter((member) => entry[member] !== undefined);
  const [member, ...others] = given;
  if (others.length > 0) return problem('It gives more than one secret.');
  const secret = member === undefined ? undefined : readSecret(member, entry[member]);
  if (typeof secret === 'string') return problem(secret);
  return {
    kind: 'settings',
    settings: { place, id: id?.toLowerCase(), name, address, path, url, keyName, secret },
  };
}

/** A sentence says what is wrong; it never quotes the value, which may be a secret after all. */
function readSecret(member: SecretMember, value: unknown): EndpointSettings['secret'] | string {
  const source = readSource(value);
  if (source) return { member, source };
  if (isPairMember(member) && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const pairs: Record<string, SecretSource> = {};
    for (const [name, one] of Object.entries(value)) {
      const from = readSource(one);
      if (from?.kind !== 'variable') return `“${member}.${name}” has to be env:${variablePrefix}… .`;
      pairs[name] = from;
    }
    return { member, pairs };
  }
  return `“${member}” has to be ask, or env:${variablePrefix}… . A settings file holds no secret.`;
}

function isPairMember(member: SecretMember): member is 'headers' | 'queryString' {
  return member === 'headers' || member === 'queryString';
}

function readSource(value: unknown): SecretSource | undefined {
  if (value === 'ask') return { kind: 'ask' };
  const name = typeof value === 'string' ? /^env:\s*([A-Za-z_]\w*)$/.exec(value.trim())?.[1] : undefined;
  return name?.startsWith(variablePrefix) ? { kind: 'variable', name } : undefined;
}

/** The endpoint as the settings want it. */
export function withEndpointSettings(endpoint: ServiceEndpoint, settings: EndpointSettings): ServiceEndpoint {
  const namespaceAddress = settings.address ?? endpoint.namespaceAddress;
  return {
    ...endpoint,
    namespaceAddress,
    solutionNamespace:
      namespaceAddress === endpoint.namespaceAddress || namespaceAddress === null
        ? endpoint.solutionNamespace
        : namespaceNameOf(namespaceAddress),
    path: settings.path ?? endpoint.path,
    url: settings.url ?? endpoint.url,
    sasKeyName: settings.keyName ?? endpoint.sasKeyName,
  };
}

/** What differs, in words: "path becomes orders-test; it is orders". */
export function settingsChanges(before: ServiceEndpoint, after: ServiceEndpoint): string[] {
  const fields = [
    ['address', 'namespaceAddress'],
    ['path', 'path'],
    ['URL', 'url'],
    ['policy', 'sasKeyName'],
  ] as const;
  return fields.flatMap(([word, field]) =>
    before[field] === after[field]
      ? []
      : [`${word} becomes ${after[field] ?? 'empty'}; it is ${before[field] ?? 'empty'}`],
  );
}

/** A file of what is there now, to be filled in for another environment. Never holds a secret. */
export function exportEndpointSettings(endpoints: readonly ServiceEndpoint[]): { endpoints: object[] } {
  return { endpoints: endpoints.map(exportEntry) };
}

function exportEntry(endpoint: ServiceEndpoint): object {
  const { id, name, namespaceAddress, path, url, sasKeyName } = endpoint;
  const entry: Record<string, string> = { name, id };
  if (url !== null) entry.url = url;
  else {
    if (namespaceAddress !== null) entry.address = namespaceAddress;
    if (path !== null) entry.path = path;
  }
  const needed = secretStateOf(endpoint) === 'set' || secretStateOf(endpoint) === 'missing';
  const member = exportedMembers[endpoint.authorizationType];
  if (needed && endpoint.authorizationType === 'sasKey' && sasKeyName !== null) entry.keyName = sasKeyName;
  if (needed && member) entry[member] = 'ask';
  return entry;
}

const exportedMembers: Readonly<Partial<Record<ServiceEndpoint['authorizationType'], SecretMember>>> = {
  sasKey: 'key',
  sasToken: 'token',
  webhookKey: 'webhookKey',
  httpHeader: 'headers',
  httpQueryString: 'queryString',
};
