import { describe, expect, it } from 'vitest';
import { messageCopies } from '../../../../src/renderer/features/messages/messageCopies.ts';
import { message } from '../support/messageBuilder.ts';

const copyOf = (label: string, rawText: string | undefined) =>
  messageCopies({
    summary: message({ stepId: null }),
    broker: [],
    application: [{ name: 'RequestName', key: 'http://schemas/RequestName', value: 'Create' }],
    body: { format: 'text', size: 5, ...(rawText === undefined ? {} : { rawText }) },
  }).find((copy) => copy.label === label)?.text;

describe('what can be copied of a message', () => {
  it('is the raw body as it stands', () => {
    expect(copyOf('Raw body', 'hello')).toBe('hello');
    expect(copyOf('Raw body', undefined)).toBeNull();
  });

  it('is no decoded form where nothing could be decoded', () => {
    expect(copyOf('Decoded, as JSON', 'hello')).toBeNull();
  });

  it('is the ids that it has, by name', () => {
    const ids = copyOf('Ids', 'hello') ?? '';
    expect(ids).toContain('Correlation: 00000000-0000-4000-8000-000000000002');
    expect(ids).not.toContain('Step');
  });
});
