import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnDefinition, ColumnDetails } from '../../../../src/main/dataverse/metadata.ts';
import { rowValuesOf, testColumnsOf } from '../../../../src/main/features/testColumns.ts';

function column(logicalName: string, type: string, change: Partial<ColumnDefinition> = {}): ColumnDefinition {
  return {
    logicalName,
    displayName: logicalName.toUpperCase(),
    type,
    readable: true,
    validForCreate: true,
    validForUpdate: true,
    required: false,
    ...change,
  };
}

const columns: ColumnDefinition[] = [
  column('name', 'String'),
  column('description', 'Memo'),
  column('employees', 'Integer'),
  column('revenue', 'Money'),
  column('active', 'Boolean'),
  column('kind', 'Picklist', { required: true }),
  column('empty', 'Picklist'),
  column('founded', 'DateTime'),
  column('seen', 'DateTime'),
  column('parent', 'Lookup'),
  column('hidden', 'String', { displayName: null }),
  column('importsequencenumber', 'Integer'),
  column('fixed', 'String', { validForUpdate: false }),
];
const details: ColumnDetails = {
  lengths: new Map([['name', 10]]),
  options: new Map([
    ['kind', [{ value: 7, label: 'Seven' }]],
    ['empty', []],
  ]),
  dateOnly: new Set(['founded']),
};
const now = new Date('2026-05-01T12:34:56.789Z');
const common = { columns, details, primaryName: 'name', now };

describe('the columns of a test run', () => {
  it('offer what can be filled, the suggested first', () => {
    const offered = testColumnsOf({ ...common, operation: 'create', filteringAttributes: null });
    expect(offered.map(({ logicalName, editor }) => [logicalName, editor])).toEqual([
      ['name', 'text'],
      ['kind', 'choice'],
      ['active', 'yesNo'],
      ['description', 'multiline'],
      ['employees', 'wholeNumber'],
      ['fixed', 'text'],
      ['founded', 'date'],
      ['revenue', 'decimalNumber'],
      ['seen', 'dateTime'],
    ]);
    expect(offered[0]).toMatchObject({ suggestion: 'Test run 2', maxLength: 10 });
    expect(offered[1]).toMatchObject({
      suggestion: 7,
      required: true,
      options: [{ value: 7, label: 'Seven' }],
    });
    expect(offered[2]?.suggestion).toBeNull();
  });

  it('suggest for an update what the step waits for, else the name', () => {
    const filtered = testColumnsOf({
      ...common,
      operation: 'update',
      filteringAttributes: ['founded', 'seen'],
    });
    expect(filtered.slice(0, 3).map(({ logicalName, suggestion }) => [logicalName, suggestion])).toEqual([
      ['founded', '2026-05-01'],
      ['seen', '2026-05-01T12:34:56Z'],
      ['active', null],
    ]);
    expect(filtered.some(({ logicalName }) => logicalName === 'fixed')).toBe(false);
    const all = testColumnsOf({ ...common, operation: 'update', filteringAttributes: null });
    expect(all.filter(({ suggestion }) => suggestion !== null).map(({ logicalName }) => logicalName)).toEqual(
      ['name'],
    );
  });

  it('are none for a delete', () => {
    expect(testColumnsOf({ ...common, operation: 'delete', filteringAttributes: null })).toEqual([]);
  });
});

describe('the values of a test run', () => {
  const read = (values: Record<string, string | number | boolean | null>) =>
    rowValuesOf(values, columns, details);

  it('become what the columns want', () => {
    expect(
      read({
        name: 'A',
        description: '',
        employees: ' 12 ',
        revenue: '-1.50',
        active: 'true',
        kind: '7',
        founded: '2026-05-01',
        seen: '2026-05-01T14:00:00+02:00',
        fixed: null,
      }),
    ).toEqual({
      row: {
        name: 'A',
        description: null,
        employees: 12,
        revenue: -1.5,
        active: true,
        kind: 7,
        founded: '2026-05-01',
        seen: '2026-05-01T12:00:00Z',
      },
      problems: {},
    });
  });

  it.each<[string, string | number | boolean]>([
    ['name', 'x'.repeat(11)],
    ['employees', 1.5],
    ['employees', '1e3'],
    ['employees', 3_000_000_000],
    ['revenue', '1,50'],
    ['revenue', Number.POSITIVE_INFINITY],
    ['active', 'maybe'],
    ['kind', 8],
    ['empty', 1],
    ['founded', '01.05.2026'],
    ['founded', '2026-13-01'],
    ['seen', 'soon'],
    ['parent', 'x'],
    ['constructor', 'x'],
  ])('are refused in a sentence: %s = %s', (name, value) => {
    const { row, problems } = read({ [name]: value });
    expect(row).toEqual({});
    expect(problems[name]).toMatch(/\.$/);
  });

  it('are read or refused, never lost, whatever they are', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.boolean());
    const name = fc.constantFrom(...columns.map(({ logicalName }) => logicalName));
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 8 }), (values) => {
        const { row, problems } = read(values);
        expect([...Object.keys(row), ...Object.keys(problems)].sort()).toEqual(Object.keys(values).sort());
      }),
    );
  });
});
