import type { PublicClientApplication } from '@azure/msal-node';
import { describe, expect, it } from 'vitest';
import { refusalOf, startSignInUnderTest } from './signInUnderTest.ts';
import type { TestBrowser } from './testBrowser.ts';

const test = await startSignInUnderTest();

/** Signs in with MSAL while a user does something in the browser, and ends on the page that leads back. */
function signIn(
  act: (browser: TestBrowser) => Promise<unknown>,
  options: {
    readonly client?: PublicClientApplication;
    readonly browser?: TestBrowser;
    readonly prompt?: string;
    readonly loginHint?: string;
    readonly scopes?: string[];
  } = {},
) {
  const { client = test.publicClient(), browser = test.browser(), scopes = test.scopes(), ...rest } = options;
  return client.acquireTokenInteractive({
    scopes,
    ...rest,
    openBrowser: async (url) => {
      await browser.open(url);
      await act(browser);
      if (browser.page.title === 'Working…') await browser.press('Continue');
    },
  });
}

describe('a sign-in in the browser', () => {
  it('gives a token that the organisation takes, and another one silently', async () => {
    const client = test.publicClient();
    const result = await signIn((browser) => test.logIn(browser, 'nancy@contoso.example'), { client });
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

  it('reaches each organisation of the tenant with one sign-in', async () => {
    const client = test.publicClient();
    const { account } = await signIn((browser) => test.logIn(browser, 'nancy@contoso.example'), { client });
    if (account === null) throw new Error('There is no account.');
    const name = 'unqcontosoproduction';
    const other = await client.acquireTokenSilent({ scopes: test.scopes(name), account });
    expect((await test.whoAmI(other.accessToken, name)).status).toBe(200);
    // A token is for one organisation.
    expect((await test.whoAmI(other.accessToken)).status).toBe(401);
    const refused = await refusalOf(
      client.acquireTokenSilent({ scopes: test.scopes('unqfabrikamtest'), account }),
    );
    expect(refused.message).toContain('AADSTS500011');
  });

  it('asks for the second factor, and does not take another code', async () => {
    const seen: string[] = [];
    const result = await signIn(async (browser) => {
      await browser.press('Next', { Email: 'amara@contoso.example' });
      await browser.press('Sign in', { Password: test.password('amara@contoso.example') });
      const code = browser.page.document.querySelector('#shown-code')?.textContent ?? '';
      await browser.press('Verify', { Code: code === '000000' ? '000001' : '000000' });
      seen.push(browser.page.document.querySelector('[role=alert]')?.textContent ?? '');
      await browser.press('Verify', { Code: code });
    });
    expect(seen[0]).toContain('AADSTS500121');
    expect(claimsOf(result.accessToken).amr).toEqual(['pwd', 'mfa']);
  });

  it('asks for consent once, and remembers it', async () => {
    const titles: string[] = [];
    const act = async (browser: TestBrowser) => {
      await test.logIn(browser, 'jonas@contoso.example');
      titles.push(browser.page.title);
      if (browser.page.title === 'Permissions requested') {
        expect(browser.page.text).toContain('user_impersonation');
        await browser.press('Accept');
      }
    };
    expect((await signIn(act)).account?.username).toBe('jonas@contoso.example');
    expect((await signIn(act)).account?.username).toBe('jonas@contoso.example');
    expect(titles).toEqual(['Permissions requested', 'Working…']);
    test.sandbox.signIn.revokeConsent('jonas@contoso.example', '51f81489-12ee-4a9e-aaae-a2591f45987d');
    const declined = await refusalOf(
      signIn(async (browser) => {
        await test.logIn(browser, 'jonas@contoso.example');
        expect(browser.page.title).toBe('Permissions requested');
        await browser.press('Cancel');
      }),
    );
    expect(declined).toMatchObject({ errorCode: 'access_denied' });
    expect(declined.message).toContain('AADSTS65004');
  });

  it.each(['account', 'password', 'code'])('can be cancelled at the page for the %s', async (where) => {
    const refused = await refusalOf(
      signIn(async (browser) => {
        if (where !== 'account') await browser.press('Next', { Email: 'amara@contoso.example' });
        if (where === 'code')
          await browser.press('Sign in', { Password: test.password('amara@contoso.example') });
        await browser.press('Cancel');
      }),
    );
    expect(refused).toMatchObject({ errorCode: 'access_denied' });
  });

  it('says on the page that the password is wrong, and that there is no such account', async () => {
    const alerts: string[] = [];
    const result = await signIn(async (browser) => {
      const alert = () => alerts.push(browser.page.document.querySelector('[role=alert]')?.textContent ?? '');
      await browser.press('Next', { Email: 'nobody@contoso.example' });
      alert();
      await browser.press('Next', { Email: 'Nancy@Contoso.example' });
      await browser.press('Sign in', { Password: 'wrong' });
      alert();
      await browser.press('Sign in', { Password: test.password('nancy@contoso.example') });
    });
    expect(result.account?.username).toBe('nancy@contoso.example');
    expect(alerts[0]).toContain('AADSTS50034');
    expect(alerts[1]).toContain('AADSTS50126');
  });

  it.each([
    ['priya@contoso.example', 'AADSTS53003'],
    ['mateo@contoso.example', 'AADSTS50057'],
  ])('lets %s in nowhere: %s', async (userName, code) => {
    const refused = await refusalOf(
      signIn(async (browser) => {
        await test.logIn(browser, userName);
        expect(browser.page.text).toContain(code);
        await browser.press('Return to the application');
      }),
    );
    expect(refused.message).toContain(code);
  });

  it('knows who is signed in in the browser, and lets the user choose', async () => {
    const browser = test.browser();
    await signIn((one) => test.logIn(one, 'nancy@contoso.example'), { browser });
    const same = await signIn(async () => undefined, { browser });
    expect(same.account?.username).toBe('nancy@contoso.example');
    const other = await signIn(
      async (one) => {
        expect(one.page.title).toBe('Pick an account');
        await one.press('kenji@contoso.example');
        await one.press('Sign in', { Password: test.password('kenji@contoso.example') });
      },
      { browser, prompt: 'select_account' },
    );
    expect(other.account?.username).toBe('kenji@contoso.example');
    const hinted = await signIn(async () => undefined, { browser, loginHint: 'nancy@contoso.example' });
    expect(hinted.account?.username).toBe('nancy@contoso.example');
    const again = await signIn(
      async (one) => {
        expect(one.page.title).toBe('Enter password');
        await one.press('Sign in', { Password: test.password('nancy@contoso.example') });
      },
      { browser, prompt: 'login', loginHint: 'nancy@contoso.example' },
    );
    expect(again.account?.username).toBe('nancy@contoso.example');
  });

  it('needs an administrator for a permission that only one can give', async () => {
    const scopes = ['Application.ReadWrite.All'];
    const refused = await refusalOf(
      signIn(
        async (browser) => {
          await test.logIn(browser, 'hanna@contoso.example');
          expect(browser.page.title).toBe('Need admin approval');
          await browser.press('Return to the application');
        },
        { scopes },
      ),
    );
    expect(refused.message).toContain('AADSTS90094');
  });

  it('keeps two accounts of two tenants apart', async () => {
    const client = test.publicClient();
    const one = await signIn((browser) => test.logIn(browser, 'nancy@contoso.example'), { client });
    const other = await signIn((browser) => test.logIn(browser, 'lidia@fabrikam.example'), {
      client,
      scopes: test.scopes('unqfabrikamtest'),
    });
    expect((await client.getAllAccounts()).map(({ username }) => username).sort()).toEqual([
      'lidia@fabrikam.example',
      'nancy@contoso.example',
    ]);
    expect((await test.whoAmI(other.accessToken, 'unqfabrikamtest')).status).toBe(200);
    expect((await test.whoAmI(one.accessToken, 'unqfabrikamtest')).status).toBe(401);
  });

  it('works in another cloud beside the first', async () => {
    const client = test.publicClient({ cloud: 'government' });
    const scopes = test.scopes('unqwoodgrove');
    const result = await signIn((browser) => test.logIn(browser, 'diego@woodgrove.example'), {
      client,
      scopes,
    });
    expect((await test.whoAmI(result.accessToken, 'unqwoodgrove')).status).toBe(200);
    // The first cloud does not know that account.
    await refusalOf(
      signIn(async (browser) => {
        await browser.press('Next', { Email: 'diego@woodgrove.example' });
        expect(browser.page.text).toContain('AADSTS50034');
        await browser.press('Cancel');
      }),
    );
  });
});

describe('an authorization request by hand', () => {
  const { authority } = test.sandbox.addresses.signIn;
  const usual = {
    client_id: '51f81489-12ee-4a9e-aaae-a2591f45987d',
    response_type: 'code',
    redirect_uri: 'http://localhost:1',
    scope: `openid ${test.scopes()[0]}`,
    state: 'the state',
  };

  /** Where the request leads to, without following it. */
  async function ask(changes: Record<string, string>, tenant = 'organizations') {
    const query = new URLSearchParams({ ...usual, ...changes });
    const response = await fetch(`${authority}/${tenant}/oauth2/v2.0/authorize?${query}`, {
      redirect: 'manual',
    });
    const location = response.headers.get('location');
    return {
      status: response.status,
      text: await response.text(),
      answer: location === null ? undefined : new URL(location),
    };
  }

  it.each([
    [{ redirect_uri: 'http://localhost:1/other' }, 'AADSTS50011'],
    [{ redirect_uri: 'http://localhost.evil.example:1' }, 'AADSTS50011'],
    [{ redirect_uri: 'https://localhost' }, 'AADSTS50011'],
    [{ client_id: '11111111-1111-4111-8111-111111111111' }, 'AADSTS700016'],
    [{ response_mode: 'web_message' }, 'AADSTS70005'],
  ])('shows %o to the user and to nobody else', async (changes, code) => {
    const { status, text, answer } = await ask(changes);
    expect(answer).toBeUndefined();
    expect(status).toBe(400);
    expect(text).toContain(code);
  });

  it('does not know every tenant', async () => {
    expect((await ask({}, 'nowhere.example')).text).toContain('AADSTS90002');
    // Of another cloud.
    expect((await ask({}, 'woodgrove.example')).text).toContain('AADSTS90002');
  });

  it('holds an application of one tenant to it', async () => {
    const { clientId } = test.application('Contoso Desktop Tool');
    expect((await ask({ client_id: clientId })).text).toContain('AADSTS50194');
    expect((await ask({ client_id: clientId }, 'fabrikam.example')).text).toContain('AADSTS700016');
    expect((await ask({ client_id: clientId }, 'contoso.example')).answer?.pathname).toMatch(/^\/signin\//);
  });

  it.each([
    [{ prompt: 'none' }, 'login_required', 'AADSTS50058'],
    [{ response_type: 'token' }, 'unsupported_response_type', 'AADSTS70005'],
    [{ code_challenge: 'x', code_challenge_method: 'plain' }, 'invalid_request', 'AADSTS90013'],
    [{ scope: 'http://one.example/a http://two.example/b' }, 'invalid_request', 'AADSTS28000'],
  ])('sends the refusal of %o back with the state', async (changes, error, code) => {
    const { answer } = await ask(changes);
    expect(answer?.origin).toBe('http://localhost:1');
    expect(answer?.searchParams.get('error')).toBe(error);
    expect(answer?.searchParams.get('error_description')).toContain(code);
    expect(answer?.searchParams.get('state')).toBe('the state');
  });

  it('answers in the fragment and in the query when it is asked to', async () => {
    const { answer } = await ask({ prompt: 'none', response_mode: 'fragment' });
    expect(answer?.search).toBe('');
    expect(new URLSearchParams(answer?.hash.slice(1)).get('error')).toBe('login_required');
  });

  it('serves pages that load nothing, cannot be framed and belong to one browser', async () => {
    const { answer } = await ask({});
    const stranger = await fetch(answer ?? '');
    expect(await stranger.text()).toContain('This sign-in is over');
    const browser = test.browser();
    const { headers, document } = await browser.open(
      `${authority}/organizations/oauth2/v2.0/authorize?${new URLSearchParams(usual)}`,
    );
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(document.documentElement.lang).toBe('en');
    expect(document.querySelectorAll('script')).toHaveLength(0);
    for (const input of document.querySelectorAll('input')) expect(input.labels?.length).toBe(1);
  });

  it('signs out, and leads back to an address that an application registered', async () => {
    const browser = test.browser();
    const begin = () =>
      browser.open(`${authority}/organizations/oauth2/v2.0/authorize?${new URLSearchParams(formPost)}`);
    const formPost = { ...usual, response_mode: 'form_post' };
    await begin();
    await test.logIn(browser, 'nancy@contoso.example');
    await begin();
    expect(browser.page.title).toBe('Working…');
    const address = `${authority}/organizations/oauth2/v2.0/logout`;
    await browser.open(address);
    expect(browser.page.title).toBe('You signed out of your account');
    await begin();
    expect(browser.page.title).toBe('Sign in');
    const leadsTo = async (target: string) => {
      const query = new URLSearchParams({ post_logout_redirect_uri: target, state: 'x' });
      const response = await fetch(`${address}?${query}`, { redirect: 'manual' });
      return response.headers.get('location');
    };
    expect(await leadsTo('http://localhost')).toBe('http://localhost?state=x');
    expect(await leadsTo('https://evil.example')).toBeNull();
  });

  it('forgets in every browser who was thrown out', async () => {
    const browser = test.browser();
    const begin = () =>
      browser.open(
        `${authority}/organizations/oauth2/v2.0/authorize?${new URLSearchParams({ ...usual, response_mode: 'form_post' })}`,
      );
    await begin();
    await test.logIn(browser, 'hanna@contoso.example');
    test.sandbox.signIn.revokeSessions('hanna@contoso.example');
    await begin();
    expect(browser.page.title).toBe('Sign in');
  });

  it('takes a resource in place of scopes, as the first version of the protocol does', async () => {
    const browser = test.browser();
    const { scope: _, ...rest } = usual;
    const query = new URLSearchParams({ ...rest, response_mode: 'form_post', resource: test.url() });
    await browser.open(`${authority}/common/oauth2/authorize?${query}`);
    await test.logIn(browser, 'nancy@contoso.example');
    const response = await fetch(`${authority}/common/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: usual.client_id,
        redirect_uri: usual.redirect_uri,
        resource: test.url(),
        code: browser.page.document.querySelector<HTMLInputElement>('input[name=code]')?.value ?? '',
      }),
    });
    const { access_token, refresh_token } = (await response.json()) as Record<string, string>;
    expect((await test.whoAmI(access_token ?? '')).status).toBe(200);
    expect(refresh_token).toEqual(expect.any(String));
  });

  it.each(['/%', '/common/%E0%A4%A/x', '//', '/constructor/oauth2/v2.0/token', '/nothing'])(
    'answers %s with a refusal',
    async (path) => {
      const { status } = await fetch(`${authority}${path}`);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  it('escapes what comes from outside', async () => {
    const { text } = await ask({ redirect_uri: 'http://x/"><script>alert(1)</script>' });
    expect(text).not.toContain('<script>alert');
  });
});

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}
