import { describe, expect, it } from 'vitest';
import { startSignInUnderTest } from './signInUnderTest.ts';

const test = await startSignInUnderTest();

describe('a sign-in in the browser', () => {
  it('gives a token that the organisation takes, and another one silently', async () => {
    const client = test.publicClient();
    const browser = test.browser();
    const result = await client.acquireTokenInteractive({
      scopes: test.scopes(),
      openBrowser: async (url) => {
        await browser.open(url);
        await test.logIn(browser, 'nancy@contoso.example');
        expect(browser.page.title).toBe('Working…');
        await browser.press('Continue');
      },
    });
    expect(result.account?.username).toBe('nancy@contoso.example');
    expect(result.account?.tenantId).toBe(test.tenantId('contoso.example'));
    expect(await test.whoAmI(result.accessToken)).toMatchObject({
      status: 200,
      body: { UserId: test.sandbox.organisation.details.administratorId },
    });
    if (result.account === null) throw new Error('There is no account.');
    const silent = await client.acquireTokenSilent({ scopes: test.scopes(), account: result.account });
    expect(silent.fromCache).toBe(true);
    const renewed = await client.acquireTokenSilent({
      scopes: test.scopes(),
      account: result.account,
      forceRefresh: true,
    });
    expect(renewed.fromCache).toBe(false);
    expect(renewed.accessToken).not.toBe(result.accessToken);
    expect((await test.whoAmI(renewed.accessToken)).status).toBe(200);
  });
});
