import { parseServiceBusConnectionString } from '@azure/service-bus';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatConnectionString,
  parseConnectionString,
} from '../../../../src/shared/domain/connectionString.ts';
import { ServiceEndpoint } from '../../../../src/shared/domain/registration.ts';
import {
  draftFromServiceEndpoint,
  EndpointSecret,
  isSecretSet,
  OfferedDesignationType,
  ServiceEndpointDraft,
} from '../../../../src/shared/domain/serviceEndpoint.ts';
import {
  changeDesignationType,
  draftFromConnectionString,
  freeName,
} from '../../../../src/shared/domain/serviceEndpointForm.ts';
import { checkServiceEndpointDraft } from '../../../../src/shared/domain/serviceEndpointRules.ts';
import { secretToSend } from '../../../../src/shared/domain/serviceEndpointSecretRules.ts';

const now = new Date('2026-03-01T00:00:00Z');
const key = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=';

describe('the form filled from a connection string', () => {
  test('of a queue', () => {
    const parsed = parseConnectionString(
      `Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${key};EntityPath=crm`,
      now,
    );
    expect(draftFromConnectionString(parsed, ['CRM'])).toEqual({
      draft: {
        name: 'crm 2',
        description: '',
        designationType: 'queue',
        namespaceAddress: 'sb://contoso.servicebus.windows.net/',
        path: 'crm',
        authorization: { kind: 'sasKey', keyName: 'send' },
        messageFormat: 'json',
        userInformation: 'none',
      },
      secret: { kind: 'sasKey', key },
    });
  });

  test('of a whole namespace: the name follows the namespace, the path is left to ask for', () => {
    const parsed = parseConnectionString(
      `Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${key}`,
      now,
    );
    const { draft } = draftFromConnectionString(parsed);
    expect(draft).toMatchObject({ name: 'contoso', path: '' });
  });

  test('with a token', () => {
    const token =
      'SharedAccessSignature sr=sb%3A%2F%2Fc.servicebus.windows.net%2Fq&sig=4oyayBXjq1kJlrF1LLV4kNBAPL5P94qS8XREq1PswnE%3D&se=1900000000&skn=p';
    const parsed = parseConnectionString(
      `Endpoint=sb://c.servicebus.windows.net/;SharedAccessSignature=${token};EntityPath=q`,
      now,
    );
    expect(draftFromConnectionString(parsed)).toMatchObject({
      draft: { authorization: { kind: 'sasToken' }, path: 'q' },
      secret: { kind: 'sasToken', token },
    });
  });

  test('of an emulator keeps the port, and the whole form is without a fault in the sandbox', () => {
    const parsed = parseConnectionString(
      `Endpoint=sb://127.0.0.1:51234/;SharedAccessKeyName=send;SharedAccessKey=${key};EntityPath=crm;UseDevelopmentEmulator=true`,
      now,
    );
    const { draft, secret } = draftFromConnectionString(parsed);
    expect(draft.namespaceAddress).toBe('sb://127.0.0.1:51234/');
    const problems = checkServiceEndpointDraft(draft, {
      secretTyped: secret,
      secretIsSet: false,
      existingNames: [],
      now,
      connectionString: parsed,
      sandbox: true,
    });
    expect(problems).toEqual([]);
  });

  test('of nothing is an empty form', () => {
    const { draft, secret } = draftFromConnectionString(parseConnectionString('', now));
    expect(draft).toMatchObject({ name: '', namespaceAddress: '', path: '' });
    expect(secret).toBeUndefined();
  });

  test('of any text is a draft that the contract takes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom('Endpoint=', 'SharedAccessKey=', 'EntityPath=', ';', 'sb://a.b'),
            fc.string(),
          ),
        ),
        (pieces) => {
          const { draft, secret } = draftFromConnectionString(parseConnectionString(pieces.join(''), now));
          expect(ServiceEndpointDraft.parse(draft)).toEqual(draft);
          if (secret) expect(EndpointSecret.parse(secret)).toEqual(secret);
          checkServiceEndpointDraft(draft, {
            secretTyped: secret,
            secretIsSet: false,
            existingNames: [],
            now,
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the canonical text', () => {
  test.each([
    `endpoint = sb://contoso.servicebus.windows.net ; sharedaccesskeyname=send;SHAREDACCESSKEY=${key} ; entitypath=crm;`,
    `"Endpoint=sb://127.0.0.1:51234/;SharedAccessKeyName=send;SharedAccessKey=${key};UseDevelopmentEmulator=True"`,
  ])('is understood by the Azure library: %j', (text) => {
    const parsed = parseConnectionString(text, now);
    const theirs = parseServiceBusConnectionString(formatConnectionString(parsed));
    expect(theirs).toMatchObject({
      endpoint: parsed.namespaceAddress,
      sharedAccessKeyName: 'send',
      sharedAccessKey: key,
    });
    expect(theirs.entityPath).toBe(parsed.entityPath);
  });
});

describe('the form at work', () => {
  const draft = ServiceEndpointDraft.parse({
    name: 'n',
    description: '',
    designationType: 'queue',
    namespaceAddress: 'sb://127.0.0.1:51234/',
    path: 'q',
    authorization: { kind: 'sasKey', keyName: 'p' },
    messageFormat: 'binaryXml',
    userInformation: 'userId',
  });

  test('another type takes scheme and format along, and the port survives', () => {
    expect(changeDesignationType(draft, 'rest')).toMatchObject({
      designationType: 'rest',
      namespaceAddress: 'https://127.0.0.1:51234/',
      messageFormat: 'binaryXml',
    });
    expect(changeDesignationType(draft, 'eventHub')).toMatchObject({
      namespaceAddress: 'sb://127.0.0.1:51234/',
      messageFormat: 'json',
    });
    const halfTyped = { ...draft, namespaceAddress: 'sb://' };
    expect(changeDesignationType(halfTyped, 'rest').namespaceAddress).toBe('sb://');
  });

  test.each(OfferedDesignationType.options)(
    'a change to %s leaves no error about scheme or format',
    (type) => {
      const problems = checkServiceEndpointDraft(changeDesignationType(draft, type), {
        secretIsSet: true,
        existingNames: [],
        now,
        sandbox: true,
      });
      expect(problems.filter((problem) => problem.severity !== 'info')).toEqual([]);
    },
  );

  test('free names count up', () => {
    expect(freeName('crm', [])).toBe('crm');
    expect(freeName('crm', ['Crm', 'crm 2 '])).toBe('crm 3');
  });

  test('a secret is sent only when one was typed', () => {
    expect(secretToSend(undefined)).toBeUndefined();
    expect(secretToSend({ kind: 'sasKey', key: ' ' })).toBeUndefined();
    expect(secretToSend({ kind: 'sasToken', token: 't' })).toEqual({ kind: 'sasToken', token: 't' });
  });
});

describe('a stored endpoint in the form', () => {
  const stored = ServiceEndpoint.parse({
    kind: 'serviceEndpoint',
    id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    name: 'crm',
    description: null,
    designationType: 'queue',
    authorizationType: 'sasKey',
    messageFormat: 'json',
    userInformation: 'none',
    namespaceAddress: 'sb://c.servicebus.windows.net/',
    solutionNamespace: 'c',
    path: 'crm',
    url: null,
    sasKeyName: 'send',
    sasKeySet: true,
    sasTokenSet: false,
    connectionMode: 'normal',
    namespaceFormat: 'address',
    authValueSet: false,
    createdOn: null,
    modifiedOn: null,
    modifiedBy: null,
    managed: false,
  });

  test('is what can be edited of it', () => {
    expect(draftFromServiceEndpoint(stored)).toMatchObject({
      description: '',
      authorization: { kind: 'sasKey', keyName: 'send' },
    });
    expect(isSecretSet(stored)).toBe(true);
    expect(isSecretSet({ ...stored, authorizationType: 'sasToken' })).toBe(false);
    expect(isSecretSet({ ...stored, authorizationType: 'webhookKey', authValueSet: true })).toBe(true);
  });

  test.each([
    { designationType: 'webhook' as const },
    { designationType: 'legacyQueue' as const },
    { authorizationType: 'acs' as const },
  ])('is none for %j, which no form edits', (change) => {
    expect(draftFromServiceEndpoint({ ...stored, ...change })).toBeUndefined();
  });
});
