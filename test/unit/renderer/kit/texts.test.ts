import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureReport } from '../../../../src/renderer/kit/failureReport.ts';
import { markText } from '../../../../src/renderer/kit/markText.ts';
import { sortRows } from '../../../../src/renderer/kit/sortRows.ts';

describe('markText', () => {
  const marked = (text: string, ...terms: string[]) =>
    markText(text, terms)
      .map(({ part, marked: isMarked }) => (isMarked ? `[${part}]` : part))
      .join('');

  it('marks every place, the longest term first', () => {
    expect(marked('Create of account', 'create', 'account')).toBe('[Create] of [account]');
    expect(marked('Accounts and account', 'acc', 'accounts')).toBe('[Accounts] and [acc]ount');
    expect(marked('nothing', 'x')).toBe('nothing');
    expect(marked('nothing', '')).toBe('nothing');
  });

  it('never loses or moves a letter', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.string({ unit: 'grapheme' })),
        (text, terms) => {
          const parts = markText(
            text,
            terms.map((term) => term.toLowerCase()),
          );
          expect(parts.map(({ part }) => part).join('')).toBe(text);
        },
      ),
    );
  });
});

describe('sortRows', () => {
  const values = (rows: readonly { v: string | number | null }[], descending = false) =>
    sortRows(rows, (row) => row.v, descending).map(({ v }) => v);

  it('sorts numbers in texts as numbers', () => {
    expect(values([{ v: 'step 10' }, { v: 'Step 9' }])).toEqual(['Step 9', 'step 10']);
    expect(values([{ v: 10 }, { v: 9 }], true)).toEqual([10, 9]);
  });
  it('puts what has no value last either way', () => {
    expect(values([{ v: null }, { v: 'b' }, { v: 'a' }])).toEqual(['a', 'b', null]);
    expect(values([{ v: null }, { v: 'a' }, { v: 'b' }], true)).toEqual(['b', 'a', null]);
  });
  it('keeps the order of equal rows and does not touch the input', () => {
    const rows = [
      { v: 'a', n: 1 },
      { v: 'a', n: 2 },
    ];
    expect(sortRows(rows, ({ v }) => v, true).map(({ n }) => n)).toEqual([1, 2]);
    expect(sortRows(rows, ({ v }) => v, true)).not.toBe(rows);
  });
});

describe('failureReport', () => {
  it('says what there is and nothing else', () => {
    expect(
      failureReport({
        code: 'throttled',
        sentence: 'Too many requests.',
        httpStatus: 429,
        retryAfterSeconds: 12,
        fields: { name: 'Too long.' },
      }),
    ).toEqual([
      { name: 'HTTP status', value: '429' },
      { name: 'Try again after', value: '12 s' },
      { name: 'name', value: 'Too long.' },
    ]);
    expect(failureReport({ code: 'cancelled', sentence: 'Cancelled.' })).toEqual([]);
  });
});
