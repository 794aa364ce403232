import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refusalOf, sampleClientId, startSignInUnderTest } from './signInUnderTest.ts';

const test = await startSignInUnderTest();
const { signIn } = test.sandbox;

/** By user name and password with MSAL. */
function byPassword(userName: string, password = test.password(userName), tenant = 'organizations') {
  const client = test.publicClient({ tenant });
  const result = client.acquireTokenByUsernamePassword({
    scopes: test.scopes(),
    username: userName,
    password,
  });
  return { client, result };
}

async function signedIn(userName: string) {
  const { client, result } = byPassword(userName);
  const tokens = await result;
  if (tokens?.account == null) throw new Error('There is no account.');
  const { account } = tokens;
  const renew = () => client.acquireTokenSilent({ scopes: test.scopes(), account, forceRefresh: true });
  return { tokens, renew };
}

/** By hand, to see the refresh token itself. */
async function refreshTokenOf(userName: string): Promise<string> {
  const { body } = await test.token('organizations', {
    grant_type: 'password',
    client_id: sampleClientId,
    username: userName,
    password: test.password(userName),
    scope: `openid offline_access ${test.scopes()[0]}`,
  });
  return String(body.refresh_token);
}

function refresh(token: string, changes: Record<string, string> = {}) {
  return test.token('organizations', {
    grant_type: 'refresh_token',
    client_id: sampleClientId,
    refresh_token: token,
    scope: `openid offline_access ${test.scopes()[0]}`,
    ...changes,
  });
}

describe('user name and password', () => {
  it('are enough where the account allows it', async () => {
    const tokens = await byPassword('nancy@contoso.example').result;
    expect((await test.whoAmI(tokens?.accessToken ?? '')).status).toBe(200);
  });

  it.each([
    ['nancy@contoso.example', 'wrong', 'organizations', '50126'],
    ['nobody@contoso.example', 'x', 'organizations', '50034'],
    ['lidia@fabrikam.example', undefined, 'contoso.example', '50034'],
    ['amara@contoso.example', undefined, 'organizations', '50076'],
    ['jonas@contoso.example', undefined, 'organizations', '65001'],
    ['priya@contoso.example', undefined, 'organizations', '53003'],
    ['mateo@contoso.example', undefined, 'organizations', '50057'],
  ])('%s with %s at %s is told %s', async (userName, password, tenant, number) => {
    const refused = await refusalOf(byPassword(userName, password, tenant).result);
    expect(refused.number).toBe(number);
    expect(refused.message).toContain(`AADSTS${number}`);
  });

  it('are refused for a member of no organisation by the organisation, not by the authority', async () => {
    const tokens = await byPassword('garth@contoso.example').result;
    expect(await test.whoAmI(tokens?.accessToken ?? '')).toMatchObject({
      status: 403,
      body: { error: { code: '0x80072560', message: 'The user is not a member of the organization.' } },
    });
  });

  it('say as much as the real authority when a tenant does not exist', async () => {
    const refused = await refusalOf(byPassword('nancy@contoso.example', 'x', 'nowhere.example').result);
    expect(refused.errorCode).toBe('endpoints_resolution_error');
    expect((await test.token('nowhere.example', {})).body.error_codes).toEqual([90002]);
  });
});

describe('an application that was registered by halves', () => {
  const ask = async (displayName: string, scope: string) => {
    const { body } = await test.token('contoso.example', {
      grant_type: 'password',
      client_id: test.application(displayName).clientId,
      username: 'nancy@contoso.example',
      password: test.password('nancy@contoso.example'),
      scope,
    });
    return (body.error_codes as number[] | undefined)?.[0];
  };
  const { graph } = test.sandbox.addresses.signIn;

  it('is told what is missing', async () => {
    expect(await ask('Contoso Desktop Tool', `${test.url()}/.default`)).toBeUndefined();
    // A permission that its registration does not list, and one that the resource does not have.
    expect(await ask('Contoso Desktop Tool', `${graph}/.default`)).toBe(650057);
    expect(await ask('Contoso Desktop Tool', `${test.url()}/nonsense`)).toBe(650053);
    // Not marked as a public client.
    expect(await ask('Contoso Unfinished Tool', `${test.url()}/.default`)).toBe(7000218);
  });
});

