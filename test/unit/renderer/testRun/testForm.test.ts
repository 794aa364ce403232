import { describe, expect, it } from 'vitest';
import {
  columnProblem,
  testValuesOf,
  textOf,
  toLocalDateTime,
} from '../../../../src/renderer/features/testRun/testForm.ts';
import type { TestColumn } from '../../../../src/shared/contract/calls/testRuns.ts';

const column = (editor: TestColumn['editor'], given: Partial<TestColumn> = {}): TestColumn => ({
  logicalName: editor,
  displayName: null,
  type: 'String',
  required: false,
  editor,
  maxLength: null,
  options: null,
  suggestion: null,
  ...given,
});

describe('the values of a test run', () => {
  it('go to the core as their editors mean them', () => {
    const columns = (['text', 'yesNo', 'choice', 'wholeNumber', 'date'] as const).map((editor) =>
      column(editor),
    );
    const texts = { text: 'x', yesNo: 'false', choice: '3', wholeNumber: '12', date: '2026-01-02' };
    expect(testValuesOf(columns, texts)).toEqual({
      text: 'x',
      yesNo: false,
      choice: 3,
      wholeNumber: '12',
      date: '2026-01-02',
    });
  });

  it('leave out what is empty', () => {
    expect(testValuesOf([column('text'), column('yesNo')], { text: '', yesNo: '' })).toEqual({});
  });

  it('carry a time through the local clock and back', () => {
    const iso = '2026-01-02T03:04:05.000Z';
    const shown = toLocalDateTime(iso);
    expect(shown).toMatch(/^2026-01-0\dT\d\d:\d\d:05$/);
    expect(testValuesOf([column('dateTime')], { dateTime: shown })).toEqual({ dateTime: iso });
    expect(textOf(column('dateTime', { suggestion: iso }))).toBe(shown);
  });

  it('are looked at while they are typed', () => {
    expect(columnProblem(column('text', { required: true }), '')).not.toBeNull();
    expect(columnProblem(column('text', { maxLength: 3 }), 'four')).toContain('3');
    expect(columnProblem(column('wholeNumber'), '1.5')).not.toBeNull();
    expect(columnProblem(column('wholeNumber'), '-15')).toBeNull();
    expect(columnProblem(column('decimalNumber'), '1,5')).not.toBeNull();
    expect(columnProblem(column('decimalNumber'), '.5')).toBeNull();
    expect(columnProblem(column('text'), '')).toBeNull();
  });
});
