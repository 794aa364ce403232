import { describe, expect, it, vi } from 'vitest';
import { fieldState } from '../../../../src/renderer/features/forms/fieldState.ts';
import type { FieldProblem } from '../../../../src/shared/domain/fieldProblem.ts';

const problem = (kind: string, severity: FieldProblem['severity'], field = 'name'): FieldProblem => ({
  kind,
  field,
  severity,
  sentence: `${kind}.`,
});
const ask = (
  problems: readonly FieldProblem[],
  more: { visited?: boolean; refused?: Record<string, string> } = {},
) =>
  fieldState({
    field: 'name',
    problems,
    visited: more.visited ?? true,
    refused: more.refused,
    apply: () => undefined,
  });

describe('what a form says beside a field', () => {
  it('says the worst of its own rules, errors red and warnings amber', () => {
    expect(ask([problem('tooLong', 'error'), problem('odd', 'warning')]).problem).toMatchObject({
      sentence: 'tooLong.',
      tone: 'bad',
    });
    expect(ask([problem('odd', 'warning')]).problem).toMatchObject({ tone: 'warning' });
    expect(ask([problem('odd', 'error', 'path')]).problem).toBeNull();
  });

  it('does not call an empty field wrong before the user has been there', () => {
    expect(ask([problem('nameMissing', 'error')], { visited: false }).problem).toBeNull();
    expect(ask([problem('nameMissing', 'error')]).problem?.sentence).toBe('nameMissing.');
    expect(ask([problem('tooLong', 'error')], { visited: false }).problem?.sentence).toBe('tooLong.');
  });

  it('lets the refusal of the organisation stand above them', () => {
    expect(ask([problem('odd', 'warning')], { refused: { name: 'Taken.' } }).problem).toEqual({
      tone: 'bad',
      sentence: 'Taken.',
    });
  });

  it('keeps what is good to know apart, and applies corrections', () => {
    const apply = vi.fn();
    const withCorrection = { ...problem('odd', 'info'), correction: { label: 'Use it', value: 'x' } };
    const { problem: wrong, note } = fieldState({
      field: 'name',
      problems: [withCorrection],
      visited: true,
      apply,
    });
    expect(wrong).toBeNull();
    note?.correction?.apply();
    expect(apply).toHaveBeenCalledWith(withCorrection);
  });
});
