import { expect, it } from 'vitest';
import { ageWords } from '../../../../src/renderer/features/explorer/ageWords.ts';

const then = '2026-11-20T10:00:00Z';
const after = (milliseconds: number) => ageWords(then, Date.parse(then) + milliseconds);

it('says how long ago in the largest unit that is over', () => {
  expect(after(0)).toBe('less than a minute ago');
  // A clock that was set back meanwhile.
  expect(after(-5000)).toBe('less than a minute ago');
  expect(after(60_000)).toBe('1 minute ago');
  expect(after(59 * 60_000)).toBe('59 minutes ago');
  expect(after(90 * 60_000)).toBe('1 hour ago');
  expect(after(47 * 3_600_000)).toBe('1 day ago');
  expect(after(30 * 86_400_000)).toBe('30 days ago');
});
