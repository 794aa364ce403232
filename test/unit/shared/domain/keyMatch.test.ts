import { describe, expect, it } from 'vitest';
import { readDelimitedTable } from '../../../../src/shared/domain/delimitedTable.ts';
import { ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import {
  keyEntriesFromLines,
  keyEntriesFromValue,
  keyEntryFromObject,
} from '../../../../src/shared/domain/keyEntry.ts';
import { matchKeys } from '../../../../src/shared/domain/keyMatch.ts';
import type { ServiceEndpoint } from '../../../../src/shared/domain/registration.ts';

const key = 'dGVzdC1rZXktbm90LXJlYWwtMDEyMzQ1Njc4OTAxMjM=';
const secondKey = 'c2Vjb25kLWtleS1ub3QtcmVhbC0wMTIzNDU2Nzg5MDE=';
const string = (entity: string | null, policy = 'send', host = 'contoso') =>
  `Endpoint=sb://${host}.servicebus.windows.net/;SharedAccessKeyName=${policy};SharedAccessKey=${key}${entity === null ? '' : `;EntityPath=${entity}`}`;

let number = 0;
function endpoint(change: Partial<ServiceEndpoint> = {}): ServiceEndpoint {
  number += 1;
  return {
    kind: 'serviceEndpoint',
    id: ServiceEndpointId.parse(`00000000-0000-0000-0000-${String(number).padStart(12, '0')}`),
    name: `Endpoint ${number}`,
    description: null,
    designationType: 'queue',
    authorizationType: 'sasKey',
    messageFormat: 'json',
    userInformation: 'none',
    namespaceAddress: 'sb://contoso.servicebus.windows.net/',
    solutionNamespace: 'contoso',
    path: 'orders',
    url: null,
    sasKeyName: 'send',
    sasKeySet: false,
    sasTokenSet: false,
    connectionMode: 'normal',
    namespaceFormat: 'address',
    authValueSet: false,
    createdOn: null,
    modifiedOn: null,
    modifiedBy: null,
    managed: false,
    ...change,
  };
}
const webhook = (change: Partial<ServiceEndpoint> = {}) =>
  endpoint({
    designationType: 'webhook',
    authorizationType: 'webhookKey',
    namespaceAddress: null,
    path: null,
    sasKeyName: null,
    url: 'https://contoso.example/',
    ...change,
  });

describe('entries', () => {
  it('come from lines, with their numbers, past empty and remarked ones', () => {
    const entries = keyEntriesFromLines(`# production\r\n\n${string('orders')}\nnonsense\n`);
    expect(entries.map(({ place, problem }) => [place, problem === undefined])).toEqual([
      ['Line 3', true],
      ['Line 4', false],
    ]);
    expect(entries[0]).toMatchObject({
      namespaceAddress: 'sb://contoso.servicebus.windows.net/',
      entityPath: 'orders',
      secret: { kind: 'sasKey', keyName: 'send', key },
    });
  });

  it.each<[string, unknown]>([
    ['a list', [{ name: 'A', connectionString: string('orders') }]],
    ['a list within', { endpoints: [{ name: 'A', connectionString: string('orders') }] }],
    ['names with strings', { A: string('orders') }],
    ['names with members', { A: { connectionString: string('orders') } }],
  ])('come from %s', (_what, value) => {
    expect(keyEntriesFromValue(value)).toMatchObject([{ place: 'Entry 1', name: 'A', secret: { key } }]);
  });

  it.each<[string, unknown, string]>([
    ['no secret', { name: 'A' }, 'no secret'],
    ['two', { name: 'A', key, token: 'x' }, 'more than one'],
    ['no endpoint', { key }, 'neither by name nor by id'],
    ['a whole string as key', { name: 'A', key: string('orders') }, 'whole connection string'],
    ['an object for a text', { name: 'A', key: { vault: 'x' } }, '“key” is not a text'],
    ['nothing at all', null, 'no entry'],
  ])('say what is wrong with %s', (_what, value, expected) => {
    const { problem, secret } = keyEntryFromObject('Entry 1', value);
    expect(problem).toContain(expected);
    expect(problem).not.toContain(key);
    expect(secret).toBeUndefined();
  });

  it('read tables as spreadsheets write them', () => {
    expect(readDelimitedTable('\uFEFFa;b\r\n"x;""y""\nz";2\r\n;\r\n')).toEqual([
      ['a', 'b'],
      ['x;"y"\nz', '2'],
    ]);
    expect(readDelimitedTable('a,b\n1,"2"')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
});

describe('matching', () => {
  const kinds = (text: string, endpoints: ServiceEndpoint[]) =>
    matchKeys(keyEntriesFromLines(text), endpoints).map((match) => [
      match.kind,
      match.endpoint?.name ?? null,
    ]);

  it('leads a string to every endpoint of its entity, and one without an entity to the rest of its namespace', () => {
    const [orders, again, events, other] = [
      endpoint(),
      endpoint({ path: '/Orders/' }),
      endpoint({ path: 'events' }),
      endpoint({ namespaceAddress: 'sb://fabrikam.servicebus.windows.net/' }),
    ];
    expect(kinds(`${string(null)}\n${string('orders')}`, [orders, again, events, other])).toEqual([
      ['ready', events.name],
      ['ready', orders.name],
      ['ready', again.name],
    ]);
  });

  it('gives no endpoint two secrets', () => {
    const one = endpoint();
    const matches = matchKeys(keyEntriesFromLines(`${string('orders')}\n${string('orders', 'other')}`), [
      one,
    ]);
    expect(matches.map(({ kind, sentence }) => [kind, sentence])).toEqual([
      ['ready', 'Gets the key of policy send; it has none now.'],
      ['problem', 'Line 1 gives it a secret already.'],
    ]);
  });

  it.each<[string, Record<string, unknown>, ServiceEndpoint, string]>([
    [
      'another namespace',
      { connectionString: string('orders', 'send', 'fabrikam') },
      endpoint(),
      'leads to sb://contoso',
    ],
    ['another entity', { connectionString: string('events') }, endpoint(), 'leads to “orders”'],
    ['ACS', { key }, endpoint({ authorizationType: 'acs' }), 'still on ACS'],
    ['a webhook with a key of Service Bus', { key, keyName: 'send' }, webhook(), 'posts to a web address'],
    [
      'another kind of webhook',
      { webhookKey: 'abc' },
      webhook({ authorizationType: 'httpHeader' }),
      'HTTP headers',
    ],
    ['a policy that nobody names', { key }, endpoint({ sasKeyName: null }), 'add keyName'],
    ['too much for a webhook', { webhookKey: 'x'.repeat(2049) }, webhook(), '2048'],
  ])('refuses %s', (_what, entry, target, expected) => {
    const [match] = matchKeys([keyEntryFromObject('Entry 1', { name: target.name, ...entry })], [target]);
    expect(match).toMatchObject({ kind: 'problem' });
    expect(match?.sentence).toContain(expected);
  });

  it('says what changes', () => {
    const sentences = [
      [endpoint({ sasKeySet: true }), { key }],
      [endpoint({ sasKeyName: 'old' }), { key, keyName: 'new' }],
      [endpoint({ authorizationType: 'sasToken' }), { key: secondKey, keyName: 'send' }],
      [webhook({ authorizationType: 'httpHeader', authValueSet: true }), { headers: { 'x-key': 'abc' } }],
    ].map(([target, entry]) => {
      const of = target as ServiceEndpoint;
      return matchKeys([keyEntryFromObject('Entry 1', { id: of.id.toUpperCase(), ...entry })], [of])[0]
        ?.sentence;
    });
    expect(sentences).toEqual([
      'Gets the key of policy send; in place of the one that it has.',
      'Goes over from policy old to the key of policy new; it has none now.',
      'Goes over from a SAS token to the key of policy send; it has none now.',
      'Gets HTTP headers; in place of the one that it has.',
    ]);
  });
});
