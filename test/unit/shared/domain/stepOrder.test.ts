import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTie, type OrderedStep, stepsInOrder } from '../../../../src/shared/domain/stepOrder.ts';

let last = 0;
function step(change: Partial<OrderedStep> = {}): OrderedStep {
  last += 1;
  return {
    id: String(last),
    name: `Step ${last}`,
    message: 'Update',
    table: 'account',
    messageFilterId: 'f1',
    stage: 'postOperation',
    mode: 'synchronous',
    rank: 1,
    enabled: true,
    ...change,
  };
}
const of = { message: 'Update', table: 'account' };

describe('the order of steps', () => {
  it('goes by stage, then synchronous before asynchronous, then by rank', () => {
    const late = step({ mode: 'asynchronous', rank: -5 });
    const post = step({ rank: 2 });
    const first = step({ rank: 1 });
    const deprecated = step({ stage: 'postOperationDeprecated', rank: 3 });
    const pre = step({ stage: 'preOperation', rank: 99 });
    const validation = step({ stage: 'preValidation', rank: 100 });
    expect(stepsInOrder([late, post, first, deprecated, pre, validation], of)).toEqual([
      validation,
      pre,
      first,
      post,
      deprecated,
      late,
    ]);
  });

  it('takes in steps for any table, and leaves out other tables and messages', () => {
    const mine = step();
    const any = step({ table: null, messageFilterId: null, rank: 0 });
    const rows = [mine, any, step({ table: 'contact' }), step({ message: 'Create' })];
    expect(stepsInOrder(rows, of)).toEqual([any, mine]);
    expect(stepsInOrder(rows, { message: 'update', table: null })).toHaveLength(3);
  });

  it('breaks ties by the message filter, and says that nothing else is promised', () => {
    const one = step({ messageFilterId: 'f2', table: null });
    const other = step({ messageFilterId: 'f1' });
    expect(stepsInOrder([one, other], of)).toEqual([other, one]);
    expect(isTie(one, other)).toBe(true);
    expect(isTie(one, { ...other, enabled: false })).toBe(false);
    expect(isTie(one, { ...other, mode: 'asynchronous' })).toBe(false);
    expect(isTie(one, one)).toBe(false);
  });

  it('is the same however the steps come in', () => {
    const any = fc.record({
      stage: fc.constantFrom('preValidation' as const, 'preOperation' as const, 'postOperation' as const),
      mode: fc.constantFrom('synchronous' as const, 'asynchronous' as const),
      rank: fc.integer({ min: -2, max: 2 }),
      messageFilterId: fc.constantFrom('f1', 'f2', null),
      name: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (changes) => {
        const rows = changes.map((change) => step(change));
        expect(stepsInOrder([...rows].reverse(), of)).toEqual(stepsInOrder(rows, of));
      }),
    );
  });
});
