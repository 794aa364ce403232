import { describe, expect, it } from 'vitest';
import { acsFactsOf, movedToSas, sasDraftOf, usesAcs } from '../../../../src/shared/domain/acsEndpoint.ts';
import { parseConnectionString } from '../../../../src/shared/domain/connectionString.ts';
import { ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../../../src/shared/domain/registration.ts';

const old: ServiceEndpoint = {
  kind: 'serviceEndpoint',
  id: ServiceEndpointId.parse('7c6f3a52-0000-4000-8000-000000000001'),
  name: 'Invoices',
  description: 'Kept.',
  designationType: 'queue',
  authorizationType: 'acs',
  messageFormat: 'binaryXml',
  userInformation: 'userId',
  connectionMode: 'federated',
  namespaceFormat: 'name',
  namespaceAddress: null,
  solutionNamespace: 'contoso-invoices',
  path: 'invoices',
  url: null,
  sasKeyName: null,
  sasKeySet: false,
  sasTokenSet: false,
  authValueSet: false,
  createdOn: null,
  modifiedOn: null,
  modifiedBy: null,
  managed: false,
};
const sas = { authorizationType: 'sasKey', connectionMode: 'normal', namespaceFormat: 'address' } as const;

describe('endpoints of Access Control', () => {
  it.each([
    ['authorized by ACS', { ...sas, authorizationType: 'acs' }, true],
    ['federated', { ...sas, connectionMode: 'federated' }, true],
    ['with a bare name', { ...sas, namespaceFormat: 'name' }, true],
    ['with a SAS key', sas, false],
    ['of an older release, with no format', { ...sas, namespaceFormat: null }, false],
    ['that are webhooks', { ...sas, namespaceFormat: 'name', designationType: 'webhook' }, false],
    ['that are message buffers', { authorizationType: 'acs', designationType: 'legacyQueue' }, true],
  ] as const)('are told: %s', (_words, change, expected) => {
    expect(usesAcs({ ...old, ...change })).toBe(expected);
  });

  it('have the addresses of their cloud, and the issuer that the organisation names', () => {
    expect(acsFactsOf(old, 'https://contoso.crm9.dynamics.com/api/data/v9.2/')).toMatchObject({
      namespace: 'contoso-invoices',
      cloud: 'usGovernment',
      federated: true,
      issuer: 'crm9.dynamics.com',
      addresses: {
        managementPage: 'https://contoso-invoices-sb.accesscontrol.usgovcloudapi.net/v2/mgmt/web',
        federatedManagementPage: 'https://contoso-invoices.accesscontrol.usgovcloudapi.net/v2/mgmt/web',
      },
    });
    expect(acsFactsOf(old, 'https://contoso.crm4.dynamics.com/')).toMatchObject({
      cloud: 'public',
      issuer: 'crm4.dynamics.com',
      addresses: { tokenService: 'https://contoso-invoices-sb.accesscontrol.windows.net/WRAPv0.9' },
    });
    expect(acsFactsOf(old, 'http://127.0.0.1:5000/api/data/v9.2/').issuer).toBeNull();
  });

  it('believe their own address more than the organisation’s', () => {
    const elsewhere = {
      ...old,
      namespaceAddress: 'sb://shop.servicebus.windows.net/',
      solutionNamespace: null,
    };
    expect(acsFactsOf(elsewhere, 'https://contoso.crm9.dynamics.com/')).toMatchObject({
      namespace: 'shop',
      cloud: 'public',
    });
  });
});

describe('the move to SAS', () => {
  const text =
    'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=c2FuZGJveCBrZXkgb2Ygbm8gdXNlIHRvIGFueW9uZSE=';

  it('keeps what the endpoint is called and how it writes', () => {
    const { draft, secret } = sasDraftOf(old, parseConnectionString(text), 'invoices');
    expect(draft).toEqual({
      name: 'Invoices',
      description: 'Kept.',
      designationType: 'queue',
      namespaceAddress: 'sb://shop.servicebus.windows.net/',
      path: 'invoices',
      authorization: { kind: 'sasKey', keyName: 'send' },
      messageFormat: 'binaryXml',
      userInformation: 'userId',
    });
    expect(secret?.kind).toBe('sasKey');
    expect(usesAcs(movedToSas(old, draft))).toBe(false);
    expect(movedToSas(old, draft)).toMatchObject({
      id: old.id,
      solutionNamespace: 'shop',
      sasKeyName: 'send',
    });
  });

  it('makes a queue of a message buffer, and writes https for a relay', () => {
    const parsed = parseConnectionString(text);
    const buffer = sasDraftOf({ ...old, designationType: 'legacyQueue' }, parsed, 'invoices').draft;
    expect(buffer.designationType).toBe('queue');
    const rest = sasDraftOf({ ...old, designationType: 'rest' }, parsed, 'invoices').draft;
    expect(rest.namespaceAddress).toBe('https://shop.servicebus.windows.net/');
  });

  it('has no secret where the text holds a token', () => {
    const byToken = parseConnectionString(
      'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessSignature=SharedAccessSignature sr=a&sig=b&se=1&skn=c',
    );
    expect(sasDraftOf(old, byToken, 'invoices').secret).toBeUndefined();
  });
});
