import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDataverseConnectionString,
  looksLikeDataverseConnectionString,
  parseDataverseConnectionString,
} from '../../../../src/shared/domain/dataverseConnectionString.ts';

const url = 'https://contoso.crm4.dynamics.com';
const clientId = '51f81489-12ee-4a9e-aaae-a2591f45987d';

describe('connection strings of the SDK', () => {
  it('are read in each of their kinds', () => {
    expect(
      parseDataverseConnectionString(
        `AuthType=OAuth;Url=${url};Username=jo@contoso.example;ClientId=${clientId};RedirectUri=http://localhost;LoginPrompt=Auto;RequireNewInstance=True`,
      ),
    ).toMatchObject({
      method: 'browser',
      url,
      clientId,
      redirect: 'http://localhost',
      userName: 'jo@contoso.example',
      ignored: ['LoginPrompt', 'RequireNewInstance'],
      problems: [],
    });
    expect(
      parseDataverseConnectionString(
        `AuthType=ClientSecret;url=${url};ClientId=${clientId};ClientSecret=a=b~c==`,
      ),
    ).toMatchObject({ method: 'secret', clientSecret: 'a=b~c==', problems: [] });
    const certificate = parseDataverseConnectionString(
      `AuthType=Certificate;url=${url};thumbprint=AB 12 CD;ClientId=${clientId};StoreName=My`,
    );
    expect(certificate).toMatchObject({ method: 'certificate', thumbprint: 'AB12CD' });
    expect(certificate.problems).toEqual([{ severity: 'warning', sentence: expect.stringContaining('PFX') }]);
    expect(parseDataverseConnectionString(`AuthType=OAuth;Url=${url};Username=jo;Password=x`).method).toBe(
      'password',
    );
  });

  it('bear any order, letter case, spaces, quotes and a line of code around them', () => {
    const read = parseDataverseConnectionString(
      `  var connection = "service uri = ${url} ; AUTHTYPE = clientsecret ;\n Client Id={${clientId}}; secret='it''s; here'";`,
    );
    expect(read).toMatchObject({ method: 'secret', url, clientSecret: "it's; here", problems: [] });
  });

  it('have their mistakes said, without the secret', () => {
    const sentences = (text: string): string =>
      parseDataverseConnectionString(text)
        .problems.map(({ sentence }) => sentence)
        .join('\n');
    expect(sentences(`AuthType=AD;Url=${url}`)).toContain('Windows user');
    expect(sentences(`AuthType=Office365;Url=${url};Username=a;Password=s3cret!`)).toContain(
      'no longer accepted',
    );
    expect(sentences('AuthType=OAuth')).toContain('Url is missing');
    expect(sentences('AuthType=OAuth;Url=https://make.powerapps.com')).toContain('portal');
    expect(sentences(`AuthType=Foo;Url=${url}`)).toContain('none that is known');
    expect(sentences(`Url=${url}`)).toContain('AuthType is missing');
    expect(sentences(`AuthType=OAuth;Url=${url};ClientId=nonsense`)).toContain('no application id');
    expect(sentences(`AuthType=OAuth;Url=${url};ClietnId=${clientId}`)).toContain('clientid may be meant');
    expect(sentences(`AuthType=OAuth;Url=${url};Url=${url}`)).toContain('more than once');
    expect(sentences(`AuthType=ClientSecret;Url=${url};ClientSecret=s3cret!`)).not.toContain('s3cret');
    expect(sentences('x'.repeat(9000))).toContain('9000 characters');
  });

  it('are written without their secret, and read back as they were', () => {
    const written = formatDataverseConnectionString({
      method: 'secret',
      url,
      clientId,
      tenant: 'contoso.example',
    });
    expect(written).toBe(
      `AuthType=ClientSecret;Url=${url};ClientId=${clientId};ClientSecret=;TenantId=contoso.example`,
    );
    for (const method of ['browser', 'password', 'secret', 'certificate'] as const) {
      const read = parseDataverseConnectionString(
        formatDataverseConnectionString({ method, url, clientId, userName: 'a;b" =c', thumbprint: 'AB' }),
      );
      expect(read).toMatchObject({ url, clientId });
      expect(read.password ?? read.clientSecret).toBeNull();
      if (method === 'browser') expect(read).toMatchObject({ method, userName: 'a;b" =c' });
    }
  });

  it('are told from other texts', () => {
    expect(looksLikeDataverseConnectionString(`authtype = OAuth;Url=${url}`)).toBe(true);
    expect(looksLikeDataverseConnectionString(url)).toBe(false);
    expect(looksLikeDataverseConnectionString('Endpoint=sb://x;SharedAccessKey=1')).toBe(false);
  });

  it('never make the reader fail or hang', () => {
    const piece = fc.constantFrom(
      'AuthType',
      'Url',
      '=',
      ';',
      '"',
      "'",
      ' ',
      'OAuth',
      url,
      '""',
      '\n',
      'Password',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 200 }), (pieces) => {
        const started = performance.now();
        parseDataverseConnectionString(pieces.join(''));
        expect(performance.now() - started).toBeLessThan(1000);
      }),
    );
  });
});
