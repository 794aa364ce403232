import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTrustingFetch } from '../../../../src/main/identity/trustingFetch.ts';
import { makeCertificate, newCertificateKey } from '../../../../src/sandbox/signIn/makeCertificate.ts';
import {
  type AuthorityUnderTest,
  ignored,
  noSignal,
  openIdentityUnderTest,
  startAuthorityUnderTest,
} from './identityUnderTest.ts';

const resource = 'https://crm.contoso.example';

let authority: AuthorityUnderTest;
let server: Server;
let adfs: string;
let certificateAuthority: string;
const tokenRequests: URLSearchParams[] = [];

function tokenOf(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** Answers as an AD FS of 2016 or newer does: no tenants, `resource` in place of scopes. */
beforeAll(async () => {
  authority = await startAuthorityUnderTest();
  const privateKey = await newCertificateKey();
  certificateAuthority = makeCertificate({
    commonName: '127.0.0.1',
    use: 'server',
    privateKey,
    issuer: { commonName: '127.0.0.1', privateKey },
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  server = createServer({ key, cert: certificateAuthority }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('Content-Type', 'application/json');
      if (request.url === '/adfs/.well-known/openid-configuration') {
        response.end(
          JSON.stringify({
            issuer: `${adfs}`,
            authorization_endpoint: `${adfs}/oauth2/authorize/`,
            token_endpoint: `${adfs}/oauth2/token/`,
            jwks_uri: `${adfs}/discovery/keys`,
            device_authorization_endpoint: `${adfs}/oauth2/devicecode`,
          }),
        );
        return;
      }
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      tokenRequests.push(form);
      const now = Math.floor(Date.now() / 1000);
      response.end(
        JSON.stringify({
          token_type: 'bearer',
          expires_in: 3600,
          access_token: tokenOf({
            aud: resource,
            upn: 'jo@contoso.example',
            n: tokenRequests.length,
            exp: now + 3600,
          }),
          id_token: tokenOf({
            sub: 'subject-of-jo',
            upn: 'jo@contoso.example',
            aud: 'own-client',
            iat: now,
            exp: now + 3600,
          }),
          refresh_token: `refresh-${tokenRequests.length}`,
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  adfs = `https://127.0.0.1:${(server.address() as AddressInfo).port}/adfs`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('AD FS', () => {
  it('is asked for the organisation by its parameter, in each request', async () => {
    const asked: URL[] = [];
    const { identity, request } = openIdentityUnderTest(authority, {
      fetch: createTrustingFetch(fetch, async (url) => ({ origins: [url.origin], certificateAuthority })),
      openBrowser: async (link) => {
        const url = new URL(link);
        asked.push(url);
        const answer = await fetch(url.searchParams.get('redirect_uri') ?? '', {
          method: 'POST',
          body: new URLSearchParams({ code: 'a-code', state: url.searchParams.get('state') ?? '' }),
        });
        expect(await answer.text()).toContain('You are signed in');
      },
    });
    const account = await identity.signIn(
      request('browser', {
        cloud: { kind: 'custom', authority: adfs, discovery: null, graph: null },
        clientId: 'own-client',
        resource: `${resource}/`,
      }),
      { signal: noSignal, progress: ignored },
    );
    expect(account).toMatchObject({ userName: 'jo@contoso.example', tenantId: null, clientId: 'own-client' });
    expect(asked[0]?.href).toContain('/adfs/oauth2/authorize/');
    expect(asked[0]?.searchParams.get('resource')).toBe(resource);
    expect(tokenRequests[0]?.get('resource')).toBe(resource);

    const tokens = identity.tokensOf(account.id, resource);
    expect(await tokens.refused(await tokens.token())).toBe(true);
    expect(tokenRequests).toHaveLength(2);
    expect(tokenRequests[1]?.get('grant_type')).toBe('refresh_token');
    expect(tokenRequests[1]?.get('resource')).toBe(resource);
    await expect(identity.organizationsOf(account.id)).rejects.toMatchObject({
      failure: { code: 'unsupported' },
    });
  });
});
