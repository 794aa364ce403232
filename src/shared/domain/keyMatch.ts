import { secretStateOf } from './endpointSecret.ts';
import type { GivenSecret, KeyEntry } from './keyEntry.ts';
import type { ServiceEndpoint } from './registration.ts';
import { parseSasToken } from './sasToken.ts';
import { isSameNamespace, withoutEdgeSlashes } from './serviceBusAddress.ts';
import { serviceEndpointLengths } from './serviceEndpoint.ts';
import { webhookAuthValue, webhookLengths } from './webhook.ts';

/** What becomes of one entry at one endpoint; an entry for a whole namespace has a match for each of its endpoints. */
export interface KeyMatch<Endpoint extends ServiceEndpoint = ServiceEndpoint> {
  readonly entry: KeyEntry;
  readonly endpoint: Endpoint | null;
  readonly kind: 'ready' | 'problem' | 'unmatched';
  /** What would happen, or why nothing would. */
  readonly sentence: string;
}

/**
 * Leads each entry to its endpoints: by id, by name, by namespace and entity, or to all of a namespace. What says more
 * about its endpoint goes before what says less, and no endpoint is given two secrets.
 */
export function matchKeys<Endpoint extends ServiceEndpoint>(
  entries: readonly KeyEntry[],
  endpoints: readonly Endpoint[],
): KeyMatch<Endpoint>[] {
  const taken = new Map<string, KeyEntry>();
  const matches = new Map<KeyEntry, KeyMatch<Endpoint>[]>();
  const precise = (entry: KeyEntry): number =>
    entry.id || entry.name ? 0 : entry.entityPath === undefined ? 2 : 1;
  for (const entry of [...entries].sort((one, other) => precise(one) - precise(other))) {
    const found = endpointsOf(entry, endpoints);
    const wide = precise(entry) === 2;
    const left = wide ? found.filter(({ id }) => !taken.has(id)) : found;
    if (left.length === 0) {
      matches.set(entry, [
        { entry, endpoint: null, kind: 'unmatched', sentence: whyNone(entry, found.length > 0) },
      ]);
      continue;
    }
    matches.set(
      entry,
      left.map((endpoint) => {
        const other = taken.get(endpoint.id);
        if (other) {
          return { entry, endpoint, kind: 'problem', sentence: `${other.place} gives it a secret already.` };
        }
        const match = judge(entry, endpoint);
        if (match.kind === 'ready') taken.set(endpoint.id, entry);
        return match;
      }),
    );
  }
  return entries.flatMap((entry) => matches.get(entry) ?? []);
}

function endpointsOf<Endpoint extends ServiceEndpoint>(
  entry: KeyEntry,
  endpoints: readonly Endpoint[],
): Endpoint[] {
  const { id, name, namespaceAddress, entityPath } = entry;
  if (id !== undefined) return endpoints.filter((endpoint) => endpoint.id.toLowerCase() === id);
  if (name !== undefined) {
    return endpoints.filter((endpoint) => endpoint.name.trim().toLowerCase() === name.toLowerCase());
  }
  if (namespaceAddress === undefined) return [];
  return endpoints.filter(
    (endpoint) =>
      endpoint.namespaceAddress !== null &&
      isSameNamespace(endpoint.namespaceAddress, namespaceAddress) &&
      (entityPath === undefined || isSamePath(endpoint.path, entityPath)),
  );
}

function isSamePath(one: string | null, other: string): boolean {
  return withoutEdgeSlashes(one ?? '').toLowerCase() === withoutEdgeSlashes(other).toLowerCase();
}

function whyNone(entry: KeyEntry, allTaken: boolean): string {
  if (allTaken) return 'Every endpoint of this namespace is given its secret by another entry.';
  if (entry.problem !== undefined) return entry.problem;
  if (entry.id !== undefined) return 'No endpoint of this organization has this id.';
  if (entry.name !== undefined) return `No endpoint of this organization is called “${entry.name}”.`;
  const place = [entry.namespaceAddress, entry.entityPath].filter(Boolean).join('');
  return `No endpoint of this organization leads to ${place}.`;
}

