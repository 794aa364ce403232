import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  azIdentityCommandOf,
  credentialJson,
  credentialNameOf,
  deprecatedIssuerOf,
  encodedGuid,
  federatedCredentialOf,
  type SigningCertificate,
  whyNotVersion1,
} from '../../../../src/shared/domain/managedIdentity.ts';

const certificate: SigningCertificate = {
  subject: 'CN=Contoso Signing, O=Contoso, C=NL',
  issuer: 'CN=Big CA, C=US',
  subjectHash: 's'.repeat(43),
  issuerHash: 'i'.repeat(43),
  sha256: 'ab'.repeat(32),
  selfSigned: false,
  validTo: '2030-01-01T00:00:00.000Z',
};
const question = {
  cloud: 'commercial',
  tenantId: '5E512AB3-88FB-4585-AD13-9D507E7101E1',
  environmentId: '59B86021-2790-4A26-B386-15823676BBF4',
  certificate,
  version: 2,
} as const;
const start =
  '/eid1/c/pub/t/sypRXvuIhUWtE51QfnEB4Q/a/qzXoWDkuqUa3l6zM5mM0Rw/n/plugin/e/59b86021-2790-4a26-b386-15823676bbf4';

describe('the encoded tenant', () => {
  it.each([
    ['5e512ab3-88fb-4585-ad13-9d507e7101e1', 'sypRXvuIhUWtE51QfnEB4Q'],
    ['7f2c1900-9fd4-4b89-91d3-79a649996f0a', 'ABksf9SfiUuR03mmSZlvCg'],
  ])('of %s is what others have published', (guid, expected) => {
    expect(encodedGuid(guid)).toBe(expected);
  });

  it('is base64url of the bytes as .NET orders them', () => {
    fc.assert(
      fc.property(fc.uuid(), (guid) => {
        const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
        bytes.subarray(0, 4).reverse();
        bytes.subarray(4, 6).reverse();
        bytes.subarray(6, 8).reverse();
        expect(encodedGuid(guid)).toBe(bytes.toString('base64url'));
      }),
    );
  });
});

describe('the federated credential', () => {
  it('names a trusted certificate by hashes in version 2, in words in version 1', () => {
    expect(federatedCredentialOf(question)).toEqual({
      issuer: 'https://login.microsoftonline.com/5e512ab3-88fb-4585-ad13-9d507e7101e1/v2.0',
      subject: `${start}/i/${certificate.issuerHash}/s/${certificate.subjectHash}`,
      audience: 'api://AzureADTokenExchange',
    });
    expect(federatedCredentialOf({ ...question, version: 1 }).subject).toBe(
      `${start}/i/${certificate.issuer}/s/${certificate.subject}`,
    );
  });

  it('names one that signed itself by its own hash, in both versions', () => {
    const own = { ...certificate, selfSigned: true };
    for (const version of [1, 2] as const) {
      expect(federatedCredentialOf({ ...question, version, certificate: own }).subject).toBe(
        `${start}/h/${certificate.sha256}`,
      );
    }
  });

  it.each([
    ['gcc', 'https://login.microsoftonline.com/', '/eid1/c/pub/', 'api://AzureADTokenExchange'],
    ['gccHigh', 'https://login.microsoftonline.us/', '/eid1/c/usg/', 'api://AzureADTokenExchangeUSGov'],
    ['dod', 'https://login.microsoftonline.us/', '/eid1/c/usg/', 'api://AzureADTokenExchangeUSGov'],
    ['china', 'https://login.partner.microsoftonline.cn/', '/eid1/c/chn/', 'api://AzureADTokenExchangeChina'],
  ] as const)('has the values of %s', (cloud, issuer, prefix, audience) => {
    const credential = federatedCredentialOf({ ...question, cloud });
    expect(credential.issuer.startsWith(issuer)).toBe(true);
    expect(credential.subject.startsWith(prefix)).toBe(true);
    expect(credential.audience).toBe(audience);
  });

  it('is written as Entra ID takes it', () => {
    expect(JSON.parse(credentialJson('x', federatedCredentialOf(question)))).toMatchObject({
      name: 'x',
      audiences: ['api://AzureADTokenExchange'],
    });
    const credential = federatedCredentialOf({
      ...question,
      version: 1,
      certificate: { ...certificate, subject: "CN=O'Neill" },
    });
    expect(azIdentityCommandOf('x', credential)).toContain("/s/CN=O'\\''Neill'");
    expect(credentialNameOf('Contoso.Sales (1)')).toBe('dataverse-Contoso-Sales-1');
  });
});

describe('what is not sure', () => {
  it('is said of names that version 1 does not take', () => {
    expect(whyNotVersion1(certificate)).toBeNull();
    expect(whyNotVersion1({ ...certificate, subject: 'CN=Zürich, C=CH' })).toContain('AADSTS70050');
    expect(whyNotVersion1({ ...certificate, subject: 'CN="Contoso, Inc.", C=US' })).toContain('AADSTS700213');
    expect(whyNotVersion1({ ...certificate, subject: 'CN=Zürich', selfSigned: true })).toBeNull();
  });

  it('has the issuer of the first preview to be recognised by', () => {
    expect(deprecatedIssuerOf(question.environmentId)).toBe(
      'https://59b8602127904a26b38615823676bb.f4.environment.api.powerplatform.com/sts',
    );
  });
});
