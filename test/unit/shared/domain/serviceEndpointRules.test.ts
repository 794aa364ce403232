import { describe, expect, test } from 'vitest';
import { parseConnectionString } from '../../../../src/shared/domain/connectionString.ts';
import { hasNoErrors } from '../../../../src/shared/domain/fieldProblem.ts';
import type { EndpointSecret, ServiceEndpointDraft } from '../../../../src/shared/domain/serviceEndpoint.ts';
import {
  applyServiceEndpointCorrection,
  type ServiceEndpointForm,
} from '../../../../src/shared/domain/serviceEndpointForm.ts';
import {
  checkServiceEndpointDraft,
  type ServiceEndpointCheckContext,
  type ServiceEndpointField,
  type ServiceEndpointProblemKind,
} from '../../../../src/shared/domain/serviceEndpointRules.ts';

const now = new Date('2026-03-01T00:00:00Z');
const key = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=';
const address = 'sb://contoso.servicebus.windows.net/';
const relayAddress = address.replace('sb:', 'https:');
const good: ServiceEndpointDraft = {
  name: 'crm',
  description: '',
  designationType: 'queue',
  namespaceAddress: address,
  path: 'crm',
  authorization: { kind: 'sasKey', keyName: 'send' },
  messageFormat: 'json',
  userInformation: 'none',
};
const typedKey: EndpointSecret = { kind: 'sasKey', key };
const pasted = `Endpoint=${address};SharedAccessKeyName=send;SharedAccessKey=${key};EntityPath=crm`;
const connectionString = parseConnectionString(pasted, now);
const validUntil = (date: string, resource = `${address}crm`) =>
  `SharedAccessSignature sr=${encodeURIComponent(resource)}&sig=4oyayBXjq1kJlrF1LLV4kNBAPL5P94qS8XREq1PswnE%3D&se=${Date.parse(date) / 1000}&skn=send`;
const byToken = { authorization: { kind: 'sasToken' } } as const;
const relay = { designationType: 'oneWay', namespaceAddress: relayAddress } as const;

const context: ServiceEndpointCheckContext = {
  secretTyped: typedKey,
  secretIsSet: false,
  existingNames: ['other'],
  now,
};

type Row = {
  kind: ServiceEndpointProblemKind;
  field: ServiceEndpointField;
  severity: 'error' | 'warning' | 'info';
  draft?: Partial<ServiceEndpointDraft>;
  context?: Partial<ServiceEndpointCheckContext>;
  /** What the form holds after the correction; absent where none can be offered. */
  corrected?: Partial<ServiceEndpointForm> | Partial<ServiceEndpointDraft>;
};

const keyTyped = (text: string): Partial<ServiceEndpointCheckContext> => ({
  secretTyped: { kind: 'sasKey', key: text },
});
const tokenTyped = (text: string): Partial<ServiceEndpointCheckContext> => ({
  secretTyped: { kind: 'sasToken', token: text },
});
const goodKeyName = (keyName: string): Partial<ServiceEndpointDraft> => ({
  authorization: { kind: 'sasKey', keyName },
});