function judge<Endpoint extends ServiceEndpoint>(entry: KeyEntry, endpoint: Endpoint): KeyMatch<Endpoint> {
  const problem = problemOf(entry, endpoint);
  if (problem !== undefined) return { entry, endpoint, kind: 'problem', sentence: problem };
  return {
    entry,
    endpoint,
    kind: 'ready',
    sentence: entry.secret ? whatHappens(entry.secret, endpoint) : '',
  };
}

function problemOf(entry: KeyEntry, endpoint: ServiceEndpoint): string | undefined {
  const { secret, namespaceAddress, entityPath } = entry;
  if (entry.problem !== undefined || secret === undefined) return entry.problem ?? 'It gives no secret.';
  if (secretStateOf(endpoint) === 'retired') {
    return 'The endpoint is still on ACS. Move it to a SAS key first.';
  }
  if (secret.kind !== 'sasKey' && secret.kind !== 'sasToken') return webhookProblem(secret, endpoint);
  if (endpoint.namespaceAddress === null) {
    return 'A key of Service Bus is of no use here: it posts to a web address.';
  }
  if (namespaceAddress !== undefined && !isSameNamespace(namespaceAddress, endpoint.namespaceAddress)) {
    return `The key is for ${namespaceAddress}, and the endpoint leads to ${endpoint.namespaceAddress}.`;
  }
  if (entityPath !== undefined && !isSamePath(endpoint.path, entityPath)) {
    return `The key is for “${entityPath}”, and the endpoint leads to “${endpoint.path ?? ''}”.`;
  }
  if (secret.kind === 'sasKey') {
    return secret.keyName === undefined && !endpoint.sasKeyName
      ? 'It names no policy, and the endpoint has none yet: add keyName.'
      : undefined;
  }
  const reading = parseSasToken(secret.token);
  if (reading.kind === 'malformed') return reading.sentence;
  return secret.token.length > serviceEndpointLengths.token
    ? `The token has ${secret.token.length} characters, and Dataverse keeps ${serviceEndpointLengths.token}: use a key.`
    : undefined;
}

function webhookProblem(
  secret: Exclude<GivenSecret, { kind: 'sasKey' | 'sasToken' }>,
  endpoint: ServiceEndpoint,
): string | undefined {
  if (endpoint.authorizationType !== secret.kind) {
    return `It is authorized by ${authorizationWords[endpoint.authorizationType] ?? 'something else'}, and ${authorizationWords[secret.kind]} is given.`;
  }
  if (webhookAuthValue(secret).length > webhookLengths.authValue) {
    return `Dataverse keeps ${webhookLengths.authValue} characters of it at most.`;
  }
  return undefined;
}

const authorizationWords: Readonly<Partial<Record<ServiceEndpoint['authorizationType'], string>>> = {
  sasKey: 'a SAS key',
  sasToken: 'a SAS token',
  webhookKey: 'a webhook key',
  httpHeader: 'HTTP headers',
  httpQueryString: 'pairs of the query string',
};

function whatHappens(secret: GivenSecret, endpoint: ServiceEndpoint): string {
  const replaced = secretStateOf(endpoint) === 'set' ? 'in place of the one that it has' : 'it has none now';
  if (secret.kind === 'sasKey') {
    const policy = secret.keyName ?? endpoint.sasKeyName ?? '';
    const change =
      endpoint.authorizationType === 'sasToken'
        ? 'Goes over from a SAS token to the key'
        : endpoint.sasKeyName && endpoint.sasKeyName !== policy
          ? `Goes over from policy ${endpoint.sasKeyName} to the key`
          : 'Gets the key';
    return `${change} of policy ${policy}; ${replaced}.`;
  }
  if (secret.kind === 'sasToken') {
    return endpoint.authorizationType === 'sasToken'
      ? `Gets the SAS token; ${replaced}.`
      : 'Goes over from a SAS key to the SAS token.';
  }
  return `Gets ${authorizationWords[secret.kind]}; ${replaced}.`;
}
