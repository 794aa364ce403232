import { describe, expect, test } from 'vitest';
import { parseConnectionString } from '../../../../src/shared/domain/connectionString.ts';
import { formatConnectionString } from '../../../../src/shared/domain/connectionStringParts.ts';
import {
  type ConnectionStringProblemKind,
  credentialProblemKinds,
  endpointProblemKinds,
  type ProblemSeverity,
  partProblemKinds,
  textProblemKinds,
} from '../../../../src/shared/domain/connectionStringProblem.ts';
import { entityPathProblemKinds } from '../../../../src/shared/domain/entityPath.ts';
import { sasKeyProblemKinds } from '../../../../src/shared/domain/sasKey.ts';

const now = new Date('2026-03-01T00:00:00Z');
const key = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=';
const otherKey = 'enl4d3Z1dHNycXBvbm1sa2ppaGdmZWRjYmFaWVhXVlU=';
const plusKey = 'QUJDREVGR0h+SktMTU5P+FFSU1RVVldYWVphYmNkZWY=';
const host = 'contoso.servicebus.windows.net';
const address = `sb://${host}/`;
const good = `Endpoint=${address};SharedAccessKeyName=send;SharedAccessKey=${key};EntityPath=crm`;
const signature = '4oyayBXjq1kJlrF1LLV4kNBAPL5P94qS8XREq1PswnE%3D';

function token(resource: string, expires: string): string {
  const seconds = Date.parse(expires) / 1000;
  return `SharedAccessSignature sr=${encodeURIComponent(resource)}&sig=${signature}&se=${seconds}&skn=send`;
}
const validToken = token(`${address}crm`, '2027-01-01T00:00:00Z');
const withToken = (text: string, path = 'crm') =>
  `Endpoint=${address};SharedAccessSignature=${text};EntityPath=${path}`;
const withKey = (text: string) => good.replace(key, text);
const withPath = (text: string) => good.replace('EntityPath=crm', `EntityPath=${text}`);
const withEndpoint = (text: string) => good.replace(address, text);

type Row = [
  kind: ConnectionStringProblemKind,
  severity: ProblemSeverity,
  text: string,
  /** The corrected text; null where none can be offered. */
  corrected: string | null,
];

