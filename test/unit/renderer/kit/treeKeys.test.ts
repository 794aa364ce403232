import { describe, expect, it } from 'vitest';
import {
  findTyped,
  moveForKey,
  rowsForSelectAll,
  type TreeRowShape,
} from '../../../../src/renderer/kit/treeKeys.ts';

const row = (text: string, level: number, expanded: boolean | null): TreeRowShape => ({
  id: text,
  text,
  level,
  expanded,
  setSize: 1,
  position: 1,
});
const rows = [row('Alpha', 1, true), row('Beta', 2, false), row('Bravo', 2, null), row('Cargo', 1, null)];

describe('moveForKey', () => {
  it.each([
    ['ArrowDown', 0, { kind: 'select', index: 1 }],
    ['ArrowDown', 3, { kind: 'select', index: 3 }],
    ['ArrowDown', -1, { kind: 'select', index: 0 }],
    ['ArrowUp', 0, { kind: 'select', index: 0 }],
    ['Home', 2, { kind: 'select', index: 0 }],
    ['End', 0, { kind: 'select', index: 3 }],
    ['PageDown', 0, { kind: 'select', index: 2 }],
    ['PageUp', 3, { kind: 'select', index: 1 }],
    ['ArrowRight', 1, { kind: 'expand', index: 1 }],
    ['ArrowRight', 0, { kind: 'select', index: 1 }],
    ['ArrowRight', 2, undefined],
    ['ArrowLeft', 0, { kind: 'collapse', index: 0 }],
    ['ArrowLeft', 2, { kind: 'select', index: 0 }],
    ['ArrowLeft', 1, { kind: 'select', index: 0 }],
    ['ArrowLeft', 3, undefined],
    ['*', 1, { kind: 'expandSiblings', index: 1 }],
    ['Enter', 1, { kind: 'activate', index: 1 }],
    ['Enter', -1, undefined],
    ['Tab', 1, undefined],
  ] as const)('%s on row %i', (key, index, move) => {
    expect(moveForKey(rows, index, key, 2)).toEqual(move);
  });

  it('does nothing in an empty tree', () => {
    expect(moveForKey([], -1, 'ArrowDown', 2)).toBeUndefined();
  });
});

describe('findTyped', () => {
  it('goes on to the next row with the letter, around the end', () => {
    expect(findTyped(rows, 0, 'b')).toBe(1);
    expect(findTyped(rows, 1, 'b')).toBe(2);
    expect(findTyped(rows, 2, 'B')).toBe(1);
    expect(findTyped(rows, 1, 'bb')).toBe(2);
  });
  it('refines the row with more letters', () => {
    expect(findTyped(rows, 1, 'br')).toBe(2);
    expect(findTyped(rows, 2, 'bra')).toBe(2);
    expect(findTyped(rows, 2, 'zz')).toBe(-1);
  });
});

describe('rowsForSelectAll', () => {
  const texts = (index: number, selected: readonly string[]) =>
    rowsForSelectAll(rows, index, new Set(selected)).map(({ text }) => text);
  it('takes the rows beside the one with the focus first, then all', () => {
    expect(texts(1, [])).toEqual(['Beta', 'Bravo']);
    expect(texts(2, ['Beta', 'Bravo'])).toEqual(['Alpha', 'Beta', 'Bravo', 'Cargo']);
    expect(texts(0, [])).toEqual(['Alpha', 'Cargo']);
    expect(texts(-1, [])).toEqual(['Alpha', 'Beta', 'Bravo', 'Cargo']);
  });
});
