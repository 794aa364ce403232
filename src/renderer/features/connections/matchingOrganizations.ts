import type { Account } from '../../../shared/domain/account.ts';
import { resolveCloud } from '../../../shared/domain/cloud.ts';
import type {
  DiscoveredOrganization,
  OrganizationKind,
} from '../../../shared/domain/discoveredOrganization.ts';
import { organizationKindLabels } from '../signIn/signInWords.ts';
import type { OrganizationMarks } from './organizationMarks.ts';

/** Whether somebody lists organisations for the account: nobody does for applications, nor in some clouds. */
export function listsOrganizations(account: Pick<Account, 'kind' | 'cloud'>): boolean {
  return account.kind === 'user' && resolveCloud(account.cloud).discovery !== null;
}

export function searchTerms(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** What narrows the list. */
export interface OrganizationFilter {
  readonly text: string;
  readonly kind: OrganizationKind | null;
  readonly region: string | null;
  readonly only: 'favourites' | 'recent' | null;
}

export const noFilter: OrganizationFilter = { text: '', kind: null, region: null, only: null };

/** Those that have every word in name, address, kind or region, and pass the other filters. */
export function matchingOrganizations(
  organizations: readonly DiscoveredOrganization[],
  filter: OrganizationFilter,
  marks: OrganizationMarks,
): readonly DiscoveredOrganization[] {
  const words = searchTerms(filter.text);
  const favourites = new Set(marks.favourites);
  const recent = new Set(marks.recent.map(({ id }) => id));
  return organizations.filter(({ id, name, uniqueName, url, kind, region }) => {
    if (filter.kind !== null && kind !== filter.kind) return false;
    if (filter.region !== null && region !== filter.region) return false;
    if (filter.only === 'favourites' && !favourites.has(id)) return false;
    if (filter.only === 'recent' && !recent.has(id)) return false;
    const whole = [name, uniqueName, url, organizationKindLabels[kind], region ?? '']
      .join('\n')
      .toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}

/** Favourites first, then what was used last, then the others as they came, which is by name. */
export function orderedOrganizations(
  organizations: readonly DiscoveredOrganization[],
  marks: OrganizationMarks,
): readonly DiscoveredOrganization[] {
  const favourites = new Set(marks.favourites);
  const places = new Map(marks.recent.map(({ id }, place) => [id, place]));
  const rank = ({ id }: DiscoveredOrganization): number =>
    (favourites.has(id) ? 0 : 1000) + (places.get(id) ?? 999);
  return organizations.toSorted((one, other) => rank(one) - rank(other));
}

/** The kinds that are there, in the order of their names. */
export function kindsOf(organizations: readonly DiscoveredOrganization[]): readonly OrganizationKind[] {
  const kinds = [...new Set(organizations.map(({ kind }) => kind))];
  return kinds.toSorted((one, other) =>
    organizationKindLabels[one].localeCompare(organizationKindLabels[other]),
  );
}

export function regionsOf(organizations: readonly DiscoveredOrganization[]): readonly string[] {
  return [...new Set(organizations.flatMap(({ region }) => region ?? []))].toSorted((one, other) =>
    one.localeCompare(other),
  );
}