const rows: Row[] = [
  { kind: 'nameMissing', field: 'name', severity: 'error', draft: { name: ' ' } },
  {
    kind: 'nameTooLong',
    field: 'name',
    severity: 'error',
    draft: { name: 'n'.repeat(257) },
    corrected: { name: 'n'.repeat(256) },
  },
  {
    kind: 'nameTaken',
    field: 'name',
    severity: 'error',
    draft: { name: ' OTHER' },
    corrected: { name: 'OTHER 2' },
  },
  {
    kind: 'nameWhitespace',
    field: 'name',
    severity: 'warning',
    draft: { name: ' a\nb ' },
    corrected: { name: 'a b' },
  },
  {
    kind: 'descriptionTooLong',
    field: 'description',
    severity: 'error',
    draft: { description: 'd'.repeat(2001) },
    corrected: { description: 'd'.repeat(2000) },
  },
  // The address
  { kind: 'addressMissing', field: 'namespaceAddress', severity: 'error', draft: { namespaceAddress: '' } },
  {
    kind: 'addressInvalid',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: 'sb://' },
  },
  {
    kind: 'addressIsConnectionString',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: `Endpoint=${address}` },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'addressIsConnectionString',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: pasted.replace('=send', '=send2'), path: '' },
    context: { secretTyped: undefined },
    corrected: {
      draft: { ...good, authorization: { kind: 'sasKey', keyName: 'send2' } },
      secret: typedKey,
    },
  },
  {
    kind: 'addressWhitespace',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: 'sb://contoso.service bus.windows.net/' },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'addressScheme',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: relayAddress },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'addressScheme',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: 'contoso.servicebus.windows.net' },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'addressScheme',
    field: 'namespaceAddress',
    severity: 'warning',
    draft: { designationType: 'oneWay' },
    corrected: { namespaceAddress: relayAddress },
  },
  {
    kind: 'addressScheme',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { designationType: 'rest', namespaceAddress: 'http://contoso.servicebus.windows.net/' },
    corrected: { namespaceAddress: relayAddress },
  },
  {
    kind: 'addressPath',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: `${address}crm`, path: '' },
    corrected: { namespaceAddress: address, path: 'crm' },
  },
  {
    kind: 'addressPath',
    field: 'namespaceAddress',
    severity: 'warning',
    draft: { namespaceAddress: `${address}crm/` },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'addressPath',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: `${address}other` },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'addressSlash',
    field: 'namespaceAddress',
    severity: 'info',
    draft: { namespaceAddress: address.slice(0, -1) },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'addressTooLong',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: `${address}${'x'.repeat(250)}` },
  },
  {
    kind: 'addressLoopback',
    field: 'namespaceAddress',
    severity: 'warning',
    draft: { namespaceAddress: 'sb://127.0.0.1:51234/' },
  },
  {
    kind: 'endpointBareName',
    field: 'namespaceAddress',
    severity: 'error',
    draft: { namespaceAddress: 'sb://contoso/' },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'unknownSuffix',
    field: 'namespaceAddress',
    severity: 'warning',
    draft: { ...relay, namespaceAddress: 'https://contoso.servicebus.window.net/' },
    corrected: { namespaceAddress: relayAddress },
  },
  {
    kind: 'sovereignCloud',
    field: 'namespaceAddress',
    severity: 'info',
    draft: { namespaceAddress: 'sb://contoso.servicebus.usgovcloudapi.net/' },
  },
  {
    kind: 'closedCloud',
    field: 'namespaceAddress',
    severity: 'warning',
    draft: { namespaceAddress: 'sb://contoso.servicebus.cloudapi.de/' },
  },
  {
    kind: 'privateLink',
    field: 'namespaceAddress',
    severity: 'warning',
    draft: { namespaceAddress: 'sb://contoso.privatelink.servicebus.windows.net/' },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'explicitPort',
    field: 'namespaceAddress',
    severity: 'info',
    draft: { namespaceAddress: 'sb://contoso.servicebus.windows.net:5671/' },
    corrected: { namespaceAddress: address },
  },
  {
    kind: 'addressDiffers',
    field: 'namespaceAddress',
    severity: 'warning',
    draft: { namespaceAddress: 'sb://fabrikam.servicebus.windows.net/' },
    context: { connectionString },
    corrected: { namespaceAddress: address },
  },
  // The path
  { kind: 'pathMissing', field: 'path', severity: 'error', draft: { path: '' } },
  {
    kind: 'pathMissing',
    field: 'path',
    severity: 'error',
    draft: { path: '' },
    context: { connectionString },
    corrected: { path: 'crm' },
  },
  {
    kind: 'pathDiffers',
    field: 'path',
    severity: 'warning',
    draft: { path: 'orders' },
    context: { connectionString },
    corrected: { path: 'crm' },
  },
  {
    kind: 'entityPathSubscription',
    field: 'path',
    severity: 'error',
    draft: { path: 'crm/subscriptions/all' },
    corrected: { path: 'crm', designationType: 'topic' },
  },
  {
    kind: 'entityPathConsumerGroup',
    field: 'path',
    severity: 'error',
    draft: { path: 'crm/ConsumerGroups/$Default', messageFormat: 'binaryXml' },
    corrected: { path: 'crm', designationType: 'eventHub', messageFormat: 'json' },
  },
  {
    kind: 'entityPathDeadLetter',
    field: 'path',
    severity: 'error',
    draft: { path: 'crm/$deadletterqueue' },
    corrected: { path: 'crm' },
  },
  {
    kind: 'entityPathIsUrl',
    field: 'path',
    severity: 'error',
    draft: { path: `${address}crm` },
    corrected: { path: 'crm' },
  },
  { kind: 'entityPathIsKey', field: 'path', severity: 'error', draft: { path: key } },
  { kind: 'entityPathPlaceholder', field: 'path', severity: 'error', draft: { path: '{queue}' } },
  {
    kind: 'entityPathSlash',
    field: 'path',
    severity: 'warning',
    draft: { path: '/crm' },
    corrected: { path: 'crm' },
  },
  {
    kind: 'entityPathWhitespace',
    field: 'path',
    severity: 'warning',
    draft: { path: 'crm ' },
    corrected: { path: 'crm' },
  },
  { kind: 'entityPathCharacters', field: 'path', severity: 'warning', draft: { path: 'cr?m' } },
  { kind: 'entityPathTooLong', field: 'path', severity: 'error', draft: { path: 'p'.repeat(161) } },
  // The type
  {
    kind: 'designationHint',
    field: 'designationType',
    severity: 'info',
    draft: { path: 'crm-topic' },
    corrected: { designationType: 'topic' },
  },
  {
    kind: 'designationHint',
    field: 'designationType',
    severity: 'info',
    draft: { path: 'queue.crm', designationType: 'topic' },
    corrected: { designationType: 'queue' },
  },
  {
    kind: 'designationMismatch',
    field: 'designationType',
    severity: 'error',
    context: { entityKind: 'topic' },
    corrected: { designationType: 'topic' },
  },
  {
    kind: 'designationMismatch',
    field: 'designationType',
    severity: 'error',
    draft: { ...relay, messageFormat: 'binaryXml' },
    context: { entityKind: 'eventHub' },
    corrected: { designationType: 'eventHub', namespaceAddress: address, messageFormat: 'json' },
  },
  {
    kind: 'claimsListen',
    field: 'designationType',
    severity: 'info',
    draft: { designationType: 'twoWay', namespaceAddress: relayAddress },
  },
  {
    kind: 'formatNotAllowed',
    field: 'messageFormat',
    severity: 'error',
    draft: { designationType: 'eventHub', messageFormat: 'binaryXml' },
    corrected: { messageFormat: 'json' },
  },
  // Policy and key
  { kind: 'keyNameMissing', field: 'keyName', severity: 'error', draft: goodKeyName('') },
  {
    kind: 'keyNameMissing',
    field: 'keyName',
    severity: 'error',
    draft: goodKeyName(''),
    context: { connectionString },
    corrected: goodKeyName('send'),
  },
  {
    kind: 'keyNameHasPartName',
    field: 'keyName',
    severity: 'error',
    draft: goodKeyName('SharedAccessKeyName=send;'),
    corrected: goodKeyName('send'),
  },
  {
    kind: 'keyNameIsKey',
    field: 'keyName',
    severity: 'error',
    draft: goodKeyName(key),
    context: keyTyped('send'),
    corrected: { draft: good, secret: typedKey },
  },
  {
    kind: 'keyNameWhitespace',
    field: 'keyName',
    severity: 'error',
    draft: goodKeyName('send\n'),
    corrected: goodKeyName('send'),
  },
  {
    kind: 'keyNameWhitespace',
    field: 'keyName',
    severity: 'warning',
    draft: goodKeyName('se nd'),
    corrected: goodKeyName('send'),
  },
  { kind: 'keyNameTooLong', field: 'keyName', severity: 'error', draft: goodKeyName('k'.repeat(257)) },
  {
    kind: 'keyOfAnotherPolicy',
    field: 'keyName',
    severity: 'warning',
    draft: goodKeyName('manage'),
    context: { connectionString },
    corrected: goodKeyName('send'),
  },
  {
    kind: 'policyManages',
    field: 'keyName',
    severity: 'info',
    draft: goodKeyName('RootManageSharedAccessKey'),
  },
  { kind: 'policyListens', field: 'keyName', severity: 'info', draft: goodKeyName('listen') },
  { kind: 'placeholder', field: 'keyName', severity: 'error', draft: goodKeyName('<policy>') },
  { kind: 'keyMissing', field: 'key', severity: 'error', context: { secretTyped: undefined } },
  { kind: 'keyMissing', field: 'key', severity: 'error', context: keyTyped('') },
  { kind: 'keyMissing', field: 'key', severity: 'error', context: tokenTyped('of the other kind') },
  {
    kind: 'keyMissing',
    field: 'key',
    severity: 'error',
    context: { secretTyped: undefined, connectionString },
    corrected: { secret: typedKey },
  },
  { kind: 'keyTooLong', field: 'key', severity: 'error', context: keyTyped('k'.repeat(257)) },
  {
    kind: 'keyIsConnectionString',
    field: 'key',
    severity: 'error',
    draft: { path: 'old', ...goodKeyName('old') },
    context: keyTyped(pasted),
    corrected: { draft: good, secret: typedKey },
  },
  {
    kind: 'keyIsConnectionString',
    field: 'key',
    severity: 'error',
    context: keyTyped(`SharedAccessKey=${key};`),
    corrected: { secret: typedKey },
  },
  { kind: 'keyIsToken', field: 'key', severity: 'error', context: keyTyped(validUntil('2027-01-01')) },
  { kind: 'keyPlaceholder', field: 'key', severity: 'error', context: keyTyped('•••••••') },
  {
    kind: 'keyWhitespace',
    field: 'key',
    severity: 'error',
    context: keyTyped(`${key}\n`),
    corrected: { secret: typedKey },
  },
  {
    kind: 'keyWhitespace',
    field: 'key',
    severity: 'error',
    context: keyTyped(`${key.slice(0, 9)} ${key.slice(9)}`),
    corrected: { secret: typedKey },
  },
  {
    kind: 'keyUrlEncoded',
    field: 'key',
    severity: 'error',
    context: keyTyped(encodeURIComponent(key)),
    corrected: { secret: typedKey },
  },
  {
    kind: 'keyPaddingLost',
    field: 'key',
    severity: 'warning',
    context: keyTyped(key.slice(0, -1)),
    corrected: { secret: typedKey },
  },
  { kind: 'keyNotBase64', field: 'key', severity: 'warning', context: keyTyped('my-own-key!') },
  { kind: 'keyLength', field: 'key', severity: 'warning', context: keyTyped('c2hvcnQ=') },
  {
    kind: 'storedSecretMayNotFit',
    field: 'key',
    severity: 'warning',
    draft: goodKeyName('other'),
    context: { secretTyped: undefined, secretIsSet: true, saved: good },
  },
  {
    kind: 'storedSecretMayNotFit',
    field: 'key',
    severity: 'warning',
    draft: { namespaceAddress: 'sb://fabrikam.servicebus.windows.net/' },
    context: { secretTyped: undefined, secretIsSet: true, saved: good },
  },
  {
    kind: 'storedSecretMayNotFit',
    field: 'token',
    severity: 'warning',
    draft: { ...byToken, path: 'other' },
    context: { secretTyped: undefined, secretIsSet: true, saved: { ...good, ...byToken } },
  },
  // The token
  {
    kind: 'tokenMissing',
    field: 'token',
    severity: 'error',
    draft: byToken,
    context: { secretTyped: undefined },
  },
  {
    kind: 'tokenIsConnectionString',
    field: 'token',
    severity: 'error',
    draft: byToken,
    context: tokenTyped(`Endpoint=${address};SharedAccessSignature=${validUntil('2027-01-01')}`),
    corrected: { secret: { kind: 'sasToken', token: validUntil('2027-01-01') } },
  },
  { kind: 'tokenMalformed', field: 'token', severity: 'error', draft: byToken, context: tokenTyped('sr=x') },
  {
    kind: 'tokenMalformed',
    field: 'token',
    severity: 'error',
    draft: byToken,
    context: tokenTyped(validUntil('2027-01-01').replace('SharedAccessSignature ', '')),
    corrected: { secret: { kind: 'sasToken', token: validUntil('2027-01-01') } },
  },
  {
    kind: 'tokenExpired',
    field: 'token',
    severity: 'error',
    draft: byToken,
    context: tokenTyped(validUntil('2026-02-01')),
  },
  {
    kind: 'tokenExpiresSoon',
    field: 'token',
    severity: 'warning',
    draft: byToken,
    context: tokenTyped(validUntil('2026-03-02')),
  },
  {
    kind: 'tokenResource',
    field: 'token',
    severity: 'error',
    draft: { ...byToken, path: 'other' },
    context: tokenTyped(validUntil('2027-01-01')),
  },
  {
    kind: 'tokenTooLong',
    field: 'token',
    severity: 'error',
    draft: { ...byToken, path: 'p'.repeat(150) },
    context: tokenTyped(validUntil('2027-01-01', `${address}${'p'.repeat(150)}`)),
  },
];

