import { describe, expect, it } from 'vitest';
import {
  discoveryOf,
  freshSignIn,
  needsAddress,
  type SignInForm,
  signInFormOf,
  signInProblems,
  signInRequestOf,
  withoutSecrets,
} from '../../../../src/renderer/features/signIn/signInForm.ts';
import { timeLeft } from '../../../../src/renderer/features/signIn/timeLeft.ts';
import { Account } from '../../../../src/shared/domain/account.ts';
import { SignInRequest } from '../../../../src/shared/domain/signInRequest.ts';

const resource = 'https://contoso.crm4.dynamics.com';
const form = (change: Partial<SignInForm>): SignInForm => ({ ...freshSignIn, ...change });
const certificate = { name: 'app.pfx', content: 'AAEC' };

describe('signInProblems', () => {
  it('asks nothing of who signs in with the browser or a code', () => {
    expect(signInProblems(freshSignIn)).toEqual({});
    expect(signInProblems(form({ method: 'deviceCode' }))).toEqual({});
  });
  it.each([
    [form({ method: 'password' }), ['password', 'userName']],
    [form({ method: 'secret' }), ['clientId', 'secret']],
    [form({ method: 'certificate' }), ['certificate', 'clientId']],
    [form({ cloud: 'custom' }), ['authority']],
    [
      form({ cloud: 'custom', authority: 'http://sts.contoso.com/adfs', discovery: 'x' }),
      ['authority', 'discovery'],
    ],
    [form({ tenant: 'contoso/../other' }), ['tenant']],
    [form({ redirect: 'https://contoso.com/callback' }), ['redirect']],
  ])('names the fields that are missing or wrong: %#', (values, fields) => {
    expect(Object.keys(signInProblems(values)).sort()).toEqual(fields);
  });
  it('leaves alone what the chosen method does not use', () => {
    expect(signInProblems(form({ method: 'deviceCode', redirect: 'ftp://nowhere' }))).toEqual({});
  });
});

describe('needsAddress', () => {
  it.each([
    [form({}), false],
    [form({ method: 'password', cloud: 'china' }), false],
    [form({ method: 'secret' }), true],
    [form({ method: 'certificate' }), true],
    [form({ cloud: 'custom', authority: 'https://sts.contoso.com/adfs' }), true],
    [form({ cloud: 'custom', authority: 'https://a.example', discovery: 'https://d.example' }), false],
  ])('%#', (values, needed) => {
    expect(needsAddress(values)).toBe(needed);
  });
});

describe('signInRequestOf', () => {
  it.each([
    form({}),
    form({ method: 'deviceCode', cloud: 'gccHigh' }),
    form({ method: 'password', userName: ' nancy@contoso.com ', password: ' with spaces ' }),
    form({ method: 'secret', clientId: 'app', secret: 'value' }),
    form({ method: 'certificate', clientId: 'app', certificate, certificatePassword: 'open' }),
    form({ cloud: 'custom', authority: 'https://sts.contoso.com/adfs' }),
  ])('makes what the contract takes: %#', (values) => {
    const request = signInRequestOf(values, resource, null);
    expect(SignInRequest.safeParse(request).error).toBeUndefined();
    expect(request.method).toBe(values.method);
  });
  it('keeps a password as it was typed, and trims what has no spaces', () => {
    const values = form({ method: 'password', userName: ' nancy@contoso.com ', password: ' with spaces ' });
    expect(signInRequestOf(values, resource, null)).toMatchObject({
      userName: 'nancy@contoso.com',
      password: ' with spaces ',
    });
  });
  it('prefers the tenant that was typed to the one that the organisation named', () => {
    const learned = 'fabrikam.com';
    expect(signInRequestOf(form({}), resource, learned).tenant).toBe(learned);
    expect(signInRequestOf(form({ tenant: 'contoso.com' }), resource, learned).tenant).toBe('contoso.com');
  });
  it('sends empty fields as nothing', () => {
    expect(signInRequestOf(form({ clientId: ' ' }), resource, null)).toMatchObject({
      clientId: null,
      redirect: null,
      tenant: null,
      userName: null,
    });
  });
});

it('knows who lists organisations', () => {
  expect(discoveryOf(form({ cloud: 'china' }))).toBe('https://globaldisco.crm.dynamics.cn');
  expect(discoveryOf(form({ cloud: 'custom', authority: 'https://a.example' }))).toBeNull();
});

it('lets go of everything secret, and of nothing else', () => {
  const values = form({
    method: 'certificate',
    clientId: 'app',
    userName: 'nancy@contoso.com',
    password: 'SECRET-1',
    secret: 'SECRET-2',
    certificate: { name: 'app.pfx', content: 'SECRET-3' },
    certificatePassword: 'SECRET-4',
  });
  const left = withoutSecrets(values);
  expect(JSON.stringify(left)).not.toContain('SECRET');
  expect(left).toMatchObject({ method: 'certificate', clientId: 'app', userName: 'nancy@contoso.com' });
});

it('fills in how an account signed in before', () => {
  const account = Account.parse({
    id: '0123456789abcdef0123456789abcdef',
    kind: 'user',
    method: 'deviceCode',
    userName: 'nancy@contoso.com',
    name: 'Nancy Davolio',
    tenantId: 'contoso.com',
    clientId: 'app',
    cloud: { kind: 'custom', authority: 'https://a.example', discovery: null, graph: null },
  });
  expect(signInFormOf(account)).toMatchObject({
    method: 'deviceCode',
    cloud: 'custom',
    authority: 'https://a.example',
    discovery: '',
    tenant: 'contoso.com',
    clientId: 'app',
    userName: 'nancy@contoso.com',
  });
  expect(signInFormOf({ ...account, kind: 'application', method: 'secret' }).userName).toBe('');
});

it('counts down, and not below nothing', () => {
  const until = '2026-01-01T00:15:00.000Z';
  expect(timeLeft(until, Date.parse(until) - 899_500)).toBe('15:00');
  expect(timeLeft(until, Date.parse(until) - 9_000)).toBe('0:09');
  expect(timeLeft(until, Date.parse(until) + 5_000)).toBe('0:00');
});
