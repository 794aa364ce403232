import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataverseFault } from '../../../../src/sandbox/dataverseFault.ts';
import { compileFilter } from '../../../../src/sandbox/odata/compileFilter.ts';
import { parseFilter } from '../../../../src/sandbox/odata/filterParser.ts';
import { splitOutside } from '../../../../src/sandbox/odata/splitOutside.ts';
import { tableScope } from '../../../../src/sandbox/odata/tableScope.ts';
import { dataverseSchema } from '../../../../src/sandbox/schema/dataverseSchema.ts';
import type { Row } from '../../../../src/sandbox/store/row.ts';
import { RowStore } from '../../../../src/sandbox/store/rowStore.ts';
import { startApiUnderTest } from '../apiUnderTest.ts';

const account = dataverseSchema.byName('account');
if (account === undefined) throw new Error('There is no table account.');
const scope = tableScope(account, { store: new RowStore(dataverseSchema), userId: 'u', now: 0 });

describe('the parser', () => {
  it('binds or looser than and, and not tightest', () => {
    expect(parseFilter('a eq 1 or b eq 2 and not c eq 3')).toMatchObject({
      kind: 'or',
      terms: [
        { kind: 'comparison' },
        { kind: 'and', terms: [{ kind: 'comparison' }, { kind: 'not', term: { kind: 'comparison' } }] },
      ],
    });
  });

  it.each([
    ['-5', { type: 'number', value: -5 }],
    ['1.5e3', { type: 'number', value: 1500 }],
    ['7L', { type: 'number', value: 7 }],
    ["'it''s'", { type: 'string', value: "it's" }],
    ['6A3A52A2-7A45-47D6-9A1B-0C8A9B0F5D21', { type: 'guid', value: '6a3a52a2-7a45-47d6-9a1b-0c8a9b0f5d21' }],
    ['2024-02-03', { type: 'date', value: Date.UTC(2024, 1, 3) }],
    ['2024-02-03T04:05:06.5Z', { type: 'date', value: Date.UTC(2024, 1, 3, 4, 5, 6, 500) }],
    ["Ns.Type'Member'", { type: 'enum', typeName: 'Ns.Type', value: 'Member' }],
    ['true', { type: 'boolean', value: true }],
    ['null', { type: 'null' }],
  ])('reads the literal %s', (text, literal) => {
    expect(parseFilter(`a eq ${text}`)).toMatchObject({ right: { kind: 'literal', literal } });
  });

  it('takes thousands of terms', () => {
    const filter = Array.from({ length: 3000 }, (_, index) => `name eq 'n${index}'`).join(' or ');
    const predicate = compileFilter(parseFilter(filter), scope);
    expect(predicate({ name: 'N2999' })).toBe(true);
    expect(predicate({ name: 'n3000' })).toBe(false);
  });

  const word = fc.constantFrom(
    ...'name numberofemployees creditonhold nonsense eq ne gt and or not ( ) , / contains startswith any all t : null true'.split(
      ' ',
    ),
    ...[
      "'x'",
      "'",
      '"',
      '5',
      '-',
      '2024-01-01',
      'Microsoft.Dynamics.CRM.In',
      'PropertyName',
      '=',
      '[',
      ']',
      '@p',
      '$count',
    ],
  );
  const rubbish = fc.oneof(
    fc.array(word, { maxLength: 20 }).map((words) => words.join(' ')),
    fc.array(word, { maxLength: 20 }).map((words) => words.join('')),
    fc.string({ maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  it('either parses and compiles rubbish or refuses it with a fault, at once', () => {
    fc.assert(
      fc.property(rubbish, (filter) => {
        const started = performance.now();
        try {
          compileFilter(parseFilter(filter), scope)({ name: 'x' });
        } catch (error) {
          expect(error).toBeInstanceOf(DataverseFault);
          expect([400, 501]).toContain((error as DataverseFault).status);
        }
        expect(performance.now() - started).toBeLessThan(500);
      }),
      { numRuns: 4000 },
    );
  });

  it('is not slowed down by what looks like more to come', () => {
    for (const piece of ["'", "''", '(', 'not ', '1.', '-', 'a/', 'a.', '2024-01-', 'x(', '[', '@']) {
      const started = performance.now();
      expect(() => compileFilter(parseFilter(piece.repeat(30_000)), scope)).toThrow(DataverseFault);
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  it('agrees with a plain reading of random expressions', () => {
    type Expression = { text: string; holds: (row: Row) => boolean };
    const numberOf = (row: Row): number | null =>
      typeof row.numberofemployees === 'number' ? row.numberofemployees : null;
    const leaf = fc.oneof(
      fc
        .integer({ min: 0, max: 4 })
        .chain((value) =>
          fc.constantFrom<Expression>(
            { text: `numberofemployees eq ${value}`, holds: (row) => numberOf(row) === value },
            { text: `numberofemployees ne ${value}`, holds: (row) => numberOf(row) !== value },
            { text: `numberofemployees gt ${value}`, holds: (row) => (numberOf(row) ?? -1) > value },
            { text: `${value} ge numberofemployees`, holds: (row) => (numberOf(row) ?? Infinity) <= value },
          ),
        ),
      fc.constantFrom<Expression>(
        { text: 'name eq null', holds: (row) => row.name === undefined },
        { text: "contains(name,'A')", holds: (row) => String(row.name ?? '').includes('a') },
        { text: 'creditonhold eq true', holds: (row) => row.creditonhold === true },
      ),
    );
    const { expression } = fc.letrec<{ expression: Expression; pair: Expression; negation: Expression }>(
      (tie) => ({
        expression: fc.oneof({ maxDepth: 4 }, leaf, tie('pair'), tie('negation')),
        pair: fc
          .tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression'))
          .map(([left, operator, right]) => ({
            text: `(${left.text}) ${operator} (${right.text})`,
            holds: (row: Row) =>
              operator === 'and' ? left.holds(row) && right.holds(row) : left.holds(row) || right.holds(row),
          })),
        negation: tie('expression').map((term) => ({
          text: `not (${term.text})`,
          holds: (row: Row) => !term.holds(row),
        })),
      }),
    );
    const row = fc.record(
      {
        name: fc.constantFrom('abc', 'xyz'),
        numberofemployees: fc.integer({ min: 0, max: 5 }),
        creditonhold: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(expression, fc.array(row, { maxLength: 8 }), ({ text, holds }, rows) => {
        const predicate = compileFilter(parseFilter(text), scope);
        for (const item of rows) expect(predicate(item)).toBe(holds(item));
      }),
    );
  });
});

describe('over HTTP', () => {
  it('rubbish in any query option is answered with rows or an error body', async () => {
    const api = await startApiUnderTest();
    const option = fc.constantFrom(
      '$filter',
      '$select',
      '$expand',
      '$orderby',
      '$top',
      '$count',
      '$skiptoken',
      '$x',
    );
    const value = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('name', 'primarycontactid', 'a(b=c;', "x'", '*'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(option, value), { maxLength: 3, selector: ([name]) => name }),
        async (pairs) => {
          const query = pairs.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join('&');
          const reply = await api.send('GET', `accounts?${query}`);
          expect([200, 400, 501]).toContain(reply.status);
          if (reply.status !== 200) expect(reply.json.error).toMatchObject({ code: '0x80060888' });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('rubbish in a path is answered with an error body', async () => {
    const api = await startApiUnderTest();
    const segment = fc.oneof(
      fc.string({ maxLength: 12 }).map(encodeURIComponent),
      fc.constantFrom(
        'accounts',
        'accounts()',
        'accounts(1)',
        '$ref',
        '$value',
        '$count',
        'name',
        "a('b')",
        "('",
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 4 }), async (segments) => {
        const reply = await api.send('GET', `${api.server.url}${segments.join('/')}`);
        expect([200, 400, 404, 405, 501]).toContain(reply.status);
        if (reply.status !== 200)
          expect(reply.json.error).toMatchObject({ code: expect.stringMatching(/^0x8/) });
      }),
      { numRuns: 300 },
    );
  });
});

describe('splitOutside', () => {
  it('leaves parentheses and quotes whole', () => {
    expect(splitOutside("a(b,c),d('x,''y'),e", ',')).toEqual(['a(b,c)', "d('x,''y')", 'e']);
  });
});
