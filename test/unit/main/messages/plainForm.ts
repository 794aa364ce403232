/**
 * A context without what JSON can't say, so that the JSON and the XML of one message compare equal:
 *
 * - a number's type (int, long, decimal and double are all bare numbers);
 * - whether a text of a Guid's form is a Guid;
 * - that an array of numbers is bytes;
 * - that an empty array is a collection of choices or references;
 * - a date's zone (JSON gives an unspecified time the offset of its writer) and what is under a millisecond;
 *   the clock time is what both have.
 */
export const plainForm = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainForm);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (typeof record.raw === 'string') return { wallClock: milliseconds(record.wallClock) };
  switch (record.kind) {
    case 'number':
      return { kind: 'number', text: record.text };
    case 'guid':
      return { kind: 'guid', text: record.text };
    case 'bytes':
      return {
        kind: 'array',
        items: [...Buffer.from(String(record.base64), 'base64')].map((byte) => ({
          kind: 'number',
          text: String(byte),
        })),
      };
    case 'optionSetValueCollection':
      return isEmpty(record.values) ? { kind: 'array', items: [] } : record;
    case 'entityReferenceCollection':
      if (isEmpty(record.references)) return { kind: 'array', items: [] };
      break;
    case 'keyValuePairs':
      if (isEmpty(record.items)) return { kind: 'array', items: [] };
  }
  return Object.fromEntries(Object.entries(record).map(([name, inner]) => [name, plainForm(inner)]));
};

const isEmpty = (list: unknown): boolean => Array.isArray(list) && list.length === 0;

const milliseconds = (wallClock: unknown): string => {
  const [whole = '', fraction = ''] = String(wallClock).split('.');
  return `${whole}.${fraction.slice(0, 3).padEnd(3, '0')}`;
};
