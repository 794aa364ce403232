import { describe, expect, it } from 'vitest';
import { addMessages } from '../../../../src/renderer/features/messages/listenerStore.ts';
import { message } from '../support/messageBuilder.ts';

const numbers = (list: readonly { number: number }[]) => list.map(({ number }) => number);
const some = (...all: number[]) => all.map((number) => message({ number }));

describe('the messages of a listener', () => {
  it('are added in order', () => {
    expect(numbers(addMessages(some(1, 2), some(3, 4)))).toEqual([1, 2, 3, 4]);
  });

  it('are each there once, also when a lot is told twice or out of order', () => {
    expect(numbers(addMessages(some(3, 4), some(1, 2, 3)))).toEqual([1, 2, 3, 4]);
    expect(numbers(addMessages([], some(2, 1)))).toEqual([1, 2]);
  });

  it('stay as they are when nothing came', () => {
    const known = some(1);
    expect(addMessages(known, [])).toBe(known);
  });

  it('let the oldest go beyond the bound', () => {
    expect(numbers(addMessages(some(1, 2, 3), some(4, 5), 3))).toEqual([3, 4, 5]);
  });

  it('are added fast enough for a flood', () => {
    let all: ReturnType<typeof some> = [];
    const started = performance.now();
    for (let at = 0; at < 20_000; at += 200) {
      all = [
        ...addMessages(
          all,
          Array.from({ length: 200 }, (_, offset) => message({ number: at + offset + 1 })),
        ),
      ];
    }
    expect(all).toHaveLength(10_000);
    // 100 lots; the page has 60 ms for each.
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
