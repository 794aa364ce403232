import { describe, expect, it } from 'vitest';
import {
  formatSize,
  isTruncated,
  sizeAgainstLimit,
  truncationSentence,
} from '../../../../src/shared/domain/messageSize.ts';

const kilobyte = 1024;

describe('sizeAgainstLimit', () => {
  it.each([
    [18 * kilobyte, 'serviceBus', 'fits', '18 KB of 192 KB'],
    [191 * kilobyte, 'serviceBus', 'near', '191 KB of 192 KB: over the limit, Dataverse leaves out'],
    [192 * kilobyte, 'serviceBus', 'near', '192 KB of 192 KB'],
    [192 * kilobyte + 1, 'serviceBus', 'over', 'at this size Dataverse leaves out'],
    [192 * kilobyte + 1, 'webhook', 'fits', '192 KB of 256 KB'],
    [0, 'webhook', 'fits', '0 B of 256 KB'],
  ] as const)('%i bytes over %s: %s', (bytes, transport, state, sentence) => {
    const size = sizeAgainstLimit(bytes, transport);
    expect(size).toMatchObject({ bytes, state });
    expect(size.share).toBeCloseTo(bytes / size.limit);
    expect(size.sentence).toContain(sentence);
  });
});

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1 KB'],
    [1536, '1.5 KB'],
    [18 * 1024, '18 KB'],
    [1024 * 1024, '1 MB'],
    [1.5 * 1024 * 1024, '1.5 MB'],
  ])('%i is %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});

describe('isTruncated', () => {
  it.each([
    [['MessageMaxSizeExceeded'], true],
    [['http://schemas.microsoft.com/xrm/2011/Claims/MessageMaxSizeExceeded'], true],
    [['a', 'urn:other:messagemaxsizeexceeded:x'], true],
    [['X-MS-Dynamics-Msg-Size-Exceeded'], true],
    [['http://schemas.microsoft.com/xrm/2011/Claims/Organization'], false],
    [[], false],
  ])('%j: %s', (names, truncated) => {
    expect(isTruncated(names)).toBe(truncated);
  });

  it('says what is missing and what to do', () => {
    expect(truncationSentence('serviceBus')).toContain('over 192 KB');
    expect(truncationSentence('webhook')).toContain('over 256 KB');
  });
});