const rows: Row[] = [
  // The whole text
  ['empty', 'error', '  \n ', null],
  ['tooLong', 'error', good + ' '.repeat(20_000), null],
  ['notAConnectionString', 'error', 'the string is in the mail', null],
  ['notAConnectionString', 'error', 'a=b;c=d', null],
  ['onlyKey', 'error', ` ${key}\n`, null],
  ['onlyKey', 'error', `"${key}"`, null],
  [
    'onlyToken',
    'error',
    validToken,
    `Endpoint=${address};SharedAccessSignature=${validToken};EntityPath=crm`,
  ],
  [
    'onlyToken',
    'error',
    validToken.replace('SharedAccessSignature ', ''),
    `Endpoint=${address};SharedAccessSignature=${validToken};EntityPath=crm`,
  ],
  ['onlyUrl', 'error', address, null],
  ['onlyUrl', 'error', host, null],
  ['onlyUrl', 'error', `https://${host}:443/crm`, null],
  ['onlyPortalAddress', 'error', 'https://portal.azure.com/#@contoso/resource/subscriptions/1/x', null],
  [
    'onlyResourceId',
    'error',
    '/subscriptions/0a/resourceGroups/r/providers/Microsoft.ServiceBus/namespaces/c',
    null,
  ],
  [
    'iotHubString',
    'error',
    `HostName=c.azure-devices.net;SharedAccessKeyName=service;SharedAccessKey=${key}`,
    null,
  ],
  ['iotHubString', 'error', `HostName=c.azure-devices.net;DeviceId=d1;SharedAccessKey=${key}`, null],
  [
    'iotHubEventEndpoint',
    'error',
    `Endpoint=sb://ihsuprodamres001.servicebus.windows.net/;SharedAccessKeyName=iothubowner;SharedAccessKey=${key};EntityPath=iothub-ehub-contoso-1-abc`,
    null,
  ],
  [
    'notificationHubString',
    'error',
    `Endpoint=${address};SharedAccessKeyName=DefaultFullSharedAccessSignature;SharedAccessKey=${key}`,
    null,
  ],
  [
    'storageString',
    'error',
    `DefaultEndpointsProtocol=https;AccountName=c;AccountKey=${key};EndpointSuffix=core.windows.net`,
    null,
  ],
  ['storageString', 'error', 'UseDevelopmentStorage=true', null],
  [
    'dataverseString',
    'error',
    'AuthType=OAuth;Username=me@contoso.com;Url=https://contoso.crm4.dynamics.com;Password=pw',
    null,
  ],
  ['dataverseString', 'error', 'Url=https://contoso.crm.dynamics.com;ClientId=x;ClientSecret=y', null],
  ['dataverseString', 'error', 'https://contoso.crm4.dynamics.com', null],
  [
    'otherServiceString',
    'error',
    `AccountEndpoint=https://c.documents.azure.com:443/;AccountKey=${key}`,
    null,
  ],
  ['otherServiceString', 'error', `Endpoint=https://c.azconfig.io;Id=a-b;Secret=${key}`, null],
  [
    'otherServiceString',
    'error',
    `Endpoint=https://c.service.signalr.net;AccessKey=${key};Version=1.0;`,
    null,
  ],
  [
    'otherServiceString',
    'error',
    'Server=tcp:c.database.windows.net;Initial Catalog=x;User ID=y;Password=z',
    null,
  ],
  [
    'otherServiceString',
    'error',
    'InstrumentationKey=0000;IngestionEndpoint=https://x.in.applicationinsights.azure.com/',
    null,
  ],
  [
    'twoConnectionStrings',
    'error',
    `${good}\n${good.replace(key, otherKey).replace('contoso', 'fabrikam')}`,
    good,
  ],
  ['surroundingText', 'info', `"ServiceBus": "${good}",`, good],
  ['surroundingText', 'info', `export SB='${good}' # mine`, good],
  ['surroundingText', 'info', `Primary connection string: ${good}`, good],
  ['invisibleCharacters', 'info', good.replace('Shared', 'Sha\u200Bred'), good],
  ['escapedCharacters', 'info', good.replaceAll('=', '\\u003d'), good],
  ['escapedCharacters', 'info', encodeURIComponent(good), good],
  // How parts are written
  ['partWithoutEquals', 'warning', `${good};stray`, good],
  ['partWithoutEquals', 'warning', good.replace('EntityPath=', 'EntityPath:'), good],
  ['keyWithoutName', 'error', good.replace('SharedAccessKey=', ''), good],
  ['keyWithoutName', 'warning', `${good};${otherKey}`, good],
  ['tokenWithoutName', 'warning', `Endpoint=${address};${validToken};EntityPath=crm`, withToken(validToken)],
  ['endpointWithoutName', 'warning', good.replace('Endpoint=', ''), good],
  ['endpointWithoutName', 'warning', good.replace('Endpoint=', '').replaceAll(';', '\n'), good],
  ['misspelledPart', 'warning', good.replace('SharedAccessKey=', 'SharedAccesKey='), good],
  ['misspelledPart', 'warning', good.replace('SharedAccessKeyName=', 'Policy Name='), good],
  ['missingSeparator', 'warning', good.replaceAll(';', ''), good],
  ['missingSeparator', 'warning', good.replace(';EntityPath', ' EntityPath'), good],
  ['duplicatePart', 'error', `${good};EntityPath=other`, good],
  ['duplicatePart', 'info', `${good};EntityPath=crm`, good],
  ['emptyValue', 'error', withKey(''), null],
  ['emptyValue', 'error', withEndpoint(''), null],
  ['emptyValue', 'warning', withPath(''), good.replace(';EntityPath=crm', '')],
  ['placeholder', 'error', withEndpoint('sb://<your-namespace>.servicebus.windows.net/'), null],
  ['placeholder', 'error', good.replace('=send', '=<policy name>'), null],
  ['unknownPart', 'info', `${good};TransportType=AmqpWebSockets`, good],
  ['unknownPart', 'info', `${good}\nTransportType=Amqp`, good],
  // The address
  ['endpointMissing', 'error', good.replace(`Endpoint=${address};`, ''), null],
  ['endpointInvalid', 'error', withEndpoint('sb://'), null],
  ['endpointInvalid', 'error', withEndpoint(`sb://${host}:99999/`), null],
  ['endpointInvalid', 'error', withEndpoint('sb://con$toso/'), null],
  ['endpointWhitespace', 'error', withEndpoint(`sb://contoso.service bus.windows.net/`), good],
  ['endpointScheme', 'warning', withEndpoint(`https://${host}:443/`), good],
  ['endpointScheme', 'warning', withEndpoint(`http://${host}`), good],
  ['endpointScheme', 'warning', withEndpoint(`amqps://${host}:5671`), good],
  ['endpointScheme', 'warning', withEndpoint(host), good],
  ['missingSeparator', 'warning', withEndpoint(`Endpoint=${address}`), good],
  ['endpointBareName', 'error', withEndpoint('sb://contoso/'), good],
  ['endpointPath', 'warning', good.replace(address, `${address}crm/`).replace(';EntityPath=crm', ''), good],
  ['endpointPath', 'warning', withEndpoint(`${address}crm`), good],
  ['endpointPath', 'warning', withEndpoint(`${address}other`), good],
  ['unknownSuffix', 'warning', withEndpoint('sb://contoso.servicebus.window.net/'), good],
  ['unknownSuffix', 'warning', withEndpoint('sb://bus.example.org/'), null],
  ['sovereignCloud', 'info', withEndpoint('sb://contoso.servicebus.usgovcloudapi.net/'), null],
  ['sovereignCloud', 'info', withEndpoint('sb://contoso.servicebus.chinacloudapi.cn/'), null],
  ['closedCloud', 'warning', withEndpoint('sb://contoso.servicebus.cloudapi.de/'), null],
  ['privateLink', 'warning', withEndpoint('sb://contoso.privatelink.servicebus.windows.net/'), good],
  ['explicitPort', 'info', withEndpoint(`sb://${host}:5671/`), good],
  [
    'emulatorFlagMissing',
    'warning',
    withEndpoint('sb://127.0.0.1:51234/'),
    `${withEndpoint('sb://127.0.0.1:51234/')};UseDevelopmentEmulator=true`,
  ],
  ['emulatorOnCloud', 'warning', `${good};UseDevelopmentEmulator=true`, good],
  [
    'emulatorCase',
    'info',
    `${withEndpoint('sb://localhost/')};UseDevelopmentEmulator=True`,
    `${withEndpoint('sb://localhost/')};UseDevelopmentEmulator=true`,
  ],
  [
    'emulatorValue',
    'warning',
    `${withEndpoint('sb://localhost/')};UseDevelopmentEmulator=yes`,
    `${withEndpoint('sb://localhost/')};UseDevelopmentEmulator=true`,
  ],
  // Policy, key, token
  ['credentialsMissing', 'error', `Endpoint=${address};EntityPath=crm`, null],
  ['managedIdentity', 'error', `Endpoint=${address};Authentication=Managed Identity`, null],
  ['acsCredentials', 'error', `Endpoint=${address};SharedSecretIssuer=owner;SharedSecretValue=${key}`, null],
  ['keyMissing', 'error', good.replace(`;SharedAccessKey=${key}`, ''), null],
  ['policyNameMissing', 'error', good.replace('SharedAccessKeyName=send;', ''), null],
  ['keyAndNameSwapped', 'error', good.replace('=send', `=${key}`).replace(`Key=${key}`, 'Key=send'), good],
  ['keyAndToken', 'error', `${good};SharedAccessSignature=${validToken}`, good],
  ['policyNameWithToken', 'info', `${withToken(validToken)};SharedAccessKeyName=send`, withToken(validToken)],
  ['policyListens', 'info', good.replace('=send', '=crm-listen'), null],
  ['policyManages', 'info', good.replace('=send', '=RootManageSharedAccessKey'), null],
  [
    'keyIsToken',
    'error',
    withKey(validToken),
    `Endpoint=${address};SharedAccessSignature=${validToken};EntityPath=crm`,
  ],
  ['keyPlaceholder', 'error', withKey('<your key>'), null],
  ['keyPlaceholder', 'error', withKey('********'), null],
  ['keyWhitespace', 'error', withKey(`${key.slice(0, 20)}\r\n${key.slice(20)}`), good],
  ['keyWhitespace', 'error', withKey(`${key.slice(0, 20)} ${key.slice(20)}`), good],
  ['keyWhitespace', 'error', withKey(plusKey.replaceAll('+', ' ')), withKey(plusKey)],
  ['keyUrlEncoded', 'error', withKey(encodeURIComponent(plusKey)), withKey(plusKey)],
  ['keyPaddingLost', 'warning', withKey(key.slice(0, -1)), good],
  ['keyNotBase64', 'warning', withKey('correct-horse_battery'), null],
  ['keyLength', 'warning', withKey('c2hvcnQ='), null],
  ['keyLength', 'warning', withKey('A'.repeat(86).concat('==')), null],
  ['keyLength', 'warning', withKey('A'.repeat(44)), null],
  ['tokenMalformed', 'error', withToken('SharedAccessSignature sr=x&se=1'), null],
  ['tokenMalformed', 'error', withToken(validToken.replace(/sig=[^&]*/, 'sig=short')), null],
  [
    'tokenMalformed',
    'error',
    withToken(validToken.replace('SharedAccessSignature ', '')),
    withToken(validToken),
  ],
  ['tokenExpired', 'error', withToken(token(`${address}crm`, '2026-02-28T23:59:59Z')), null],
  ['tokenExpiresSoon', 'warning', withToken(token(`${address}crm`, '2026-03-05T00:00:00Z')), null],
  ['tokenResource', 'error', withToken(validToken, 'crm2'), null],
  [
    'tokenResource',
    'error',
    withToken(token('sb://fabrikam.servicebus.windows.net', '2027-01-01T00:00:00Z')),
    null,
  ],
  [
    'tokenNamesEntity',
    'info',
    `Endpoint=${address};SharedAccessSignature=${validToken}`,
    withToken(validToken),
  ],
  [
    'tokenTooLong',
    'warning',
    withToken(token(`${address}${'long-'.repeat(28)}`, '2027-01-01T00:00:00Z'), 'long-'.repeat(28)),
    null,
  ],
  // The path
  ['namespaceLevel', 'info', good.replace(';EntityPath=crm', ''), null],
  ['entityPathSubscription', 'error', withPath('crm/Subscriptions/all'), good],
  ['entityPathDeadLetter', 'error', withPath('crm/$DeadLetterQueue'), good],
  ['entityPathConsumerGroup', 'error', withPath('crm/ConsumerGroups/$Default/Partitions/0'), good],
  ['entityPathIsUrl', 'error', withPath(`https://${host}/crm`), good],
  ['entityPathIsKey', 'error', withPath(otherKey), null],
  ['entityPathPlaceholder', 'error', withPath('<queue>'), null],
  ['entityPathSlash', 'warning', withPath('/crm/'), good],
  ['entityPathWhitespace', 'warning', withPath('c rm'), good],
  ['entityPathCharacters', 'warning', withPath('crm%2Fout'), null],
  ['entityPathTooLong', 'error', withPath('q'.repeat(161)), null],
];

