import { describe, expect, it } from 'vitest';
import type { Value } from '../../../../src/shared/domain/contextValue.ts';
import { formatValue } from '../../../../src/shared/domain/formatValue.ts';

const strings = (texts: string[]): Value => ({
  kind: 'array',
  items: texts.map((text) => ({ kind: 'string', text })),
});

describe('formatValue', () => {
  it.each([
    [{ kind: 'null' }, ''],
    [{ kind: 'boolean', value: true }, 'true'],
    [{ kind: 'number', text: '79228162514264337593543950335' }, '79228162514264337593543950335'],
    [{ kind: 'optionSetValue', value: 4 }, '4'],
    [{ kind: 'optionSetValueCollection', values: [1, 2] }, '1, 2'],
    [{ kind: 'dateTime', raw: '/Date(0)/', instant: '1970-01-01T00:00:00Z' }, '1970-01-01 00:00:00 UTC'],
    [{ kind: 'dateTime', raw: 'x', wallClock: '2023-10-17T07:00:00.5' }, '2023-10-17 07:00:00.5'],
    [{ kind: 'dateTime', raw: '/Date(99999999999999999)/' }, '/Date(99999999999999999)/'],
    [
      { kind: 'entityReference', reference: { logicalName: 'account', id: '1', keyAttributes: [] } },
      'account 1',
    ],
    [{ kind: 'entityReference', reference: { name: 'Ada', id: '1', keyAttributes: [] } }, 'Ada'],
    [{ kind: 'entityReference', reference: { keyAttributes: [] } }, 'row'],
    [{ kind: 'entityCollection', collection: { entityName: 'contact', entities: [] } }, '0 rows of contact'],
    [{ kind: 'bytes', base64: 'AA==', size: 1 }, '1 byte'],
    [{ kind: 'array', items: [] }, 'none'],
    [{ kind: 'booleanManagedProperty', value: true, canBeChanged: false }, 'true (can’t be changed)'],
    [{ kind: 'object', typeName: 'QueryExpression', members: [] }, 'QueryExpression, 0 members'],
    [
      { kind: 'keyValuePairs', items: [{ key: { kind: 'string', text: 'a' }, value: { kind: 'null' } }] },
      'a: ',
    ],
  ] as [Value, string][])('%j', (value, text) => {
    expect(formatValue(value)).toEqual({ text });
  });

  it('puts the organisation’s wording first', () => {
    expect(formatValue({ kind: 'optionSetValue', value: 4 }, 'Pending')).toEqual({
      text: 'Pending (4)',
      label: 'Pending',
    });
    expect(formatValue({ kind: 'boolean', value: true }, 'Yes').text).toBe('Yes (true)');
    expect(formatValue({ kind: 'money', text: '1312.50' }, '€1,312.50').text).toBe('€1,312.50');
    const lookup: Value = { kind: 'entityReference', reference: { id: '1', keyAttributes: [] } };
    expect(formatValue(lookup, 'Ada').text).toBe('Ada');
  });

  it('keeps the moment of a date, whose formatted text is only local', () => {
    const date: Value = { kind: 'dateTime', raw: 'x', instant: '2023-10-17T07:00:00Z' };
    expect(formatValue(date, '2023-10-17T09:00:00+02:00')).toEqual({
      text: '2023-10-17 07:00:00 UTC',
      label: '2023-10-17T09:00:00+02:00',
    });
  });

  it('cuts what no cell can show', () => {
    expect(formatValue({ kind: 'string', text: 'x'.repeat(5_000_000) }).text).toHaveLength(2_001);
    const many = formatValue(strings(Array.from({ length: 100_000 }, (_, index) => `v${index}`))).text;
    expect(many).toBe('v0, v1, v2, v3, v4, v5, v6, v7, v8, v9 and 99990 more');
  });
});