describe('mistakes in the form', () => {
  test.each(rows)('$kind ($severity) beside $field', (row) => {
    const draft = { ...good, ...row.draft };
    const given = { ...context, ...row.context };
    const problems = checkServiceEndpointDraft(draft, given);
    const problem = problems.find((found) => found.kind === row.kind);
    expect(problem, `found ${problems.map((found) => found.kind).join(', ')}`).toMatchObject({
      field: row.field,
      severity: row.severity,
    });
    if (!problem) return;
    expect(problem.sentence).toMatch(/^[A-Z“].*[.)/…]$/);
    expect(problem.sentence).not.toContain(key);
    expect(problem.correction !== undefined).toBe(row.corrected !== undefined);
    if (!row.corrected) return;

    const form: ServiceEndpointForm = { draft, secret: given.secretTyped };
    const after = applyServiceEndpointCorrection(form, problem);
    const wanted =
      'draft' in row.corrected || 'secret' in row.corrected ? row.corrected : { draft: row.corrected };
    expect(after).toMatchObject(wanted);
    const left = checkServiceEndpointDraft(after.draft, { ...given, secretTyped: after.secret });
    expect(left.map((other) => other.kind)).not.toContain(row.kind);
    const before = new Set(problems.map((other) => other.kind));
    expect(left.filter((other) => other.severity === 'error' && !before.has(other.kind))).toEqual([]);
  });

  test('every kind has a row', () => {
    // As a record, so that the compiler asks for a kind that is added later.
    const seen: Record<ServiceEndpointProblemKind, boolean> = {
      nameMissing: false,
      nameTooLong: false,
      nameTaken: false,
      nameWhitespace: false,
      descriptionTooLong: false,
      addressMissing: false,
      addressInvalid: false,
      addressIsConnectionString: false,
      addressWhitespace: false,
      addressScheme: false,
      addressPath: false,
      addressSlash: false,
      addressTooLong: false,
      addressLoopback: false,
      addressDiffers: false,
      endpointBareName: false,
      unknownSuffix: false,
      sovereignCloud: false,
      closedCloud: false,
      privateLink: false,
      explicitPort: false,
      pathMissing: false,
      pathDiffers: false,
      entityPathSubscription: false,
      entityPathDeadLetter: false,
      entityPathConsumerGroup: false,
      entityPathIsUrl: false,
      entityPathIsKey: false,
      entityPathPlaceholder: false,
      entityPathSlash: false,
      entityPathWhitespace: false,
      entityPathCharacters: false,
      entityPathTooLong: false,
      designationHint: false,
      designationMismatch: false,
      claimsListen: false,
      formatNotAllowed: false,
      keyNameMissing: false,
      keyNameHasPartName: false,
      keyNameIsKey: false,
      keyNameWhitespace: false,
      keyNameTooLong: false,
      keyOfAnotherPolicy: false,
      policyManages: false,
      policyListens: false,
      placeholder: false,
      keyMissing: false,
      keyTooLong: false,
      keyIsConnectionString: false,
      keyIsToken: false,
      keyPlaceholder: false,
      keyWhitespace: false,
      keyUrlEncoded: false,
      keyPaddingLost: false,
      keyNotBase64: false,
      keyLength: false,
      storedSecretMayNotFit: false,
      tokenMissing: false,
      tokenIsConnectionString: false,
      tokenMalformed: false,
      tokenExpired: false,
      tokenExpiresSoon: false,
      tokenResource: false,
      tokenTooLong: false,
    };
    for (const row of rows) seen[row.kind] = true;
    expect(Object.entries(seen).filter(([, has]) => !has)).toEqual([]);
  });
});