describe('a refresh token', () => {
  it('is exchanged for another one, and is void then', async () => {
    const first = await refreshTokenOf('nancy@contoso.example');
    const { body, status } = await refresh(first);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(first);
    // Two requests at once are not punished; the token is void soon after.
    expect((await refresh(first)).status).toBe(200);
    signIn.settings.refreshGraceSeconds = 0;
    try {
      expect(await refresh(first)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant', error_codes: [70000], suberror: 'bad_token' },
      });
    } finally {
      signIn.settings.refreshGraceSeconds = 10;
    }
    expect((await refresh(String(body.refresh_token))).status).toBe(200);
  });

  it('belongs to one application, one user and their tenant', async () => {
    const token = await refreshTokenOf('nancy@contoso.example');
    const { clientId } = test.application('Contoso Desktop Tool');
    expect((await refresh(token, { client_id: clientId })).body.error_codes).toEqual([70000]);
    const elsewhere = await test.token('fabrikam.example', {
      grant_type: 'refresh_token',
      client_id: sampleClientId,
      refresh_token: token,
      scope: test.scopes('unqfabrikamtest')[0] ?? '',
    });
    expect(elsewhere.body.error_codes).toEqual([50020]);
    expect((await refresh('rubbish')).body.error_codes).toEqual([70000]);
  });

  it('is refused once the sessions were revoked', async () => {
    const { renew } = await signedIn('kenji@contoso.example');
    await renew();
    signIn.revokeSessions('kenji@contoso.example');
    const refused = await refusalOf(renew());
    expect(refused.number).toBe('50173');
    expect(refused.name).toBe('InteractionRequiredAuthError');
  });

  it('is refused when it is too old', async () => {
    const { renew } = await signedIn('hanna@contoso.example');
    signIn.expireRefreshTokens('hanna@contoso.example');
    expect((await refusalOf(renew())).number).toBe('700082');
  });

  it('is refused after consent was taken back', async () => {
    const { renew } = await signedIn('garth@contoso.example');
    signIn.revokeConsent('garth@contoso.example', sampleClientId);
    const refused = await refusalOf(renew());
    expect(refused).toMatchObject({ number: '65001', name: 'InteractionRequiredAuthError' });
  });
});

describe('an access token', () => {
  it('can be made to expire, and is renewed silently', async () => {
    const { tokens, renew } = await signedIn('nancy@contoso.example');
    expect((await test.whoAmI(tokens.accessToken)).status).toBe(200);
    signIn.expireAccessTokens();
    const refused = await test.whoAmI(tokens.accessToken);
    expect(refused.status).toBe(401);
    expect(refused.challenge).toContain('error="invalid_token"');
    expect((await test.whoAmI((await renew()).accessToken)).status).toBe(200);
  });

  it('lives as long as is set', async () => {
    const { settings } = signIn;
    settings.accessTokenSeconds = 60;
    try {
      const { tokens } = await signedIn('nancy@contoso.example');
      const lifetime = (tokens.expiresOn?.getTime() ?? 0) - Date.now();
      expect(lifetime).toBeGreaterThan(50_000);
      expect(lifetime).toBeLessThanOrEqual(61_000);
      // MSAL renews what has less than five minutes left.
    } finally {
      settings.accessTokenSeconds = 3600;
    }
  });
});

describe('an authorization code', () => {
  const { authority } = test.sandbox.addresses.signIn;
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = 'http://localhost:1';

  async function code(): Promise<string> {
    const browser = test.browser();
    const query = new URLSearchParams({
      client_id: sampleClientId,
      response_type: 'code',
      response_mode: 'form_post',
      redirect_uri: redirectUri,
      scope: `openid offline_access ${test.scopes()[0]}`,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      nonce: 'the nonce',
    });
    await browser.open(`${authority}/organizations/oauth2/v2.0/authorize?${query}`);
    await test.logIn(browser, 'nancy@contoso.example');
    return browser.page.document.querySelector<HTMLInputElement>('input[name=code]')?.value ?? '';
  }

  function redeem(given: string, changes: Record<string, string> = {}) {
    return test.token('organizations', {
      grant_type: 'authorization_code',
      client_id: sampleClientId,
      code: given,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...changes,
    });
  }

  it('is good once, for whoever holds the verifier', async () => {
    const given = await code();
    expect((await redeem(given, { code_verifier: 'x'.repeat(43) })).body.error_codes).toEqual([501481]);
    expect((await redeem(given, { redirect_uri: 'http://localhost:2' })).body.error_codes).toEqual([500112]);
    const { clientId } = test.application('Contoso Desktop Tool');
    expect((await redeem(given, { client_id: clientId })).status).toBe(400);
    const { body, status } = await redeem(given);
    expect(status).toBe(200);
    const [, claims = ''] = String(body.id_token).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      nonce: 'the nonce',
      aud: sampleClientId,
      iss: `${authority}/${test.tenantId('contoso.example')}/v2.0`,
    });
    expect((await redeem(given)).body.error_codes).toEqual([54005]);
    expect((await redeem('rubbish')).body.error_codes).toEqual([70000]);
  });

  it('expires', async () => {
    const { settings } = signIn;
    settings.codeSeconds = -1;
    try {
      expect((await redeem(await code())).body.error_codes).toEqual([70008]);
    } finally {
      settings.codeSeconds = 600;
    }
  });
});

describe('the token endpoint', () => {
  it('takes POST alone, and the grants that it knows', async () => {
    const { authority } = test.sandbox.addresses.signIn;
    const response = await fetch(`${authority}/organizations/oauth2/v2.0/token`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error_codes: [900561] });
    expect((await test.token('organizations', {})).body.error_codes).toEqual([900144]);
    expect((await test.token('organizations', { grant_type: 'magic' })).body.error_codes).toEqual([70003]);
  });

  it('can be disturbed', async () => {
    signIn.disturbances.next({ match: /POST .*\/token/, status: 503 });
    expect((await test.token('organizations', {})).status).toBe(503);
    expect((await test.token('organizations', {})).status).toBe(400);
  });
});
