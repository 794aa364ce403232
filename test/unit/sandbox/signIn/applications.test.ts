import { createHash, type KeyObject, randomUUID, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signJwt } from '../../../../src/sandbox/signIn/jwt.ts';
import { makeCertificate, newTokenKey } from '../../../../src/sandbox/signIn/makeCertificate.ts';
import { refusalOf, startSignInUnderTest } from './signInUnderTest.ts';

const test = await startSignInUnderTest();
const erp = test.application('Contoso ERP Connector');
const day = 24 * 60 * 60 * 1000;

/** A certificate of the client's own, registered at the application or not. */
async function certificateFor(clientId?: string, days: readonly [from: number, to: number] = [-1, 30]) {
  const privateKey = await newTokenKey();
  const certificate = makeCertificate({
    commonName: 'Connector',
    use: 'client',
    privateKey,
    notBefore: new Date(Date.now() + days[0] * day),
    notAfter: new Date(Date.now() + days[1] * day),
  });
  const { raw } = new X509Certificate(certificate);
  const { directory } = test.sandbox.signIn;
  const application = directory.applications.find(({ appId }) => appId === clientId);
  if (application !== undefined)
    directory.putApplication({
      ...application,
      keys: [...application.keys, { keyId: randomUUID(), displayName: 'Connector', certificate }],
    });
  return {
    key: privateKey,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    sha1: createHash('sha1').update(raw).digest('hex'),
    sha256: createHash('sha256').update(raw).digest('hex'),
  };
}

describe('an application with a secret', () => {
  it('gets a token that the organisation takes for its application user', async () => {
    const client = test.confidentialClient({ clientId: erp.clientId, clientSecret: erp.secret });
    const result = await client.acquireTokenByClientCredential({ scopes: test.scopes() });
    const answer = await test.whoAmI(result?.accessToken ?? '');
    expect(answer.status).toBe(200);
    const { UserId } = answer.body as { UserId: string };
    expect(test.sandbox.organisation.store.get('systemuser', UserId)?.applicationid).toBe(erp.clientId);
  });

  it('is told that the secret is wrong, or expired', async () => {
    const wrong = test.confidentialClient({ clientId: erp.clientId, clientSecret: 'wrong' });
    const refused = await refusalOf(wrong.acquireTokenByClientCredential({ scopes: test.scopes() }));
    expect(refused).toMatchObject({ errorCode: 'invalid_client', number: '7000215' });
    const old = test.application('Contoso Old Connector');
    const expired = test.confidentialClient({ clientId: old.clientId, clientSecret: old.secret });
    expect(await refusalOf(expired.acquireTokenByClientCredential({ scopes: test.scopes() }))).toMatchObject({
      errorCode: 'invalid_client',
      number: '7000222',
    });
  });

  it('is nobody in an organisation without an application user for it', async () => {
    const visitor = test.application('Contoso Visitor');
    const client = test.confidentialClient({ clientId: visitor.clientId, clientSecret: visitor.secret });
    const result = await client.acquireTokenByClientCredential({ scopes: test.scopes() });
    expect(await test.whoAmI(result?.accessToken ?? '')).toMatchObject({
      status: 403,
      body: { error: { code: '0x80072560' } },
    });
  });

  it('needs its own tenant, and a resource with /.default', async () => {
    const auth = { clientId: erp.clientId, clientSecret: erp.secret };
    const elsewhere = test.confidentialClient(auth, { tenant: 'fabrikam.example' });
    expect(
      await refusalOf(elsewhere.acquireTokenByClientCredential({ scopes: test.scopes('unqfabrikamtest') })),
    ).toMatchObject({ number: '700016' });
    const form = { grant_type: 'client_credentials', client_id: auth.clientId, client_secret: erp.secret };
    const scope = test.scopes()[0] ?? '';
    const codes = async (tenant: string, changes: Record<string, string>) =>
      (await test.token(tenant, { ...form, ...changes })).body.error_codes;
    expect(await codes('organizations', { scope })).toEqual([50059]);
    expect(await codes('nowhere.example', { scope })).toEqual([90002]);
    expect(await codes('contoso.example', { scope: `${test.url()}/user_impersonation` })).toEqual([1002012]);
    expect(await codes('contoso.example', { scope: 'https://nowhere.example/.default' })).toEqual([500011]);
    expect(await codes('contoso.example', {})).toEqual([900144]);
  });

  it('must prove itself', async () => {
    const { body, status } = await test.token('contoso.example', {
      grant_type: 'client_credentials',
      client_id: erp.clientId,
      scope: test.scopes()[0] ?? '',
    });
    expect(status).toBe(401);
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [7000218] });
    expect(body.error_description).toMatch(
      /^AADSTS7000218: .* Trace ID: .* Correlation ID: .* Timestamp: \d{4}-/,
    );
    expect(body).toMatchObject({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
    });
  });
});

