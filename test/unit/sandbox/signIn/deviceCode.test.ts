import { describe, expect, it } from 'vitest';
import { refusalOf, startSignInUnderTest } from './signInUnderTest.ts';
import type { TestBrowser } from './testBrowser.ts';

let now = Date.now();
const test = await startSignInUnderTest({ clock: () => now });

/** Asks for a device code with MSAL, and lets a user do something in a browser elsewhere. */
function signIn(act: (browser: TestBrowser, userCode: string) => Promise<unknown>) {
  const client = test.publicClient();
  let done: Promise<unknown> = Promise.resolve();
  const result = client.acquireTokenByDeviceCode({
    scopes: test.scopes(),
    deviceCodeCallback: ({ userCode, verificationUri, message }) => {
      expect(message).toContain(userCode);
      const browser = test.browser();
      done = browser.open(verificationUri).then(() => act(browser, userCode));
      done.catch(() => undefined);
    },
  });
  return { result, done: () => done };
}

describe('a device code', () => {
  it('is typed elsewhere, while the application waits', async () => {
    const { result, done } = signIn(async (browser, userCode) => {
      await browser.press('Next', { Code: 'BBBBBBBBB' });
      expect(browser.page.text).toContain('That code didn’t work');
      await browser.press('Next', { Code: userCode.toLowerCase() });
      expect(browser.page.title).toBe('Are you trying to sign in to Dataverse sample client?');
      await browser.press('Continue');
      await test.logIn(browser, 'amara@contoso.example');
      expect(browser.page.title).toBe('You have signed in');
    });
    const tokens = await result;
    await done();
    expect(tokens?.account?.username).toBe('amara@contoso.example');
    expect((await test.whoAmI(tokens?.accessToken ?? '')).status).toBe(200);
  });

  it('can be declined', async () => {
    const { result } = signIn(async (browser, userCode) => {
      await browser.press('Next', { Code: userCode });
      await browser.press('Cancel');
      expect(browser.page.title).toBe('You did not sign in');
    });
    expect((await refusalOf(result)).message).toContain('authorization_declined');
  });

  it('ends with the refusal of who may not enter', async () => {
    const { result } = signIn(async (browser, userCode) => {
      await browser.press('Next', { Code: userCode });
      await browser.press('Continue');
      await test.logIn(browser, 'priya@contoso.example');
      await browser.press('Return to the application');
    });
    // MSAL keeps the AADSTS number of this flow to itself.
    expect((await refusalOf(result)).message).toContain('invalid_grant');
  });

  it('is pending, then good once, or expires', async () => {
    const { authority } = test.sandbox.addresses.signIn;
    const clientId = '51f81489-12ee-4a9e-aaae-a2591f45987d';
    const response = await fetch(`${authority}/contoso.example/oauth2/v2.0/devicecode`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: clientId, scope: `openid ${test.scopes()[0]}` }),
    });
    const code = (await response.json()) as { device_code: string; user_code: string; expires_in: number };
    const poll = () =>
      test.token('contoso.example', {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        client_id: clientId,
        device_code: code.device_code,
      });
    expect(await poll()).toMatchObject({
      status: 400,
      body: { error: 'authorization_pending', error_codes: [70016] },
    });
    now += code.expires_in * 1000 + 1000;
    expect((await poll()).body).toMatchObject({ error: 'expired_token', error_codes: [70020] });
    const browser = test.browser();
    await browser.open(`${authority}/device`);
    await browser.press('Next', { Code: code.user_code });
    expect(browser.page.text).toContain('AADSTS70020');
    now = Date.now();
    await browser.press('Next', { Code: code.user_code });
    await browser.press('Continue');
    await test.logIn(browser, 'nancy@contoso.example');
    expect((await poll()).status).toBe(200);
    expect((await poll()).body).toMatchObject({ error: 'bad_verification_code' });
  });

  it('is not for an application that is not marked as public', async () => {
    const response = await fetch(
      `${test.sandbox.addresses.signIn.authority}/contoso.example/oauth2/v2.0/devicecode`,
      {
        method: 'POST',
        body: new URLSearchParams({
          client_id: test.application('Contoso ERP Connector').clientId,
          scope: test.scopes()[0] ?? '',
        }),
      },
    );
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error_codes: [7000218] });
  });
});
