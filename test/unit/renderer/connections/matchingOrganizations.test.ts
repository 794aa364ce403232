import { describe, expect, it } from 'vitest';
import {
  kindsOf,
  listsOrganizations,
  matchingOrganizations,
  noFilter,
  type OrganizationFilter,
  orderedOrganizations,
  regionsOf,
} from '../../../../src/renderer/features/connections/matchingOrganizations.ts';
import {
  noMarks,
  toggledFavourite,
  usedNow,
} from '../../../../src/renderer/features/connections/organizationMarks.ts';
import { organization } from '../support/discoveredOrganization.ts';

const all = [
  organization('Contoso'),
  organization('Contoso Test', { kind: 'sandbox', region: 'Canada' }),
  organization('Fabrikam'),
];
const names = (organizations: readonly { name: string }[]) => organizations.map(({ name }) => name);
const found = (filter: Partial<OrganizationFilter>, marks = noMarks) =>
  names(matchingOrganizations(all, { ...noFilter, ...filter }, marks));

describe('the list of organisations', () => {
  it('is kept by nobody for applications, and not in each cloud', () => {
    const known = { kind: 'known', id: 'commercial' } as const;
    const custom = { kind: 'custom', authority: 'https://a.example', discovery: null, graph: null } as const;
    expect(listsOrganizations({ kind: 'user', cloud: known })).toBe(true);
    expect(listsOrganizations({ kind: 'application', cloud: known })).toBe(false);
    expect(listsOrganizations({ kind: 'user', cloud: custom })).toBe(false);
  });

  it('is searched by every word, wherever it stands', () => {
    expect(found({})).toHaveLength(3);
    expect(found({ text: 'CONTOSO' })).toEqual(['Contoso', 'Contoso Test']);
    expect(found({ text: 'contoso sandbox' })).toEqual(['Contoso Test']);
    expect(found({ text: 'crm4 fabri' })).toEqual(['Fabrikam']);
    expect(found({ text: 'northwind' })).toEqual([]);
  });

  it('is narrowed by kind and region, of which it offers those that are there', () => {
    expect(kindsOf(all)).toEqual(['production', 'sandbox']);
    expect(regionsOf(all)).toEqual(['Canada', 'EMEA']);
    expect(found({ kind: 'production' })).toEqual(['Contoso', 'Fabrikam']);
    expect(found({ region: 'Canada' })).toEqual(['Contoso Test']);
    expect(found({ kind: 'production', region: 'Canada' })).toEqual([]);
  });
});

describe('favourites and what was used', () => {
  it('come first, favourites before all', () => {
    const used = usedNow(usedNow(noMarks, 'Contoso', new Date(1)), 'Fabrikam', new Date(2));
    expect(names(orderedOrganizations(all, used))).toEqual(['Fabrikam', 'Contoso', 'Contoso Test']);
    const marks = toggledFavourite(used, 'Contoso Test');
    expect(names(orderedOrganizations(all, marks))).toEqual(['Contoso Test', 'Fabrikam', 'Contoso']);
    expect(found({ only: 'favourites' }, marks)).toEqual(['Contoso Test']);
    expect(found({ only: 'recent' }, marks)).toEqual(['Contoso', 'Fabrikam']);
    expect(toggledFavourite(marks, 'Contoso Test').favourites).toEqual([]);
  });

  it('are remembered once each, the last twenty', () => {
    let marks = noMarks;
    for (let at = 0; at < 25; at += 1) marks = usedNow(marks, `organisation ${at}`, new Date(at));
    marks = usedNow(marks, 'organisation 20', new Date(99));
    expect(marks.recent).toHaveLength(20);
    expect(marks.recent[0]).toEqual({ id: 'organisation 20', at: new Date(99).toISOString() });
    expect(new Set(marks.recent.map(({ id }) => id)).size).toBe(20);
  });
});