describe('an application with a certificate', () => {
  it.each(['sha256', 'sha1'] as const)('signs an assertion that is verified, by %s', async (kind) => {
    const own = await certificateFor(erp.clientId);
    const clientCertificate =
      kind === 'sha256'
        ? { thumbprintSha256: own.sha256, privateKey: own.privateKey }
        : { thumbprint: own.sha1, privateKey: own.privateKey };
    const client = test.confidentialClient({ clientId: erp.clientId, clientCertificate });
    const result = await client.acquireTokenByClientCredential({ scopes: test.scopes() });
    expect((await test.whoAmI(result?.accessToken ?? '')).status).toBe(200);
  });

  it('is refused with a certificate that is not registered', async () => {
    const other = await certificateFor();
    const client = test.confidentialClient({
      clientId: erp.clientId,
      clientCertificate: { thumbprintSha256: other.sha256, privateKey: other.privateKey },
    });
    expect(await refusalOf(client.acquireTokenByClientCredential({ scopes: test.scopes() }))).toMatchObject({
      errorCode: 'invalid_client',
      number: '700027',
    });
  });

  it('is refused when another key signed, when the certificate is past, and without its claims', async () => {
    const own = await certificateFor(erp.clientId);
    const past = await certificateFor(erp.clientId, [-30, -1]);
    const other = await newTokenKey();
    const seconds = Math.floor(Date.now() / 1000);
    const audience = `${test.sandbox.addresses.signIn.authority}/${test.tenantId('contoso.example')}/oauth2/v2.0/token`;
    const usual = {
      aud: audience,
      iss: erp.clientId,
      sub: erp.clientId,
      nbf: seconds,
      exp: seconds + 600,
      jti: randomUUID(),
    };
    const send = async (key: KeyObject, thumbprint: string, changes: Record<string, unknown> = {}) => {
      const { body } = await test.token('contoso.example', {
        grant_type: 'client_credentials',
        client_id: erp.clientId,
        scope: test.scopes()[0] ?? '',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: signJwt(
          { 'x5t#S256': Buffer.from(thumbprint, 'hex').toString('base64url') },
          { ...usual, ...changes },
          key,
        ),
      });
      return (body.error_codes as number[] | undefined)?.[0] ?? 0;
    };
    expect(await send(own.key, own.sha256)).toBe(0);
    expect(await send(other, own.sha256)).toBe(700027);
    expect(await send(past.key, past.sha256)).toBe(700027);
    expect(await send(own.key, own.sha256, { aud: 'https://elsewhere.example' })).toBe(700023);
    expect(await send(own.key, own.sha256, { exp: seconds - 600 })).toBe(700024);
    expect(await send(own.key, own.sha256, { nbf: seconds + 3600, exp: seconds + 7200 })).toBe(700024);
    expect(await send(own.key, own.sha256, { iss: randomUUID() })).toBe(700027);
    expect(await send(own.key, own.sha256, { jti: undefined })).toBe(700027);
  });

  it('is refused by an authority whose clock is an hour ahead', async () => {
    const own = await certificateFor(erp.clientId);
    const client = test.confidentialClient({
      clientId: erp.clientId,
      clientCertificate: { thumbprintSha256: own.sha256, privateKey: own.privateKey },
    });
    const { settings } = test.sandbox.signIn;
    settings.clockSkewSeconds = 3600;
    try {
      const refused = await refusalOf(client.acquireTokenByClientCredential({ scopes: test.scopes() }));
      expect(refused.number).toBe('700024');
    } finally {
      settings.clockSkewSeconds = 0;
    }
  });
});

describe('a public client', () => {
  it('may not present a secret', async () => {
    const { body } = await test.token('contoso.example', {
      grant_type: 'password',
      client_id: '51f81489-12ee-4a9e-aaae-a2591f45987d',
      client_secret: 'x',
      username: 'nancy@contoso.example',
      password: test.password('nancy@contoso.example'),
      scope: test.scopes()[0] ?? '',
    });
    expect(body.error_codes).toEqual([700025]);
  });
});