describe('mistakes in connection strings', () => {
  test.each(rows)('%s (%s) in %j', (kind, severity, text, corrected) => {
    const { problems } = parseConnectionString(text, now);
    const problem = problems.find((found) => found.kind === kind && found.severity === severity);
    expect(
      problem,
      `found ${problems.map((found) => `${found.severity} ${found.kind}`).join(', ')}`,
    ).toBeDefined();
    expect(problem?.correction?.text ?? null).toBe(corrected);
    expect(problem?.sentence).toMatch(/^[A-Z“\\].*[.)…]$/);
  });

  test.each(rows.filter(([, , , corrected]) => corrected !== null))(
    'the correction of %s (%s) in %j takes it away and brings no new error',
    (kind, severity, text, corrected) => {
      const before = new Set(parseConnectionString(text, now).problems.map((problem) => problem.kind));
      const after = parseConnectionString(corrected ?? '', now).problems;
      expect(after.filter((problem) => problem.kind === kind && problem.severity === severity)).toEqual([]);
      expect(after.filter((problem) => problem.severity === 'error' && !before.has(problem.kind))).toEqual(
        [],
      );
    },
  );

  test('every kind of problem has a row', () => {
    const kinds = [
      ...textProblemKinds,
      ...partProblemKinds,
      ...endpointProblemKinds,
      ...credentialProblemKinds,
      ...entityPathProblemKinds,
      // A connection string inside a connection string is taken apart before the key is looked at.
      ...sasKeyProblemKinds.filter((kind) => kind !== 'keyIsConnectionString'),
      'namespaceLevel' as const,
    ].filter((kind) => kind !== 'policySends');
    const covered = new Set(rows.map(([kind]) => kind));
    expect(kinds.filter((kind) => !covered.has(kind))).toEqual([]);
  });

  test('no sentence shows a key or a token', () => {
    for (const [, , text] of rows) {
      for (const { sentence } of parseConnectionString(text, now).problems) {
        for (const secret of [key, otherKey, key.slice(0, 20), signature, 'correct-horse_battery']) {
          expect(sentence).not.toContain(secret);
        }
      }
    }
  });

  test('errors come first, notes last', () => {
    const { problems } = parseConnectionString(
      `${good.replace('=send', '=RootManageSharedAccessKey').replace(key, 'a b')};stray`,
      now,
    );
    expect(problems.map((problem) => problem.severity)).toEqual(['error', 'warning', 'info']);
  });
});

