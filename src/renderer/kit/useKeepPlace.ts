import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Keeps what the user reads where it is when rows come in above it.
 * Returns what has to be called whenever the user scrolls. Null rows: nothing is kept.
 */
export function useKeepPlace<Row>(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly Row[] | null,
  rowKey: (row: Row) => string,
  rowHeight: number,
): () => void {
  const anchor = useRef<{ readonly key: string; readonly index: number } | null>(null);
  const keep = () => {
    const element = scroller.current;
    if (!element || !rows) return;
    const index = Math.floor(element.scrollTop / rowHeight);
    const row = rows[index];
    anchor.current = row === undefined ? null : { key: rowKey(row), index };
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other rows move anything
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !rows) return;
    if (anchor.current && element.scrollTop > 0) {
      const { key, index } = anchor.current;
      const now = rows.findIndex((row) => rowKey(row) === key);
      if (now >= 0 && now !== index) element.scrollTop += (now - index) * rowHeight;
    }
    keep();
  }, [rows]);
  return keep;
}
