/** Which rows of a list or a tree are selected, and which of them has the focus. By keys, so that rows may come and go. */
export interface RowSelection {
  /** The row that the arrow keys move from. It may have the focus without being selected. */
  readonly focus: string | null;
  /** Where a range begins. */
  readonly anchor: string | null;
  readonly keys: ReadonlySet<string>;
}

export const noRows: RowSelection = { focus: null, anchor: null, keys: new Set() };

export function selectOnly(key: string): RowSelection {
  return { focus: key, anchor: key, keys: new Set([key]) };
}

/** Takes a row in or out and leaves the others. */
export function toggleRow({ keys }: RowSelection, key: string): RowSelection {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return { focus: key, anchor: key, keys: next };
}

export function focusOnly(selection: RowSelection, key: string): RowSelection {
  return { ...selection, focus: key };
}

/** Selects from the anchor to a row; `keep` leaves what else is selected. */
export function selectRange(
  selection: RowSelection,
  order: readonly { readonly id: string }[],
  key: string,
  keep = false,
): RowSelection {
  const anchor = selection.anchor ?? selection.focus ?? key;
  const to = order.findIndex(({ id }) => id === key);
  const from = order.findIndex(({ id }) => id === anchor);
  if (to < 0) return selection;
  if (from < 0) return selectOnly(key);
  const keys = new Set(keep ? selection.keys : []);
  for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) {
    const row = order[at];
    if (row) keys.add(row.id);
  }
  return { focus: key, anchor, keys };
}

/** Selects these rows; the focus stays where it is. */
export function selectRows(selection: RowSelection, rows: readonly { readonly id: string }[]): RowSelection {
  const keys = new Set(rows.map(({ id }) => id));
  const first = rows[0]?.id ?? null;
  return { focus: selection.focus ?? first, anchor: selection.anchor ?? first, keys };
}

export interface Modifiers {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** What a click on a row selects. On a Mac the command key stands for Ctrl. */
export function afterClick(
  selection: RowSelection,
  order: readonly { readonly id: string }[],
  key: string,
  { ctrlKey, metaKey, shiftKey }: Modifiers,
): RowSelection {
  const adding = ctrlKey || metaKey;
  if (shiftKey) return selectRange(selection, order, key, adding);
  return adding ? toggleRow(selection, key) : selectOnly(key);
}

/** What moving to a row by a key selects: Shift extends, Ctrl moves the focus alone. */
export function afterMove(
  selection: RowSelection,
  order: readonly { readonly id: string }[],
  key: string,
  { ctrlKey, metaKey, shiftKey }: Modifiers,
): RowSelection {
  if (shiftKey) return selectRange(selection, order, key, ctrlKey || metaKey);
  return ctrlKey || metaKey ? focusOnly(selection, key) : selectOnly(key);
}
