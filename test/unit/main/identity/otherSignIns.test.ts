import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/main/systemClock.ts';
import type { SignInRequest } from '../../../../src/shared/domain/signInRequest.ts';
import type { TestBrowser } from '../../sandbox/signIn/testBrowser.ts';
import {
  type AuthorityUnderTest,
  type IdentityUnderTest,
  ignored,
  listenToProgress,
  noSignal,
  openIdentityUnderTest,
  startAuthorityUnderTest,
} from './identityUnderTest.ts';

let authority: AuthorityUnderTest;
let test: IdentityUnderTest;
beforeAll(async () => {
  authority = await startAuthorityUnderTest();
  test = openIdentityUnderTest(authority);
});

const signIn = (request: SignInRequest) =>
  test.identity.signIn(request, { signal: noSignal, progress: ignored });
async function whoAmI(token: string, uniqueName?: string): Promise<number> {
  const response = await fetch(`${authority.webApi(uniqueName)}WhoAmI`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.body?.cancel();
  return response.status;
}

describe('a device code', () => {
  /** Types the code in a browser, goes on there, and hands back how the sign-in ends. */
  async function typeCode(act: (visitor: TestBrowser) => Promise<unknown>) {
    const { progress, first } = listenToProgress();
    const signedIn = test.identity.signIn(test.request('deviceCode'), { signal: noSignal, progress });
    const ended = Promise.allSettled([signedIn]);
    const told = await first;
    if (told.kind !== 'deviceCode') throw new Error('Another thing was told.');
    expect(Date.parse(told.until)).toBeGreaterThan(Date.now() + 60_000);
    const visitor = authority.browser();
    await visitor.open(told.address);
    await visitor.press('Next', { Code: told.code });
    await act(visitor);
    return (await ended)[0];
  }

  it('is typed in any browser', async () => {
    const ended = await typeCode(async (visitor) => {
      await visitor.press('Continue');
      await authority.logIn(visitor, 'amara@contoso.example');
    });
    expect(ended).toMatchObject({ value: { method: 'deviceCode', userName: 'amara@contoso.example' } });
  });

  it('can be declined, and brings the refusal of who may not enter with its number', async () => {
    expect(await typeCode((visitor) => visitor.press('Cancel'))).toMatchObject({
      reason: { failure: { code: 'cancelled', serverCode: 'AADSTS70018' } },
    });
    const blocked = await typeCode(async (visitor) => {
      await visitor.press('Continue');
      await authority.logIn(visitor, 'priya@contoso.example');
      await visitor.press('Return to the application');
    });
    expect(blocked).toMatchObject({ reason: { failure: { code: 'signIn', serverCode: 'AADSTS53003' } } });
  });

  it('is not given to an application that nobody knows, with the number', async () => {
    const request = test.request('deviceCode', { clientId: '0f0f0f0f-1111-4222-8333-444444444444' });
    await expect(signIn(request)).rejects.toMatchObject({
      failure: { code: 'signIn', serverCode: 'AADSTS700016' },
    });
  });

  it('can be cancelled while it is waited for', async () => {
    const { progress, first } = listenToProgress();
    const abort = new AbortController();
    const signedIn = test.identity.signIn(test.request('deviceCode'), { signal: abort.signal, progress });
    await first;
    abort.abort();
    await expect(signedIn).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('expires', async () => {
    authority.sandbox.signIn.settings.deviceCodeSeconds = 1;
    await expect(signIn(test.request('deviceCode'))).rejects.toMatchObject({
      failure: { code: 'signIn', sentence: expect.stringContaining('not used in time') },
    });
    authority.sandbox.signIn.settings.deviceCodeSeconds = 900;
  });
});

describe('user name and password', () => {
  it('sign in where policy allows it', async () => {
    const account = await signIn(test.request('password'));
    expect(await whoAmI(await test.identity.tokensOf(account.id, authority.url()).token())).toBe(200);
    expect([...test.kept.values()].join('\n')).not.toContain(authority.password('nancy@contoso.example'));
  });

  it.each([
    ['nancy@contoso.example', 'wrong', 'AADSTS50126', 'user name or the password is wrong'],
    ['nobody@contoso.example', 'x', 'AADSTS50034', 'no such user'],
    ['amara@contoso.example', null, 'AADSTS50076', 'second factor'],
    ['priya@contoso.example', null, 'AADSTS53003', 'conditional access'],
    ['mateo@contoso.example', null, 'AADSTS50057', 'disabled'],
  ])('%s is refused in plain words', async (userName, password, serverCode, words) => {
    const refused = signIn(
      test.request('password', { userName, password: password ?? authority.password(userName) }),
    );
    await expect(refused).rejects.toMatchObject({
      failure: {
        code: 'signIn',
        serverCode,
        sentence: expect.stringContaining(words),
        advice: expect.any(String),
        requestId: expect.any(String),
      },
    });
    const secret = authority.password(userName);
    if (secret !== '') {
      await refused.catch((error: Error) => expect(JSON.stringify(error)).not.toContain(secret));
    }
  });

  it('without consent says that the browser is needed', async () => {
    authority.sandbox.signIn.revokeConsent('jonas@contoso.example', '51f81489-12ee-4a9e-aaae-a2591f45987d');
    await expect(
      signIn(
        test.request('password', {
          userName: 'jonas@contoso.example',
          password: authority.password('jonas@contoso.example'),
        }),
      ),
    ).rejects.toMatchObject({
      failure: { serverCode: 'AADSTS65001', advice: expect.stringContaining('browser') },
    });
  });

  it.each([
    [{ tenant: 'nowhere.example' }, /AADSTS90002/, 'tenant could not be found'],
    [{ clientId: '00000000-1111-2222-3333-444444444444' }, /AADSTS700016/, 'not known in this tenant'],
    [{ resource: 'https://elsewhere.crm.dynamics.com' }, /AADSTS500011/, 'not known to the tenant'],
  ])('to a wrong place (%o) is said so', async (change, serverCode, words) => {
    await expect(signIn(test.request('password', change))).rejects.toMatchObject({
      failure: {
        serverCode: expect.stringMatching(serverCode),
        sentence: expect.stringContaining(words),
      },
    });
  });
});

describe('an application by itself', () => {
  it('signs in with its secret, and gets tokens without asking again', async () => {
    const account = await signIn(test.request('secret'));
    expect(account).toMatchObject({ kind: 'application', name: null });
    const tokens = test.identity.tokensOf(account.id, authority.url());
    const first = await tokens.token();
    expect(await whoAmI(first)).toBe(200);
    expect(await test.identity.contentsOf(account.id, authority.url())).toMatchObject({
      kind: 'application',
    });
    await expect(test.identity.organizationsOf(account.id)).rejects.toMatchObject({
      failure: { code: 'unsupported', advice: expect.stringContaining('Type the address') },
    });
    // Kept, so that it signs in by itself after a restart.
    const later = openIdentityUnderTest(authority, { kept: test.kept });
    expect(await later.identity.tokensOf(account.id, authority.url()).token()).toBe(first);
    expect(await later.identity.tokensOf(account.id, authority.url()).refused(first)).toBe(true);
  });

  it.each([
    ['Contoso ERP Connector', 'wrong', 'AADSTS7000215', 'secret is wrong'],
    ['Contoso Old Connector', null, 'AADSTS7000222', 'expired'],
  ])('%s is refused', async (name, wrong, serverCode, words) => {
    const { clientId, secret } = authority.application(name);
    const refused = signIn(test.request('secret', { clientId, secret: wrong ?? secret }));
    await expect(refused).rejects.toMatchObject({
      failure: { code: 'signIn', serverCode, sentence: expect.stringContaining(words) },
    });
    await refused.catch((error: Error) => expect(JSON.stringify(error)).not.toContain(secret));
  });

  it('has to name its tenant and its id', async () => {
    await expect(signIn(test.request('secret', { tenant: null }))).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { tenant: expect.any(String) } },
    });
    await expect(signIn(test.request('secret', { clientId: null }))).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { clientId: expect.any(String) } },
    });
  });

  it('signs in with a certificate', async () => {
    const place = new URL('../../../fixtures/certificates/', import.meta.url);
    const certificate = await readFile(new URL('certificate.pem', place), 'utf8');
    const { clientId } = authority.application('Contoso ERP Connector');
    const file = (await readFile(new URL('old.pfx', place))).toString('base64');
    const request = test.request('certificate', { clientId, file, password: 'sesame' });
    await expect(signIn(request)).rejects.toMatchObject({
      failure: { serverCode: 'AADSTS700027', sentence: expect.stringContaining('certificate') },
    });
    const { directory } = authority.sandbox.signIn;
    const application = directory.applications.find(({ appId }) => appId === clientId);
    if (!application) throw new Error('The application is missing.');
    directory.putApplication({
      ...application,
      keys: [{ keyId: '3c6d6a1e-0000-4000-8000-000000000001', displayName: 'Test', certificate }],
    });
    const account = await signIn(request);
    expect(account).toMatchObject({ method: 'certificate', kind: 'application' });
    expect(await whoAmI(await test.identity.tokensOf(account.id, authority.url()).token())).toBe(200);
  });

  it('is told that the clock is wrong', async () => {
    const place = new URL('../../../fixtures/certificates/plain.pem', import.meta.url);
    const { clientId } = authority.application('Contoso ERP Connector');
    const behind = openIdentityUnderTest(authority, {
      clock: { ...systemClock, now: () => Date.now() - 20 * 60_000 },
    });
    const refused = behind.identity.signIn(behind.request('secret', { clientId, secret: 'wrong' }), {
      signal: noSignal,
      progress: ignored,
    });
    await expect(refused).rejects.toMatchObject({
      failure: {
        sentence: expect.stringContaining('clock is 20 minutes behind'),
        advice: expect.stringContaining('clock'),
      },
    });
    authority.sandbox.signIn.settings.clockSkewSeconds = 3600;
    await expect(
      signIn(test.request('certificate', { clientId, file: (await readFile(place)).toString('base64') })),
    ).rejects.toMatchObject({
      failure: { serverCode: 'AADSTS700024', sentence: expect.stringContaining('clock') },
    });
    authority.sandbox.signIn.settings.clockSkewSeconds = 0;
  });
});