describe('reading connection strings', () => {
  const parts = {
    namespaceAddress: address,
    host,
    entityPath: 'crm',
    policyName: 'send',
    key,
    emulator: false,
    unknownParts: [],
    problems: [],
  };

  test.each([
    ['as the portal copies it', good],
    ['with a semicolon at the end', `${good};`],
    ['with several semicolons', `;;${good.replaceAll(';', ';;')};`],
    ['in another order', good.split(';').reverse().join(';')],
    ['in lower-case names', good.replace(/(^|;)[A-Za-z]+=/g, (name) => name.toLowerCase())],
    ['in upper-case names', good.replace(/(^|;)[A-Za-z]+=/g, (name) => name.toUpperCase())],
    ['with spaces everywhere', good.replace(/[;]/g, ' ;  ').replace(/(Endpoint|Name|Path)=/g, '$1 = ')],
    ['on lines of their own', good.replaceAll(';', '\r\n')],
    ['on lines of their own with semicolons', good.replaceAll(';', ';\n')],
    ['in quotes', `"${good}"`],
    ['in single quotes with a semicolon', `'${good};'`],
    ['with quoted values', good.replace(address, `"${address}"`).replace(key, `'${key}'`)],
    ['without the slash at the end', withEndpoint(`sb://${host}`)],
    ['in upper-case host and scheme', withEndpoint(`SB://${host.toUpperCase()}/`)],
    ['with a byte order mark', `\uFEFF${good}`],
    ['with names in words', good.replace('SharedAccessKey=', 'Shared Access Key = ')],
    ['with a flag that says false', `${good};UseDevelopmentEmulator=False`],
  ])('%s', (_, text) => {
    expect(parseConnectionString(text, now)).toEqual(parts);
  });

  test('an emulator keeps its port, and any text passes for its key', () => {
    const text =
      'Endpoint=sb://127.0.0.1:51234/;SharedAccessKeyName=manage;SharedAccessKey=SAS_KEY_VALUE;EntityPath=crm;UseDevelopmentEmulator=true';
    expect(parseConnectionString(text, now)).toEqual({
      namespaceAddress: 'sb://127.0.0.1:51234/',
      host: '127.0.0.1',
      port: 51234,
      entityPath: 'crm',
      policyName: 'manage',
      key: 'SAS_KEY_VALUE',
      emulator: true,
      unknownParts: [],
      problems: [],
    });
  });

  test('an emulator may have any host name', () => {
    const text =
      'Endpoint=sb://servicebus-emulator:5672;SharedAccessKeyName=RootPolicy;SharedAccessKey=x1;UseDevelopmentEmulator=true;EntityPath=q';
    const parsed = parseConnectionString(text, now);
    expect(parsed.namespaceAddress).toBe('sb://servicebus-emulator:5672/');
    expect(parsed.problems).toEqual([]);
  });

  test('an IPv6 loopback address is read', () => {
    const text = `${withEndpoint('sb://[::1]:5672/')};UseDevelopmentEmulator=true`;
    expect(parseConnectionString(text, now)).toMatchObject({
      namespaceAddress: 'sb://[::1]:5672/',
      host: '[::1]',
      port: 5672,
      problems: [],
    });
  });

  test('a token is read whole, though it holds = and spaces', () => {
    expect(parseConnectionString(withToken(validToken), now)).toMatchObject({
      token: validToken,
      key: undefined,
      policyName: undefined,
      problems: [],
    });
  });

  test('a token for the namespace opens every entity in it', () => {
    expect(
      parseConnectionString(withToken(token(`http://${host}/`, '2027-01-01T00:00:00Z')), now).problems,
    ).toEqual([]);
  });

  test('unknown parts are listed by name, without their values', () => {
    const parsed = parseConnectionString(
      `${good};TransportType=Amqp;RuntimePort=5671;TransportType=Amqp`,
      now,
    );
    expect(parsed.unknownParts).toEqual(['TransportType', 'RuntimePort']);
    expect(parsed.key).toBe(key);
  });

  test('a part whose name may be a secret is not listed by it', () => {
    const parsed = parseConnectionString(`${good};${otherKey.slice(0, 39)}9a=`, now);
    expect(JSON.stringify(parsed.unknownParts)).not.toContain(otherKey.slice(0, 20));
  });

  test('a foreign string fills nothing in', () => {
    const parsed = parseConnectionString(`AccountName=c;AccountKey=${key};Endpoint=${address}`, now);
    expect(parsed).toMatchObject({ emulator: false, unknownParts: [] });
    expect(parsed.namespaceAddress).toBeUndefined();
    expect(parsed.problems.map((problem) => problem.kind)).toEqual(['storageString']);
  });

  test('the canonical text has the names that the JavaScript library wants', () => {
    expect(
      formatConnectionString({
        namespaceAddress: 'sb://127.0.0.1:5/',
        policyName: 'p',
        key: 'k=',
        token: 't',
        entityPath: 'q',
        emulator: true,
      }),
    ).toBe(
      'Endpoint=sb://127.0.0.1:5/;SharedAccessKeyName=p;SharedAccessKey=k=;SharedAccessSignature=t;EntityPath=q;UseDevelopmentEmulator=true',
    );
  });
});

