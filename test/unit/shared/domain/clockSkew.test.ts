import { expect, it } from 'vitest';
import { describeClockSkew } from '../../../../src/shared/domain/clockSkew.ts';

it('says nothing of seconds, and which way a clock is wrong otherwise', () => {
  expect(describeClockSkew(30_000)).toBeUndefined();
  expect(describeClockSkew(-59_000)).toBeUndefined();
  expect(describeClockSkew(7 * 60_000)).toMatch(/7 minutes behind/);
  expect(describeClockSkew(-61_000)).toMatch(/a minute ahead of/);
});
