import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeJwt, signJwt } from '../../../../src/sandbox/signIn/jwt.ts';
import { newTokenKey } from '../../../../src/sandbox/signIn/makeCertificate.ts';
import { sampleClientId, startSignInUnderTest } from './signInUnderTest.ts';

const test = await startSignInUnderTest();
const { addresses, signIn } = test.sandbox;
const { authority, discovery, graph } = addresses.signIn;

/** An access token for a resource, by password. */
async function tokenFor(scope: string, userName = 'nancy@contoso.example'): Promise<string> {
  const { body } = await test.token('organizations', {
    grant_type: 'password',
    client_id: sampleClientId,
    username: userName,
    password: test.password(userName),
    scope,
  });
  if (typeof body.access_token !== 'string') throw new Error(JSON.stringify(body));
  return body.access_token;
}

async function applicationToken(scope: string, name = 'Contoso ERP Connector'): Promise<string> {
  const { clientId, secret } = test.application(name);
  const { body } = await test.token('contoso.example', {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
    scope,
  });
  return String(body.access_token);
}

describe('the discovery of OpenID', () => {
  it.each(['organizations', 'common', 'contoso.example'])('describes %s', async (tenant) => {
    const response = await fetch(`${authority}/${tenant}/v2.0/.well-known/openid-configuration`);
    const configuration = (await response.json()) as Record<string, string>;
    const id = tenant === 'contoso.example' ? test.tenantId(tenant) : '{tenantid}';
    expect(configuration.issuer).toBe(`${authority}/${id}/v2.0`);
    expect(configuration.token_endpoint).toMatch(/\/oauth2\/v2\.0\/token$/);
    const keys = (await (await fetch(configuration.jwks_uri ?? '')).json()) as { keys: unknown[] };
    expect(keys.keys).toMatchObject([{ kty: 'RSA', use: 'sig', alg: 'RS256' }]);
  });

  it('names the hosts that are one authority', async () => {
    const ask = (endpoint: string) =>
      fetch(
        `${authority}/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(endpoint)}`,
      );
    const { host } = new URL(authority);
    expect(await (await ask(`${authority}/common/oauth2/v2.0/authorize`)).json()).toMatchObject({
      metadata: [{ preferred_network: host, aliases: [host] }],
    });
    expect(await (await ask('https://elsewhere.example/x')).json()).toMatchObject({
      error: 'invalid_instance',
    });
  });
});

describe('the organisation’s Web API', () => {
  it('tells who has no token where to get one', async () => {
    const response = await fetch(`${addresses.webApi}WhoAmI`);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer authorization_uri=${authority}/${test.tenantId('contoso.example')}/oauth2/authorize, resource_id=${test.url()}/`,
    );
  });

  it('still takes the access token of the sandbox itself', async () => {
    expect((await test.whoAmI(addresses.accessToken)).status).toBe(200);
  });

  it('takes an audience with and without a slash at its end', async () => {
    expect((await test.whoAmI(await tokenFor(`${test.url()}/user_impersonation`))).status).toBe(200);
    expect((await test.whoAmI(await tokenFor(`${test.url()}//user_impersonation`))).status).toBe(200);
  });

  it('keeps to the rights of the user', async () => {
    const token = await tokenFor(`${test.url()}/.default`, 'kenji@contoso.example');
    const response = await fetch(`${addresses.webApi}serviceendpoints`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'x',
        contract: 8,
        url: 'https://example.com',
        connectionmode: 1,
        userclaim: 1,
      }),
    });
    expect(response.status).toBe(403);
  });

  it('refuses what is forged, for another resource, from another tenant, past or not yet valid', async () => {
    const good = await tokenFor(`${test.url()}/.default`);
    const decoded = decodeJwt(good);
    if (decoded === undefined) throw new Error('That is no token.');
    const { header, claims } = decoded;
    const key = await newTokenKey();
    const reason = async (token: string) => {
      const { status, challenge } = await test.whoAmI(token);
      expect(status).toBe(401);
      return /error_description="([^"]*)"/.exec(challenge)?.[1];
    };
    expect(await reason('rubbish')).toBe('The token is no JSON Web Token.');
    expect(await reason(signJwt(header, claims, key))).toBe("The token's signature is invalid.");
    const [head = '', , tail = ''] = good.split('.');
    const changed = Buffer.from(JSON.stringify({ ...claims, oid: randomUUID() })).toString('base64url');
    expect(await reason(`${head}.${changed}.${tail}`)).toBe("The token's signature is invalid.");
    const none = Buffer.from(JSON.stringify({ ...header, alg: 'none' })).toString('base64url');
    expect(await reason(`${none}.${good.split('.')[1]}.${tail}`)).toBe("The token's signature is invalid.");
    expect(await reason(await tokenFor(`${discovery}/.default`))).toContain('audience');
    const { settings } = signIn;
    settings.clockSkewSeconds = -7200;
    const past = await tokenFor(`${test.url()}/.default`);
    settings.clockSkewSeconds = 7200;
    const future = await tokenFor(`${test.url()}/.default`);
    settings.clockSkewSeconds = 0;
    expect(await reason(past)).toBe('The token is expired.');
    expect(await reason(future)).toBe('The token is not yet valid.');
    expect((await test.whoAmI(good)).status).toBe(200);
  });
});

