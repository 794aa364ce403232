import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterClick,
  afterMove,
  noRows,
  type RowSelection,
  selectOnly,
  selectRange,
  selectRows,
  toggleRow,
} from '../../../../src/renderer/kit/rowSelection.ts';

const order = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));
const plain = { ctrlKey: false, metaKey: false, shiftKey: false };
const ctrl = { ...plain, ctrlKey: true };
const shift = { ...plain, shiftKey: true };
const told = ({ focus, anchor, keys }: RowSelection) =>
  `${[...keys].sort().join('')} @${focus} from ${anchor}`;

describe('a click', () => {
  it('alone selects the row alone', () => {
    expect(told(afterClick(selectRows(noRows, order), order, 'c', plain))).toBe('c @c from c');
  });

  it('with Ctrl or Command takes a row in and out', () => {
    const two = afterClick(selectOnly('a'), order, 'd', { ...plain, metaKey: true });
    expect(told(two)).toBe('ad @d from d');
    expect(told(afterClick(two, order, 'd', ctrl))).toBe('a @d from d');
  });

  it('with Shift selects from the anchor, in both directions, and forgets the last range', () => {
    const down = afterClick(selectOnly('b'), order, 'd', shift);
    expect(told(down)).toBe('bcd @d from b');
    expect(told(afterClick(down, order, 'a', shift))).toBe('ab @a from b');
  });

  it('with Ctrl and Shift adds a range', () => {
    const apart = toggleRow(selectOnly('a'), 'c');
    expect(told(afterClick(apart, order, 'd', { ...shift, ctrlKey: true }))).toBe('acd @d from c');
  });

  it('with Shift selects the row alone when the anchor has gone', () => {
    expect(told(selectRange(selectOnly('gone'), order, 'c'))).toBe('c @c from c');
  });
});

describe('a move', () => {
  it('selects, extends with Shift, and with Ctrl leaves the selection', () => {
    expect(told(afterMove(selectOnly('a'), order, 'b', plain))).toBe('b @b from b');
    expect(told(afterMove(selectOnly('a'), order, 'b', shift))).toBe('ab @b from a');
    expect(told(afterMove(selectOnly('a'), order, 'b', ctrl))).toBe('a @b from a');
  });

  it('always leads to rows of the list, with an anchor, whatever was done before', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const modifiers = fc.record({ ctrlKey: fc.boolean(), metaKey: fc.boolean(), shiftKey: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), key, modifiers)), (deeds) => {
        let selection = noRows;
        for (const [click, row, held] of deeds) {
          selection = click
            ? afterClick(selection, order, row, held)
            : afterMove(selection, order, row, held);
          expect(selection.focus).toBe(row);
          for (const one of selection.keys) expect(order.map(({ id }) => id)).toContain(one);
          if (held.shiftKey || (!held.ctrlKey && !held.metaKey)) expect(selection.keys).toContain(row);
        }
      }),
    );
  });
});
