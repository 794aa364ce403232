import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrganizationAddress } from '../../../../src/shared/domain/organizationAddress.ts';

describe('the address of an organisation', () => {
  it.each([
    ['contoso.crm4.dynamics.com', 'https://contoso.crm4.dynamics.com/api/data/v9.2/'],
    ['  https://Contoso.crm4.dynamics.com/  ', 'https://contoso.crm4.dynamics.com/api/data/v9.2/'],
    [
      'https://contoso.crm.dynamics.com/main.aspx?appid=1&pagetype=dashboard#x',
      'https://contoso.crm.dynamics.com/api/data/v9.2/',
    ],
    [
      'https://contoso.crm.dynamics.com/api/data/v9.1/accounts',
      'https://contoso.crm.dynamics.com/api/data/v9.1/',
    ],
    ['https://contoso.crm.dynamics.com/api/data/v9.2', 'https://contoso.crm.dynamics.com/api/data/v9.2/'],
    ['https://contoso.api.crm.dynamics.com', 'https://contoso.api.crm.dynamics.com/api/data/v9.2/'],
    ['https://crm.fabrikam.local/Sales/main.aspx', 'https://crm.fabrikam.local/Sales/api/data/v9.2/'],
    [
      'https://crm.fabrikam.local:8443/Sales/api/data/v9.0/',
      'https://crm.fabrikam.local:8443/Sales/api/data/v9.0/',
    ],
    ['http://127.0.0.1:8080/api/data/v9.2/', 'http://127.0.0.1:8080/api/data/v9.2/'],
    ['localhost:8080', 'http://localhost:8080/api/data/v9.2/'],
  ])('%s', (text, webApi) => {
    expect(readOrganizationAddress(text)).toEqual({ kind: 'webApi', webApi });
  });

  it.each([
    ['https://make.powerapps.com/environments/Default-1/home', 'portal'],
    ['https://admin.powerplatform.microsoft.com@evil.example', 'user name'],
    ['http://contoso.crm.dynamics.com', 'unprotected'],
    ['https://user:secret@contoso.crm.dynamics.com', 'user name'],
    ['https://', 'no address'],
    ['ftp://contoso.crm.dynamics.com', 'no address'],
    ['', 'no address'],
    ['https://-^-', 'host name'],
  ])('%s is refused in words', (text, words) => {
    const read = readOrganizationAddress(text);
    expect(read).toMatchObject({ kind: 'problem', sentence: expect.stringContaining(words) });
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it('is always a root of HTTPS, or of this computer, when it is one', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl(), fc.constant('/'.repeat(50_000))),
        (text) => {
          const read = readOrganizationAddress(text);
          if (read.kind === 'problem') return;
          const url = new URL(read.webApi);
          expect(url.pathname).toMatch(/\/api\/data\/v\d+\.\d+\/$/);
          expect(url.username + url.password + url.search + url.hash).toBe('');
          if (url.protocol !== 'https:') expect(url.hostname).toMatch(/^(localhost|127\.|\[::1\])/);
        },
      ),
    );
  });
});