describe('an authority that is not there', () => {
  it('is said to be unreachable, unknown, not trusted, or none', async () => {
    const cloudAt = (place: string) =>
      ({ kind: 'custom', authority: place, discovery: null, graph: null }) as const;
    const failureAt = async (place: string, fetching?: typeof fetch) => {
      const one = openIdentityUnderTest(authority, fetching ? { fetch: fetching } : {});
      const refused = one.identity.signIn(one.request('password', { cloud: cloudAt(place) }), {
        signal: noSignal,
        progress: ignored,
      });
      await expect(refused).rejects.toMatchObject({ failure: {} });
      return refused.catch((error: { failure: { code: string; sentence: string } }) => error.failure);
    };
    expect(await failureAt('https://127.0.0.1:9')).toMatchObject({
      code: 'offline',
      sentence: expect.stringContaining('cannot be reached'),
    });
    expect(await failureAt('https://nowhere.invalid')).toMatchObject({
      code: 'offline',
      sentence: expect.stringContaining('nowhere.invalid cannot be found'),
    });
    const [real] = authority.sandbox.addresses.signIn.clouds;
    // The plain fetch does not trust the sandbox's certificate.
    expect(await failureAt(real?.authority ?? '', fetch)).toMatchObject({
      code: 'offline',
      sentence: expect.stringContaining('does not trust the certificate'),
      advice: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(
      await failureAt(
        real?.authority ?? '',
        async () => new Response('<html>Please sign in to the proxy</html>'),
      ),
    ).toMatchObject({ code: 'unavailable', sentence: expect.stringContaining('no sign-in authority') });
  });
});