describe('pasted for listening', () => {
  const listening = (text: string) => parseConnectionString(text, now, 'listen').problems;

  test.each([
    ['a policy that listens', good.replace('=send', '=crm-listen')],
    ['a port', withEndpoint(`sb://${host}:5671/`).replace('=send', '=p')],
    ['a path longer than Dataverse keeps', withPath('q'.repeat(200)).replace('=send', '=p')],
  ])('%s is no problem', (_, text) => {
    expect(listening(text)).toEqual([]);
  });

  test('a policy that only sends by its name is', () => {
    expect(listening(good)).toMatchObject([{ kind: 'policySends', severity: 'info', part: 'policyName' }]);
    expect(listening(good.replace('=send', '=send-and-listen'))).toEqual([]);
  });

  test.each([
    ['onlyKey', key, 'a policy with Listen'],
    ['policyManages', good.replace('=send', '=RootManageSharedAccessKey'), 'listening only needs Listen'],
    [
      'namespaceLevel',
      good.replace('=send', '=p').replace(';EntityPath=crm', ''),
      'path of the endpoint is used',
    ],
    ['entityPathSubscription', withPath('crm/Subscriptions/all'), 'chosen when listening starts'],
  ])('%s is said in other words', (kind, text, words) => {
    expect(listening(text).find((problem) => problem.kind === kind)?.sentence).toContain(words);
  });
});
