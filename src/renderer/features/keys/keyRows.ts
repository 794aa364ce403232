import type { EndpointKeyFacts } from '../../../shared/contract/calls/keys.ts';
import { type SecretState, secretStateOf } from '../../../shared/domain/endpointSecret.ts';
import type { ServiceEndpointId } from '../../../shared/domain/ids.ts';
import type { ServiceEndpoint, Step } from '../../../shared/domain/registration.ts';

/** One endpoint or webhook as the table of keys shows it. */
export interface KeyRow {
  readonly endpoint: ServiceEndpoint;
  readonly secret: SecretState;
  /** Undefined while it is asked for. */
  readonly facts: EndpointKeyFacts | undefined;
  /** The last thing that is known of it is a failure. */
  readonly failing: boolean;
  /** Its steps leave no job behind when they succeed, so no success can be seen. */
  readonly successUnseen: boolean;
}

const keyFilters = ['all', 'missing', 'failing'] as const;
export type KeyFilter = (typeof keyFilters)[number];

/** Without a secret first, then what has failed last, then the rest; by name within. */
const urgency: Readonly<Record<SecretState, number>> = { missing: 0, retired: 1, set: 3, notNeeded: 4 };

export function urgencyOf({ secret, failing }: Pick<KeyRow, 'secret' | 'failing'>): number {
  return secret === 'set' && failing ? 2 : urgency[secret];
}

export function keyRows(
  endpoints: readonly ServiceEndpoint[],
  facts: readonly EndpointKeyFacts[],
  stepsOf: (endpoint: ServiceEndpoint) => readonly Step[],
): KeyRow[] {
  const byId = new Map<ServiceEndpointId, EndpointKeyFacts>(facts.map((one) => [one.id, one]));
  return endpoints
    .map((endpoint): KeyRow => {
      const known = byId.get(endpoint.id);
      const steps = stepsOf(endpoint);
      return {
        endpoint,
        secret: secretStateOf(endpoint),
        facts: known,
        failing: isFailing(known),
        successUnseen:
          steps.length > 0 &&
          steps.every((step) => step.mode === 'synchronous' || step.deleteJobWhenSuccessful),
      };
    })
    .sort(
      (one, other) =>
        urgencyOf(one) - urgencyOf(other) || one.endpoint.name.localeCompare(other.endpoint.name, 'en'),
    );
}

function isFailing(facts: EndpointKeyFacts | undefined): boolean {
  if (!facts?.lastFailure) return false;
  return facts.lastSuccess === null || facts.lastSuccess < facts.lastFailure.at;
}

export function filterKeyRows(rows: readonly KeyRow[], filter: KeyFilter, text: string): readonly KeyRow[] {
  const wanted = text.trim().toLowerCase();
  return rows.filter(({ endpoint, secret, failing }) => {
    if (filter === 'missing' && secret !== 'missing') return false;
    if (filter === 'failing' && !failing) return false;
    if (wanted === '') return true;
    const { name, namespaceAddress, path, url, sasKeyName } = endpoint;
    return [name, namespaceAddress, path, url, sasKeyName].some((part) =>
      part?.toLowerCase().includes(wanted),
    );
  });
}

/** The whole table in one sentence. */
export function keysSentence(rows: readonly KeyRow[]): string {
  const count = (matches: (row: KeyRow) => boolean) => rows.filter(matches).length;
  const missing = count(({ secret }) => secret === 'missing');
  const retired = count(({ secret }) => secret === 'retired');
  const failing = count(({ failing: last }) => last);
  const parts = [
    missing === 0 ? 'each has its secret' : `${missing.toLocaleString('en')} without a secret`,
    ...(retired === 0 ? [] : [`${retired.toLocaleString('en')} still on ACS`]),
    ...(failing === 0 ? [] : [`${failing.toLocaleString('en')} failed last`]),
  ];
  const noun = rows.length === 1 ? 'endpoint or webhook' : 'endpoints and webhooks';
  return `${rows.length.toLocaleString('en')} ${noun}: ${parts.join(', ')}.`;
}

/** What a key may do, as far as this computer has tried it. */
export function rightsInWords(facts: EndpointKeyFacts | undefined): string | null {
  const kept = facts?.kept;
  if (!kept) return null;
  const rights = [...(kept.canSend ? ['Send'] : []), ...(kept.canListen ? ['Listen'] : [])];
  if (rights.length > 0) return rights.join(', ');
  return kept.canSend === false && kept.canListen === false ? 'none' : null;
}