describe('the discovery of organisations', () => {
  async function ask(path: string, token: string) {
    const response = await fetch(`${discovery}/api/discovery/v2.0/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = (await response.json()) as { value?: Record<string, unknown>[] } & Record<string, unknown>;
    return { status: response.status, body, names: body.value?.map(({ UniqueName }) => UniqueName) };
  }

  it('lists the organisations of the tenant that the user is a member of', async () => {
    const nancy = await ask('Instances', await tokenFor(`${discovery}/.default`));
    expect(nancy.names).toEqual(['unqcontososandbox', 'unqcontosoproduction']);
    expect(nancy.body.value?.[0]).toMatchObject({
      ApiUrl: test.url(),
      FriendlyName: 'Contoso Sandbox',
      TenantId: test.tenantId('contoso.example'),
      State: 0,
      IsUserSysAdmin: true,
    });
    const lidia = await ask(
      'Instances',
      await tokenFor(`${discovery}//user_impersonation`, 'lidia@fabrikam.example'),
    );
    expect(lidia.names).toEqual(['unqfabrikamtest']);
    const garth = await ask('Instances', await tokenFor(`${discovery}/.default`, 'garth@contoso.example'));
    expect(garth.names).toEqual([]);
  });

  it('selects and filters', async () => {
    const token = await tokenFor(`${discovery}/.default`);
    const filtered = (filter: string) => ask(`Instances?$filter=${encodeURIComponent(filter)}`, token);
    expect((await filtered("UniqueName eq 'unqcontosoproduction'")).names).toEqual(['unqcontosoproduction']);
    // Values keep their case.
    expect((await filtered("UniqueName eq 'UNQCONTOSOPRODUCTION'")).names).toEqual([]);
    expect((await filtered("contains(FriendlyName,'Prod') or OrganizationType eq 13")).names).toHaveLength(2);
    expect(
      (await filtered("startswith(FriendlyName,'Contoso') and OrganizationType ne 13")).names,
    ).toHaveLength(1);
    expect((await filtered('nonsense')).status).toBe(400);
    const selected = await ask('Instances?$select=UniqueName,ApiUrl', token);
    expect(Object.keys(selected.body.value?.[0] ?? {})).toEqual(['ApiUrl', 'UniqueName']);
    expect((await ask('Instances?$select=Nothing', token)).status).toBe(400);
    const one = await ask("Instances(UniqueName='unqcontososandbox')", token);
    expect(one.body).toMatchObject({ FriendlyName: 'Contoso Sandbox' });
    expect((await ask(`Instances(${String(one.body.Id)})`, token)).body).toMatchObject({
      UniqueName: 'unqcontososandbox',
    });
    expect((await ask("Instances(UniqueName='unqfabrikamtest')", token)).status).toBe(404);
  });

  it('is not for applications, nor for other tokens', async () => {
    expect((await ask('Instances', await applicationToken(`${discovery}/.default`))).status).toBe(403);
    const response = await fetch(`${discovery}/api/discovery/v2.0/Instances`, {
      headers: { authorization: `Bearer ${await tokenFor(`${test.url()}/.default`)}` },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain(`resource_id=${discovery}/`);
  });
});

describe('Microsoft Graph', () => {
  const all = `${graph}/Application.ReadWrite.All ${graph}/User.Read ${graph}/DelegatedPermissionGrant.ReadWrite.All`;

  async function ask(method: string, path: string, token: string, body?: unknown) {
    const response = await fetch(`${graph}/v1.0/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
  }

  /** Consents as a user does on the page, then takes the token. */
  async function consentedToken(): Promise<string> {
    const browser = test.browser();
    const verifier = 'v'.repeat(43);
    const query = new URLSearchParams({
      client_id: sampleClientId,
      response_type: 'code',
      response_mode: 'form_post',
      redirect_uri: 'http://localhost:1',
      scope: all,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    await browser.open(`${authority}/organizations/oauth2/v2.0/authorize?${query}`);
    await test.logIn(browser, 'nancy@contoso.example');
    if (browser.page.title === 'Permissions requested')
      await browser.press('Accept', { 'Consent on behalf of your organization': true });
    const { body } = await test.token('organizations', {
      grant_type: 'authorization_code',
      client_id: sampleClientId,
      redirect_uri: 'http://localhost:1',
      code_verifier: verifier,
      code: browser.page.document.querySelector<HTMLInputElement>('input[name=code]')?.value ?? '',
    });
    return String(body.access_token);
  }

  it('registers an application that the authority knows at once, and makes it a secret', async () => {
    const token = await consentedToken();
    expect((await ask('GET', 'me', token)).body).toMatchObject({
      userPrincipalName: 'nancy@contoso.example',
    });
    const created = await ask('POST', 'applications', token, {
      displayName: 'Registrar',
      signInAudience: 'AzureADMyOrg',
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ['http://localhost'] },
      requiredResourceAccess: [
        {
          resourceAppId: '00000007-0000-0000-c000-000000000000',
          resourceAccess: [{ id: '78ce3f0f-a1ce-49c2-8cde-64b5c0896db4', type: 'Scope' }],
        },
      ],
    });
    expect(created.status).toBe(201);
    const { id, appId } = created.body as { id: string; appId: string };

    // Usable: it asks for consent, as a new application does.
    const client = test.publicClient({ clientId: appId, tenant: 'contoso.example' });
    const result = await client.acquireTokenInteractive({
      scopes: test.scopes(),
      openBrowser: async (url) => {
        const browser = test.browser();
        await browser.open(url);
        await test.logIn(browser, 'hanna@contoso.example');
        expect(browser.page.title).toBe('Permissions requested');
        expect(browser.page.text).toContain('Registrar');
        await browser.press('Accept');
        await browser.press('Continue');
      },
    });
    expect((await test.whoAmI(result.accessToken)).status).toBe(200);

    const secret = await ask('POST', `applications/${id}/addPassword`, token, {
      passwordCredential: { displayName: 'First' },
    });
    expect(secret.body).toMatchObject({ displayName: 'First', secretText: expect.any(String) });
    const principal = await ask('POST', 'servicePrincipals', token, { appId });
    // The consent on the page has made one.
    expect(principal.status).toBe(409);
    const application = test.confidentialClient({
      clientId: appId,
      clientSecret: String(secret.body.secretText),
    });
    const own = await application.acquireTokenByClientCredential({ scopes: test.scopes() });
    expect(await test.whoAmI(own?.accessToken ?? '')).toMatchObject({ status: 403 });

    const shown = await ask('GET', `applications/${id}`, token);
    expect(shown.body).toMatchObject({
      appId,
      passwordCredentials: [{ displayName: 'First', secretText: null }],
    });
    const listed = await ask('GET', `applications?$filter=appId eq '${appId}'`, token);
    expect(listed.body.value).toHaveLength(1);
    expect((await ask('PATCH', `applications/${id}`, token, { displayName: 'Registrar 2' })).status).toBe(
      204,
    );
    expect((await ask('GET', `applications(appId='${appId}')`, token)).body).toMatchObject({
      displayName: 'Registrar 2',
      publicClient: { redirectUris: ['http://localhost'] },
    });
    expect((await ask('DELETE', `applications/${id}`, token)).status).toBe(204);
    expect((await ask('GET', `applications/${id}`, token)).status).toBe(404);
  });

  it('lets an administrator consent for everybody without a page', async () => {
    const token = await consentedToken();
    const created = await ask('POST', 'applications', token, {
      displayName: 'Quiet',
      isFallbackPublicClient: true,
      signInAudience: 'AzureADMyOrg',
    });
    const { appId } = created.body as { appId: string };
    const principal = await ask('POST', 'servicePrincipals', token, { appId });
    expect(principal.status).toBe(201);
    const resources = await ask(
      'GET',
      "servicePrincipals?$filter=appId eq '00000007-0000-0000-c000-000000000000'",
      token,
    );
    const [resource] = resources.body.value as { id: string }[];
    const granted = await ask('POST', 'oauth2PermissionGrants', token, {
      clientId: principal.body.id,
      consentType: 'AllPrincipals',
      resourceId: resource?.id,
      scope: 'user_impersonation',
    });
    expect(granted.status).toBe(201);
    const { body } = await test.token('contoso.example', {
      grant_type: 'password',
      client_id: appId,
      username: 'jonas@contoso.example',
      password: test.password('jonas@contoso.example'),
      scope: `${test.url()}/user_impersonation`,
    });
    expect(body.access_token).toEqual(expect.any(String));
  });

  it('makes an application wait, when it is told to, until it got about', async () => {
    const token = await consentedToken();
    signIn.settings.propagationSeconds = 60;
    try {
      const { body } = await ask('POST', 'applications', token, {
        displayName: 'Slow',
        isFallbackPublicClient: true,
      });
      const refused = await test.token('contoso.example', {
        grant_type: 'password',
        client_id: String(body.appId),
        username: 'nancy@contoso.example',
        password: test.password('nancy@contoso.example'),
        scope: test.scopes()[0] ?? '',
      });
      expect(refused.body.error_codes).toEqual([700016]);
    } finally {
      signIn.settings.propagationSeconds = 0;
    }
  });

  it('refuses who may not, and what it does not understand', async () => {
    const token = await consentedToken();
    const unprivileged = await applicationToken(`${graph}/.default`);
    expect(await ask('POST', 'applications', unprivileged, { displayName: 'x' })).toMatchObject({
      status: 403,
      body: { error: { code: 'Authorization_RequestDenied' } },
    });
    expect((await ask('GET', 'me', await tokenFor(`${test.url()}/.default`))).status).toBe(401);
    // Consent for everybody does not make everybody an administrator.
    const hanna = await tokenFor(all, 'hanna@contoso.example');
    expect((await ask('POST', 'applications', hanna, { displayName: 'x' })).status).toBe(403);
    const bad = async (body: unknown) => (await ask('POST', 'applications', token, body)).status;
    expect(await bad({})).toBe(400);
    expect(await bad({ displayName: 'x', nonsense: 1 })).toBe(400);
    expect(await bad({ displayName: 'x', publicClient: { redirectUris: ['http://evil.example'] } })).toBe(
      400,
    );
    expect((await ask('GET', 'users', token)).status).toBe(404);
  });

  it('takes an application with the role', async () => {
    const erp = test.application('Contoso ERP Connector');
    signIn.directory.grantRoles({
      tenantId: test.tenantId('contoso.example'),
      appId: erp.clientId,
      resourceAppId: '00000003-0000-0000-c000-000000000000',
      roles: ['Application.ReadWrite.All'],
    });
    const token = await applicationToken(`${graph}/.default`);
    expect((await ask('POST', 'applications', token, { displayName: 'By a robot' })).status).toBe(201);
    expect((await ask('GET', 'me', token)).status).toBe(400);
  });
});
