import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatServiceBusAddress,
  isSameNamespace,
  namespaceNameOf,
  parseServiceBusAddress,
  resourceUriOf,
  withoutEdgeSlashes,
} from '../../../../src/shared/domain/serviceBusAddress.ts';

describe('reading addresses', () => {
  test.each([
    ['sb://contoso.servicebus.windows.net/', 'sb', 'contoso.servicebus.windows.net', undefined, '', 'public'],
    [
      '  SB://Contoso.ServiceBus.Windows.Net ',
      'sb',
      'contoso.servicebus.windows.net',
      undefined,
      '',
      'public',
    ],
    ['https://c.servicebus.windows.net:443/hc/', 'https', 'c.servicebus.windows.net', 443, 'hc', 'public'],
    ['c.servicebus.windows.net/a/b?x=y#z', undefined, 'c.servicebus.windows.net', undefined, 'a/b', 'public'],
    [
      'sb://c.servicebus.usgovcloudapi.net',
      'sb',
      'c.servicebus.usgovcloudapi.net',
      undefined,
      '',
      'usGovernment',
    ],
    ['sb://c.servicebus.chinacloudapi.cn/', 'sb', 'c.servicebus.chinacloudapi.cn', undefined, '', 'china'],
    ['sb://c.servicebus.cloudapi.de/', 'sb', 'c.servicebus.cloudapi.de', undefined, '', 'germany'],
    ['sb://127.0.0.1:51234/', 'sb', '127.0.0.1', 51234, '', 'loopback'],
    ['sb://[::1]:5/q', 'sb', '[::1]', 5, 'q', 'loopback'],
    ['sb://localhost', 'sb', 'localhost', undefined, '', 'loopback'],
    ['sb://evilservicebus.windows.net/', 'sb', 'evilservicebus.windows.net', undefined, '', 'unknown'],
    ['sb://user:word@c.servicebus.windows.net/', 'sb', 'c.servicebus.windows.net', undefined, '', 'public'],
  ])('%s', (text, scheme, host, port, path, cloud) => {
    expect(parseServiceBusAddress(text)).toEqual({ scheme, host, port, path, cloud });
  });

  test.each([
    '',
    'sb://',
    'sb:///x',
    '://x',
    'a b',
    'sb://a b/',
    'sb://x:0/',
    'sb://x:65536/',
    'sb://x:y/',
    'sb://-a-/',
    'sb://a..b/',
    'sb://[::1',
    `sb://${'a.'.repeat(200)}b`,
  ])('nothing can be made of %j', (text) => {
    expect(parseServiceBusAddress(text)).toBeUndefined();
  });

  test('any text is read without an exception, and what was read is written and read the same', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom('sb', '://', ':', '/', '.', '[', ']', '::1', '@', '?', 'a', '80', '-'),
            fc.string({ maxLength: 4 }),
          ),
        ),
        (pieces) => {
          const address = parseServiceBusAddress(pieces.join(''));
          if (!address) return;
          const again = parseServiceBusAddress(formatServiceBusAddress(address));
          expect(again).toMatchObject({ host: address.host, port: address.port, path: address.path });
        },
      ),
      { numRuns: 2000, examples: [[['0', '/ ', '?']]] },
    );
  });
});

describe('what follows from an address', () => {
  test.each([
    ['sb://contoso.servicebus.windows.net/', 'contoso'],
    ['https://fabrikam.servicebus.chinacloudapi.cn', 'fabrikam'],
    ['sb://127.0.0.1:5/', '127.0.0.1'],
    ['sb://localhost/', 'localhost'],
    ['sb://', ''],
  ])('the namespace of %s is %j', (address, name) => {
    expect(namespaceNameOf(address)).toBe(name);
  });

  test('tokens are asked for the entity, without port and slashes', () => {
    expect(resourceUriOf('https://127.0.0.1:5/', '/crm/')).toBe('sb://127.0.0.1/crm');
    expect(resourceUriOf('nothing at all', 'crm')).toBeUndefined();
  });

  test('one namespace in two spellings is one, two ports are two', () => {
    expect(isSameNamespace('sb://A.servicebus.windows.net', 'https://a.servicebus.windows.net/')).toBe(true);
    expect(isSameNamespace('sb://127.0.0.1:5/', 'sb://127.0.0.1:6/')).toBe(false);
    expect(isSameNamespace('', '')).toBe(false);
  });

  test('slashes go from the ends only', () => {
    expect(withoutEdgeSlashes('//a/b//')).toBe('a/b');
    expect(withoutEdgeSlashes('///')).toBe('');
  });
});
