/** What the tree knows of a row without drawing it. */
export interface TreeRowShape {
  readonly id: string;
  /** From 1. */
  readonly level: number;
  /** Null where there is nothing to unfold. */
  readonly expanded: boolean | null;
  /** How many rows the parent has, and which of them this is, from 1. */
  readonly setSize: number;
  readonly position: number;
  /** What typing a letter finds. */
  readonly text: string;
}

export type TreeMove =
  | { readonly kind: 'select'; readonly index: number }
  | { readonly kind: 'expand'; readonly index: number }
  | { readonly kind: 'collapse'; readonly index: number }
  | { readonly kind: 'expandSiblings'; readonly index: number }
  | { readonly kind: 'activate'; readonly index: number };

function parentIndex(rows: readonly TreeRowShape[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let at = index - 1; at >= 0; at -= 1) {
    const row = rows[at];
    if (row && row.level < level) return at;
  }
  return -1;
}

/**
 * What a key does in a tree, as the ARIA practices describe it, on data alone.
 * `index` is the selected row, -1 for none; `page` how many rows are in view.
 */
export function moveForKey(
  rows: readonly TreeRowShape[],
  index: number,
  key: string,
  page: number,
): TreeMove | undefined {
  const last = rows.length - 1;
  if (last < 0) return undefined;
  const row = rows[index];
  const select = (to: number): TreeMove => ({ kind: 'select', index: Math.min(last, Math.max(0, to)) });
  switch (key) {
    case 'ArrowDown':
      return select(index + 1);
    case 'ArrowUp':
      return select(index - 1);
    case 'Home':
      return select(0);
    case 'End':
      return select(last);
    case 'PageDown':
      return select(index + page);
    case 'PageUp':
      return select(index - page);
  }
  if (!row) return undefined;
  switch (key) {
    case 'ArrowRight':
      if (row.expanded === null) return undefined;
      return row.expanded ? select(index + 1) : { kind: 'expand', index };
    case 'ArrowLeft': {
      if (row.expanded) return { kind: 'collapse', index };
      const parent = parentIndex(rows, index);
      return parent < 0 ? undefined : select(parent);
    }
    case '*':
      return { kind: 'expandSiblings', index };
    case 'Enter':
    case ' ':
      return { kind: 'activate', index };
    default:
      return undefined;
  }
}

/**
 * The next row whose text begins with what was typed. One letter, or one letter repeated, goes on to the next row;
 * several different ones refine the row that they found.
 */
export function findTyped(rows: readonly TreeRowShape[], index: number, typed: string): number {
  const wanted = typed.toLowerCase();
  const repeated = wanted !== '' && [...wanted].every((letter) => letter === wanted[0]);
  const text = repeated ? (wanted[0] ?? '') : wanted;
  const start = repeated ? index + 1 : Math.max(index, 0);
  for (let offset = 0; offset < rows.length; offset += 1) {
    const at = (start + offset) % rows.length;
    if (rows[at]?.text.toLowerCase().startsWith(text)) return at;
  }
  return -1;
}

/** What Ctrl+A selects: the rows beside the one with the focus; when they are selected already, every row. */
export function rowsForSelectAll<Row extends TreeRowShape>(
  rows: readonly Row[],
  index: number,
  selected: ReadonlySet<string>,
): readonly Row[] {
  const level = rows[index]?.level;
  if (level === undefined) return rows;
  const parent = parentIndex(rows, index);
  const siblings: Row[] = [];
  for (let at = parent + 1; at < rows.length; at += 1) {
    const row = rows[at];
    if (!row || row.level < level) break;
    if (row.level === level) siblings.push(row);
  }
  return siblings.every(({ id }) => selected.has(id)) ? rows : siblings;
}
