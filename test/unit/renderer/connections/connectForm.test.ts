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
import { freshSignIn } from '../../../../src/renderer/features/signIn/signInForm.ts';
import { AccountState } from '../../../../src/shared/contract/calls/signIn.ts';
import { organization } from '../support/discoveredOrganization.ts';

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
  it('asks for where one signs in only where no organisation is named that knows it', () => {
    const custom = { ...freshSignIn, cloud: 'custom' } as const;
    expect(accountProblems(form({ signIn: custom })).authority).toMatch(/signs in/);
    expect(accountProblems(form({ signIn: custom, address: 'https://crm.contoso.com/prod' }))).toEqual({});
    const listed = { ...custom, discovery: 'https://disco.contoso.com' };
    expect(
      accountProblems(form({ signIn: listed, address: 'https://crm.contoso.com' })).authority,
    ).toBeDefined();
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
