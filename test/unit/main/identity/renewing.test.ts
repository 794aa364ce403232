import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../../../src/shared/domain/account.ts';
import {
  type AuthorityUnderTest,
  type IdentityUnderTest,
  ignored,
  noSignal,
  openIdentityUnderTest,
  startAuthorityUnderTest,
} from './identityUnderTest.ts';

const nancy = 'nancy@contoso.example';
const sampleClient = '51f81489-12ee-4a9e-aaae-a2591f45987d';

let authority: AuthorityUnderTest;
let test: IdentityUnderTest;
beforeAll(async () => {
  authority = await startAuthorityUnderTest({ signIn: { refreshGraceSeconds: 0 } });
});
beforeEach(() => {
  test = openIdentityUnderTest(authority);
  authority.sandbox.signIn.settings.accessTokenSeconds = 3600;
});

async function signIn(userName = nancy, on = test): Promise<AccountId> {
  const request = on.request('password', { userName, password: authority.password(userName) });
  return (await on.identity.signIn(request, { signal: noSignal, progress: ignored })).id;
}
async function whoAmI(token: string, uniqueName?: string): Promise<number> {
  const response = await fetch(`${authority.webApi(uniqueName)}WhoAmI`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.body?.cancel();
  return response.status;
}
const tokenRequests = (on = test): number =>
  on.sent.filter((line) => line.includes('/oauth2/v2.0/token')).length;

describe('tokens of an account', () => {
  it('are used as long as they live, without asking the authority', async () => {
    const id = await signIn();
    const before = test.sent.length;
    const tokens = test.identity.tokensOf(id, authority.url());
    expect(await tokens.token()).toBe(await tokens.token());
    expect(test.sent.length).toBe(before);
  });

  it('are renewed once for everybody who asks', async () => {
    const id = await signIn();
    const tokens = test.identity.tokensOf(id, authority.url());
    const old = await tokens.token();
    authority.sandbox.signIn.expireAccessTokens();
    expect(await whoAmI(old)).toBe(401);
    const before = tokenRequests();
    const again = await Promise.all(Array.from({ length: 8 }, () => tokens.refused(old)));
    expect(again).toEqual(Array.from({ length: 8 }, () => true));
    expect(tokenRequests() - before).toBe(1);
    expect(await whoAmI(await tokens.token())).toBe(200);
  });

  it('are got for several organisations at once with one sign-in, one after the other', async () => {
    const id = await signIn();
    const { url } = authority;
    const names = authority.sandbox.addresses.signIn.organizations
      .filter(({ tenantId }) => tenantId === authority.tenantId('contoso.example'))
      .map(({ uniqueName }) => uniqueName);
    expect(names.length).toBeGreaterThan(1);
    // Each refresh token is void at once when it was used: at the same time, all but one would fail.
    const tokens = await Promise.all(
      names.flatMap((name) => [name, name]).map((name) => test.identity.tokensOf(id, url(name)).token()),
    );
    expect(new Set(tokens).size).toBe(names.length);
    for (const [index, name] of names.entries())
      expect(await whoAmI(tokens[index * 2] ?? '', name)).toBe(200);
  });

  it('with a short life do not make each request renew them', async () => {
    authority.sandbox.signIn.settings.accessTokenSeconds = 60;
    const id = await signIn();
    const tokens = test.identity.tokensOf(id, authority.url());
    const before = tokenRequests();
    for (let request = 0; request < 10; request += 1) await tokens.token();
    expect(tokenRequests() - before).toBe(0);
  });

  it('are not forced again and again where an organisation refuses fresh ones too', async () => {
    const id = await signIn();
    const tokens = test.identity.tokensOf(id, authority.url());
    const before = tokenRequests();
    const again: boolean[] = [];
    for (let request = 0; request < 6; request += 1) again.push(await tokens.refused(await tokens.token()));
    expect(again).toEqual([true, true, true, false, false, false]);
    expect(tokenRequests() - before).toBe(3);
  });

  it('come back after a restart from what was kept', async () => {
    const id = await signIn();
    const later = openIdentityUnderTest(authority, { kept: test.kept });
    expect(await later.identity.accounts()).toHaveLength(1);
    const tokens = later.identity.tokensOf(id, authority.url());
    const first = await tokens.token();
    expect(tokenRequests(later)).toBe(0);
    // The refresh token was kept too, and the one that takes its place.
    expect(await tokens.refused(first)).toBe(true);
    const latest = openIdentityUnderTest(authority, { kept: test.kept });
    const source = latest.identity.tokensOf(id, authority.url());
    expect(await source.refused(await source.token())).toBe(true);
  });

  it('are none where the kept ones are damaged: then one signs in again', async () => {
    const id = await signIn();
    for (const [name] of test.kept) if (name.endsWith('/cache')) test.kept.set(name, '{"broken');
    const later = openIdentityUnderTest(authority, { kept: test.kept });
    await expect(later.identity.tokensOf(id, authority.url()).token()).rejects.toMatchObject({
      failure: { code: 'signIn', advice: expect.stringContaining('Sign in again') },
    });
    test.kept.set('identity/accounts', 'nonsense');
    expect(await openIdentityUnderTest(authority, { kept: test.kept }).identity.accounts()).toEqual([]);
  });
});

describe('an account that has to sign in again', () => {
  it.each([
    [
      'its sessions were revoked',
      () => authority.sandbox.signIn.revokeSessions(nancy),
      'AADSTS50173',
      'taken back',
    ],
    [
      'its sign-in is too old',
      () => authority.sandbox.signIn.expireRefreshTokens(nancy),
      'AADSTS700082',
      'expired',
    ],
    [
      'its consent was revoked',
      () => authority.sandbox.signIn.revokeConsent(nancy, sampleClient),
      'AADSTS65001',
      'Nobody has allowed',
    ],
  ])('says so because %s, and works again after it', async (_why, disturb, serverCode, words) => {
    const { signIn: place } = authority.sandbox;
    const consents = place.directory.snapshot();
    const id = await signIn();
    const tokens = test.identity.tokensOf(id, authority.url());
    const old = await tokens.token();
    place.expireAccessTokens();
    disturb();
    const changes = test.changes.count;
    await expect(tokens.refused(old)).rejects.toMatchObject({
      failure: { code: 'signIn', serverCode, sentence: expect.stringContaining(words) },
    });
    expect((await test.identity.accounts())[0]?.signInNeeded).toBe(true);
    expect(test.changes.count).toBe(changes + 1);
    expect(JSON.stringify(consents)).toContain(sampleClient);

    const again = openIdentityUnderTest(authority, {
      kept: test.kept,
      openBrowser: authority.browserOf(nancy),
    });
    const account = await again.identity.signIn(again.request('browser'), {
      signal: noSignal,
      progress: ignored,
    });
    expect(account.id).toBe(id);
    expect((await again.identity.accounts())[0]?.signInNeeded).toBe(false);
    expect(await whoAmI(await again.identity.tokensOf(id, authority.url()).token())).toBe(200);
  });

  it('is not one that is offline for a while', async () => {
    const id = await signIn();
    const tokens = test.identity.tokensOf(id, authority.url());
    const old = await tokens.token();
    authority.sandbox.signIn.disturbances.next({ times: 50, match: /token/, cutSocket: 'before' });
    await expect(tokens.refused(old)).rejects.toMatchObject({ failure: { code: 'offline' } });
    expect((await test.identity.accounts())[0]?.signInNeeded).toBe(false);
    authority.sandbox.signIn.disturbances.clear();
    expect(await whoAmI(await tokens.token())).toBe(200);
  });
});

describe('several accounts', () => {
  it('are kept apart; signing out takes everything of one and nothing of another', async () => {
    const one = await signIn();
    const other = await signIn('hanna@contoso.example');
    expect(one).not.toBe(other);
    const oneToken = await test.identity.tokensOf(one, authority.url()).token();
    const otherToken = await test.identity.tokensOf(other, authority.url()).token();
    expect(oneToken).not.toBe(otherToken);
    await test.identity.signOut(one);
    expect((await test.identity.accounts()).map(({ id }) => id)).toEqual([other]);
    expect([...test.kept].filter(([name, value]) => name.includes(one) || value.includes(oneToken))).toEqual(
      [],
    );
    expect(await test.identity.tokensOf(other, authority.url()).token()).toBe(otherToken);
    await expect(test.identity.tokensOf(one, authority.url()).token()).rejects.toMatchObject({
      failure: { code: 'signIn', sentence: expect.stringContaining('not signed in') },
    });
  });

  it('signing out during a renewal brings nothing back', async () => {
    const id = await signIn();
    const tokens = test.identity.tokensOf(id, authority.url());
    const old = await tokens.token();
    const renewal = tokens.refused(old).catch(ignored);
    await test.identity.signOut(id);
    await renewal;
    expect([...test.kept.keys()].filter((name) => name.includes(id))).toEqual([]);
  });

  it('may be in two clouds side by side', async () => {
    const commercial = await signIn();
    const diego = 'diego@woodgrove.example';
    const organization = authority.sandbox.addresses.signIn.organizations.find(
      ({ cloud }) => cloud === 'government',
    );
    if (!organization) throw new Error('The government cloud has no organisation.');
    const request = test.request('password', {
      cloud: authority.cloud('government'),
      userName: diego,
      password: authority.password(diego),
      resource: organization.url,
    });
    const account = await test.identity.signIn(request, { signal: noSignal, progress: ignored });
    expect(
      await whoAmI(
        await test.identity.tokensOf(account.id, organization.url).token(),
        organization.uniqueName,
      ),
    ).toBe(200);
    expect(await whoAmI(await test.identity.tokensOf(commercial, authority.url()).token())).toBe(200);
    const listed = await test.identity.organizationsOf(account.id);
    expect(listed.map(({ uniqueName }) => uniqueName)).toEqual([organization.uniqueName]);
  });
});

describe('organisations', () => {
  it('are listed for an account, those of its tenant alone', async () => {
    const id = await signIn();
    const listed = await test.identity.organizationsOf(id);
    const expected = authority.sandbox.addresses.signIn.organizations.filter(
      ({ tenantId }) => tenantId === authority.tenantId('contoso.example'),
    );
    expect(listed.map(({ url }) => url).toSorted()).toEqual(expected.map(({ url }) => url).toSorted());
    const own = listed.find(({ uniqueName }) => uniqueName === 'unqcontososandbox');
    expect(own).toMatchObject({
      name: 'Contoso Sandbox',
      tenantId: authority.tenantId('contoso.example'),
      enabled: true,
      version: expect.stringMatching(/^9\./),
      environmentId: expect.any(String),
      kind: expect.any(String),
    });
  });

  it('are listed though the token was void, and not at all without an answer', async () => {
    const id = await signIn();
    await test.identity.organizationsOf(id);
    authority.sandbox.signIn.expireAccessTokens();
    expect((await test.identity.organizationsOf(id)).length).toBeGreaterThan(1);
    authority.sandbox.signIn.disturbances.next({ times: 1, match: /Instances/, status: 500 });
    await expect(test.identity.organizationsOf(id)).rejects.toMatchObject({
      failure: { code: 'unavailable', advice: expect.stringContaining('type the address') },
    });
    await expect(test.identity.organizationsOf(id, AbortSignal.abort())).rejects.toMatchObject({
      failure: { code: 'cancelled' },
    });
  });

  it('say themselves where one signs in for them', async () => {
    const learned = await test.identity.learn(authority.webApi());
    expect(learned).toEqual({
      cloud: {
        kind: 'custom',
        authority: authority.sandbox.addresses.signIn.authority,
        discovery: null,
        graph: null,
      },
      tenant: authority.tenantId('contoso.example'),
      resource: authority.url(),
    });
  });

  it('are not believed when they name another place than their cloud’s', async () => {
    const answering = (header: string | null, status = 401) =>
      openIdentityUnderTest(authority, {
        fetch: async () =>
          new Response('', { status, headers: header === null ? {} : { 'WWW-Authenticate': header } }),
      }).identity.learn('https://contoso.crm4.dynamics.com/api/data/v9.2/');
    await expect(
      answering('Bearer authorization_uri=https://evil.example/x/oauth2/authorize'),
    ).rejects.toMatchObject({
      failure: { code: 'unsupported', advice: expect.stringContaining('Do not sign in') },
    });
    expect(
      await answering('Bearer authorization_uri=https://login.microsoftonline.com/Tenant/oauth2/authorize'),
    ).toEqual({
      cloud: { kind: 'known', id: 'commercial' },
      tenant: 'tenant',
      resource: 'https://contoso.crm4.dynamics.com',
    });
    expect(await answering(null)).toMatchObject({ cloud: { id: 'commercial' }, tenant: null });
    await expect(answering(null, 404)).rejects.toMatchObject({
      failure: { code: 'unsupported', httpStatus: 404 },
    });
  });
});
