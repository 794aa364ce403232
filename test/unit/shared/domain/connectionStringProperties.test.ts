import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConnectionString } from '../../../../src/shared/domain/connectionString.ts';
import { maskConnectionString, maskDots } from '../../../../src/shared/domain/connectionStringMask.ts';
import {
  type ConnectionStringParts,
  formatConnectionString,
} from '../../../../src/shared/domain/connectionStringParts.ts';

const now = new Date('2026-03-01T00:00:00Z');

const portalKey = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const label = fc.stringMatching(/^[a-z][a-z0-9-]{4,20}[a-z0-9]$/);
const namespaceAddress = fc.oneof(
  label.map((name) => `sb://${name}.servicebus.windows.net/`),
  fc.integer({ min: 1, max: 65_535 }).map((port) => `sb://127.0.0.1:${port}/`),
);
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{0,30}[A-Za-z0-9]$/);
const parts: fc.Arbitrary<ConnectionStringParts> = fc
  .record({
    namespaceAddress,
    policyName: word,
    key: portalKey,
    entityPath: fc.option(word, { nil: undefined }),
  })
  .map((some) => ({ ...some, emulator: some.namespaceAddress.includes('127.0.0.1') }));

/** Text of the kind that gives parsers trouble: our own words, separators, quotes, spaces and noise. */
const fragments = fc.oneof(
  fc.constantFrom(
    'Endpoint',
    'endpoint=',
    'SharedAccessKeyName=',
    'shared access key',
    'SharedAccessSignature sr=',
    'EntityPath=',
    'UseDevelopmentEmulator=TRUE',
    'sb://',
    'https://x.servicebus.windows.net:443/a/b',
    'HostName=',
    '&sig=',
    '%3D',
    '\\u003d',
    '=',
    ';',
    ' ',
    '\n',
    '"',
    "'",
    '“',
    ':',
    '/',
    '[',
    '@',
    '\u200B',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const mess = fc.array(fragments, { maxLength: 40 }).map((pieces) => pieces.join(''));

/** A connection string as people paste it: any order, letter case, space and line break, sometimes in quotes. */
const pasted = (key: fc.Arbitrary<string>) =>
  fc
    .record({
      key,
      order: fc.shuffledSubarray(['endpoint', 'name', 'key', 'path', 'stray'], { minLength: 5 }),
      casing: fc.constantFrom(
        (text: string) => text,
        (text: string) => text.toLowerCase(),
        (text: string) => text.toUpperCase(),
        (text: string) => text.replace(/([a-z])([A-Z])/g, '$1 $2'),
      ),
      separator: fc.constantFrom(';', ' ; ', ';\n', '\n', '\r\n', ';;'),
      equals: fc.constantFrom('=', ' = ', '= '),
      frame: fc.constantFrom(['', ''], ['"', '"'], ['SB="', '",'], ['  ', ';\n']),
      keyName: fc.constantFrom('SharedAccessKey', 'SharedAcessKey', 'PrimaryKey', 'Secret', ''),
    })
    .map(({ order, casing, separator, equals, frame, keyName, key: secret }) => {
      const written: Record<string, string> = {
        endpoint: `${casing('Endpoint')}${equals}sb://ns.servicebus.windows.net/`,
        name: `${casing('SharedAccessKeyName')}${equals}p`,
        key: keyName === '' ? secret : `${casing(keyName)}${equals}${secret}`,
        path: `${casing('EntityPath')}${equals}q`,
        stray: `x${equals}y`,
      };
      const text = order.map((part) => written[part] ?? '').join(separator);
      return { text: `${frame[0] ?? ''}${text}${frame[1] ?? ''}`, key: secret };
    });

describe('any text', () => {
  test('is read without an exception, with a sentence for every problem', () => {
    fc.assert(
      fc.property(fc.oneof(mess, fc.string({ unit: 'binary', maxLength: 300 })), (text) => {
        for (const problem of parseConnectionString(text, now).problems) {
          expect(problem.sentence.length).toBeGreaterThan(10);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('is masked without an exception, and masking twice changes nothing', () => {
    fc.assert(
      fc.property(mess, (text) => {
        const once = maskConnectionString(text);
        expect(maskConnectionString(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test('leads to corrections that can be read again', () => {
    fc.assert(
      fc.property(mess, (text) => {
        for (const { correction } of parseConnectionString(text, now).problems) {
          if (correction) parseConnectionString(correction.text, now);
        }
      }),
      { numRuns: 1000 },
    );
  });

  // 100,000 characters are refused unread; 15,900 are read, and take some 30 ms at worst.
  const hundredThousand = 100_000;
  test.each([
    ['semicolons', ';'],
    ['spaces', ' '],
    ['line breaks', '\n'],
    ['equals signs', '='],
    ['slashes', '/'],
    ['colons', ':'],
    ['quotes', '"'],
    ['name after name', 'Endpoint='],
    ['a name and spaces', 'Endpoint   '],
    ['addresses', 'Endpoint=sb://a.b/;'],
    ['slashes in an address', 'sb://'],
    ['dots in a host', 'a.'],
    ['base64', 'QUJD'],
    ['placeholders', '<<<'],
    ['ampersands', 'sr=a&'],
    ['percent signs', '%41'],
  ])('of 100,000 characters of %s is dealt with at once', (_, unit) => {
    const long = unit.repeat(Math.ceil(hundredThousand / unit.length));
    const short = long.slice(0, 15_900);
    const started = performance.now();
    for (const text of [
      long,
      short,
      `Endpoint=sb://${short}`,
      `SharedAccessKey=${short}`,
      `SharedAccessSignature=${short}`,
      `SharedAccessSignature=SharedAccessSignature sr=${short}`,
      `EntityPath=${short}`,
    ]) {
      parseConnectionString(text, now);
      maskConnectionString(text);
    }
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('writing and reading again', () => {
  test('gives back the same parts', () => {
    fc.assert(
      fc.property(parts, (some) => {
        const parsed = parseConnectionString(formatConnectionString(some), now);
        expect(parsed).toMatchObject(some);
        expect(parsed.problems.filter((problem) => problem.severity !== 'info')).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('settles: what was read once reads the same when written out', () => {
    fc.assert(
      fc.property(pasted(portalKey), ({ text }) => {
        const first = parseConnectionString(text, now);
        fc.pre(first.problems.every((problem) => problem.severity !== 'error'));
        const { problems: _, unknownParts: __, ...read } = first;
        expect(parseConnectionString(formatConnectionString(first), now)).toMatchObject(read);
      }),
      { numRuns: 1000 },
    );
  });

  test('a pasted string with every part is read in any order, letter case and spacing', () => {
    fc.assert(
      fc.property(pasted(portalKey), ({ text, key }) => {
        fc.pre(/shared ?access ?key *=/i.test(text));
        expect(parseConnectionString(text, now)).toMatchObject({
          namespaceAddress: 'sb://ns.servicebus.windows.net/',
          policyName: 'p',
          key,
          entityPath: 'q',
        });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('masking', () => {
  const harmlessText = 'Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=p;EntityPath=q;https';
  const anyKey = fc
    .oneof(
      portalKey,
      fc.string({ minLength: 8, maxLength: 80 }),
      fc.stringMatching(/^[A-Za-z0-9+/]{8,60}={0,2}$/),
      fc.string({ unit: 'binary', minLength: 8, maxLength: 40 }),
      // Keys with what separates parts in them.
      fc
        .tuple(fc.stringMatching(/^[a-z0-9]{8,20}$/), fc.constantFrom(';', '=', '\n', ' ', '"', '&'), word)
        .map((some) => some.join('')),
    )
    .filter(
      (key) => key.trim().length >= 8 && !harmlessText.toLowerCase().includes(key.trim().toLowerCase()),
    );

  test('never lets a key through, however the text is written', () => {
    fc.assert(
      fc.property(pasted(anyKey), ({ text, key }) => {
        expect(maskConnectionString(text)).not.toContain(key.trim());
      }),
      { numRuns: 3000 },
    );
  });

  test('nor do the sentences and part names of what was read', () => {
    fc.assert(
      fc.property(pasted(portalKey), ({ text, key }) => {
        const { problems, unknownParts } = parseConnectionString(text, now);
        const said = `${problems.map((problem) => problem.sentence).join(' ')} ${unknownParts.join(' ')}`;
        expect(said).not.toContain(key);
        expect(said).not.toContain(key.slice(0, 12));
      }),
      { numRuns: 1000 },
    );
  });

  const key = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=';
  test.each([
    [
      'keeps what is harmless',
      `Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${key};EntityPath=crm`,
      `Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${maskDots};EntityPath=crm`,
    ],
    ['hides a key alone', key, maskDots],
    ['hides a key in the place of the address', `Endpoint=${key}`, `Endpoint=${maskDots}`],
    ['hides a key in the place of the path', `EntityPath=${key}`, `EntityPath=${maskDots}`],
    [
      'hides a key in the place of the policy name',
      `SharedAccessKeyName=${key}`,
      `SharedAccessKeyName=${maskDots}`,
    ],
    [
      'hides a key without its = in the place of the policy name',
      `SharedAccessKeyName=${key.slice(0, -1)}`,
      `SharedAccessKeyName=${maskDots}`,
    ],
    [
      'hides a key without its = in the place of the path',
      `EntityPath=${key.slice(0, -1)}`,
      `EntityPath=${maskDots}`,
    ],
    [
      'hides the user part of an address',
      'Endpoint=sb://me:secret99@ns.servicebus.windows.net/',
      `Endpoint=${maskDots}`,
    ],
    [
      'hides what follows the host',
      `Endpoint=sb://ns.servicebus.windows.net/?key=${key}`,
      'Endpoint=sb://ns.servicebus.windows.net/',
    ],
    [
      'hides unknown parts, name and all',
      `Endpoint=sb://127.0.0.1:5/;${key}`,
      `Endpoint=sb://127.0.0.1:5/;${maskDots}`,
    ],
    [
      'hides tokens whole',
      'SharedAccessSignature=SharedAccessSignature sr=a&sig=b&se=1&skn=c',
      `SharedAccessSignature=${maskDots}`,
    ],
    ['hides other services’ strings', `AccountName=c;AccountKey=${key}`, maskDots],
    ['keeps nothing of nothing', '  ', ''],
    ['hides a text that is too long', 'x'.repeat(20_000), maskDots],
  ])('%s', (_, text, masked) => {
    expect(maskConnectionString(text)).toBe(masked);
  });
});
