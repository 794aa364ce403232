import { describe, expect, it } from 'vitest';
import {
  accountOf,
  accountProblems,
  type ConnectForm,
  colorOf,
  freshConnect,
  isConnectDirty,
  isProduction,
  nameOf,
  signedInAs,
  tokenProblems,
} from '../../../../src/renderer/features/connections/connectForm.ts';
import {
  listsOrganizations,
  matchingOrganizations,
} from '../../../../src/renderer/features/connections/matchingOrganizations.ts';
import { freshSignIn } from '../../../../src/renderer/features/signIn/signInForm.ts';
import { AccountState } from '../../../../src/shared/contract/calls/signIn.ts';
import type { DiscoveredOrganization } from '../../../../src/shared/domain/discoveredOrganization.ts';

const form = (change: Partial<ConnectForm>): ConnectForm => ({ ...freshConnect, ...change });

const account = (digit: string, change: Partial<AccountState> = {}): AccountState =>
  AccountState.parse({
    id: digit.repeat(32),
    kind: 'user',
    method: 'browser',
    userName: `${digit}@contoso.com`,
    name: null,
    tenantId: null,
    clientId: 'app',
    cloud: { kind: 'known', id: 'commercial' },
    signInNeeded: false,
    ...change,
  });

const organization = (
  name: string,
  change: Partial<DiscoveredOrganization> = {},
): DiscoveredOrganization => ({
  id: name,
  name,
  uniqueName: name.toLowerCase(),
  url: `https://${name.toLowerCase()}.crm4.dynamics.com`,
  apiUrl: `https://${name.toLowerCase()}.api.crm4.dynamics.com`,
  environmentId: null,
  tenantId: null,
  region: 'EMEA',
  kind: 'production',
  enabled: true,
  version: null,
  isAdministrator: null,
  trialEndsAt: null,
  ...change,
});

describe('accountOf', () => {
  const accounts = [account('a'), account('b')];
  it('offers the first one until the user chooses', () => {
    expect(accountOf(freshConnect, accounts)?.id).toBe(accounts[0]?.id);
    expect(accountOf(freshConnect, [])).toBeNull();
  });
  it('keeps to the choice, also to sign in with another one', () => {
    expect(accountOf(form({ account: account('b').id }), accounts)?.id).toBe(account('b').id);
    expect(accountOf(form({ account: 'another' }), accounts)).toBeNull();
  });
  it('goes on with another one when the chosen one has signed out', () => {
    expect(accountOf(form({ account: account('c').id }), accounts)?.id).toBe(accounts[0]?.id);
  });
});

describe('what is suggested for an organisation of the list', () => {
  const live = organization('Contoso');
  const chosen = form({ organization: live, address: live.url });
  it('is its name, and red for production', () => {
    expect([nameOf(chosen), isProduction(chosen), colorOf(chosen)]).toEqual(['Contoso', true, 'red']);
  });
  it('gives way to what the user chose', () => {
    const own = { ...chosen, name: 'Live', production: false, color: 'purple' } as const;
    expect([nameOf(own), isProduction(own), colorOf(own)]).toEqual(['Live', false, 'purple']);
  });
  it('does not hold for another address', () => {
    const other = { ...chosen, address: 'https://fabrikam.crm4.dynamics.com' };
    expect([nameOf(other), isProduction(other), colorOf(other)]).toEqual(['', false, 'green']);
  });
});

describe('problems', () => {
  it('asks for everything that a token connection needs', () => {
    expect(Object.keys(tokenProblems(freshConnect)).sort()).toEqual(['accessToken', 'address', 'name']);
  });
  it('asks an application for the address of its organisation, and a user for none', () => {
    const application = form({
      signIn: { ...freshSignIn, method: 'secret', clientId: 'app', secret: 'value' },
    });
    expect(accountProblems(application)).toEqual({ address: expect.stringMatching(/address/) });
    expect(accountProblems({ ...application, address: 'http://contoso.com' }).address).toMatch(/https/);
    expect(accountProblems(freshConnect)).toEqual({});
  });
});

describe('isConnectDirty', () => {
  it('counts what was typed or chosen, not the page or an account', () => {
    expect(isConnectDirty(freshConnect)).toBe(false);
    expect(isConnectDirty(form({ page: 1, account: account('a').id }))).toBe(false);
    expect(isConnectDirty(form({ address: 'https://contoso.com' }))).toBe(true);
    expect(isConnectDirty(form({ signIn: { ...freshSignIn, secret: 'value' } }))).toBe(true);
  });
});

it('goes on after a sign-in with no secret left', () => {
  const after = signedInAs(form({ signIn: { ...freshSignIn, password: 'SECRET' } }), account('a').id);
  expect(JSON.stringify(after)).not.toContain('SECRET');
  expect(after.page).toBe(1);
});

it('knows for whom nobody lists organisations', () => {
  const cloud = { kind: 'custom', authority: 'https://a.example', discovery: null, graph: null } as const;
  expect(listsOrganizations(account('a'))).toBe(true);
  expect(listsOrganizations(account('a', { kind: 'application' }))).toBe(false);
  expect(listsOrganizations(account('a', { cloud }))).toBe(false);
});

it('finds organisations by every word, wherever it stands', () => {
  const all = [
    organization('Contoso'),
    organization('Contoso Test', { kind: 'sandbox' }),
    organization('Fabrikam'),
  ];
  const found = (text: string) => matchingOrganizations(all, text).map(({ name }) => name);
  expect(found('')).toHaveLength(3);
  expect(found('CONTOSO')).toEqual(['Contoso', 'Contoso Test']);
  expect(found('contoso sandbox')).toEqual(['Contoso Test']);
  expect(found('crm4 fabri')).toEqual(['Fabrikam']);
  expect(found('northwind')).toEqual([]);
});