describe('forms without a fault', () => {
  test.each<[string, Partial<ServiceEndpointDraft>, Partial<ServiceEndpointCheckContext>]>([
    ['a queue with a key', {}, {}],
    ['a queue filled from its connection string', {}, { connectionString }],
    ['a topic', { designationType: 'topic' }, { entityKind: 'topic' }],
    ['an event hub in XML', { designationType: 'eventHub', messageFormat: 'textXml' }, {}],
    ['a one-way relay', relay, {}],
    ['a token', byToken, tokenTyped(validUntil('2027-01-01'))],
    ['a stored key that stays', {}, { secretTyped: undefined, secretIsSet: true, saved: good }],
    [
      'a stored key, where only the name changed',
      { name: 'new' },
      { secretTyped: undefined, secretIsSet: true, saved: good },
    ],
    [
      'the sandbox with its port and its own key',
      { namespaceAddress: 'sb://127.0.0.1:51234/' },
      { ...keyTyped('short'), sandbox: true },
    ],
  ])('%s', (_, draft, more) => {
    expect(checkServiceEndpointDraft({ ...good, ...draft }, { ...context, ...more })).toEqual([]);
  });

  test('a hybrid connection ends the address with its own name', () => {
    const problems = checkServiceEndpointDraft(
      { ...good, designationType: 'rest', namespaceAddress: `${relayAddress}crm` },
      context,
    );
    expect(problems.map((problem) => problem.kind)).toEqual(['claimsListen']);
  });

  test('notes and warnings do not stop saving', () => {
    const problems = checkServiceEndpointDraft(
      { ...good, ...goodKeyName('RootManageSharedAccessKey') },
      { ...context, ...keyTyped('short') },
    );
    expect(problems.map((problem) => problem.severity)).toEqual(['warning', 'info']);
    expect(hasNoErrors(problems)).toBe(true);
  });
});
