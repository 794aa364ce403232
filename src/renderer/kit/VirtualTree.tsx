import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
} from 'react';
import { CollapsedIcon, ExpandedIcon } from './icons.ts';
import {
  afterClick,
  afterMove,
  focusOnly,
  type RowSelection,
  selectOnly,
  selectRange,
  selectRows,
  toggleRow,
} from './rowSelection.ts';
import { findTyped, moveForKey, rowsForSelectAll, type TreeRowShape } from './treeKeys.ts';
import { useDrawnRows } from './useDrawnRows.ts';

export type { TreeRowShape } from './treeKeys.ts';

const rowHeight = 28;

const useStyles = makeStyles({
  tree: {
    height: '100%',
    overflow: 'auto',
    outlineStyle: 'none',
    contain: 'strict',
    '&:focus-visible [data-focus="true"]': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
    },
  },
  canvas: { position: 'relative', width: '100%' },
  row: {
    position: 'absolute',
    insetInline: 0,
    top: 0,
    height: `${rowHeight}px`,
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    boxSizing: 'border-box',
    paddingInlineEnd: '12px',
    cursor: 'default',
    whiteSpace: 'nowrap',
    userSelect: 'none',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  selected: {
    backgroundColor: tokens.colorBrandBackground2,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
    '@media (forced-colors: active)': { outline: '1px solid Highlight', outlineOffset: '-1px' },
  },
  caret: {
    width: '16px',
    height: `${rowHeight}px`,
    flexShrink: 0,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    color: tokens.colorNeutralForeground3,
    marginInlineEnd: '-4px',
    '& svg': { width: '10px', height: '10px' },
  },
});

export interface VirtualTreeHandle {
  focus(): void;
}

interface VirtualTreeProps<Row extends TreeRowShape> {
  /** Names the tree. */
  readonly label: string;
  /** Every row that is unfolded, in order. */
  readonly rows: readonly Row[];
  /** Several rows may be selected; the one with the focus is the active descendant. */
  readonly selection: RowSelection;
  readonly onSelectionChange: (selection: RowSelection) => void;
  readonly onToggle: (row: Row, expanded: boolean) => void;
  readonly onExpandSiblings?: (row: Row) => void;
  /** Enter, Space or a double click. */
  readonly onActivate?: (row: Row) => void;
  readonly onContextMenu?: (row: Row, at: { readonly x: number; readonly y: number }) => void;
  /** The focus has come to the tree. */
  readonly onFocus?: () => void;
  /** The row that has the focus is about to come: no other gets it meanwhile. */
  readonly awaitsRow?: boolean;
  /** What stands in the row after the caret. */
  readonly renderRow: (row: Row) => ReactNode;
  /** Changing it scrolls to the row with the focus. */
  readonly revealKey?: unknown;
  readonly handle?: Ref<VirtualTreeHandle>;
}

/**
 * A tree drawn from flat rows: only those in view exist in the page, so that 50,000 stay fluent.
 * The focus stays on the tree; one row is its active descendant and is always drawn.
 */
export function VirtualTree<Row extends TreeRowShape>(props: VirtualTreeProps<Row>) {
  const { label, rows, selection, onSelectionChange, onToggle, onExpandSiblings, onActivate } = props;
  const { onContextMenu, renderRow, revealKey, handle } = props;
  const styles = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const treeId = useId();
  const typed = useRef({ text: '', at: 0 });
  const focusId = selection.focus;
  const focusIndex = useMemo(
    () => (focusId === null ? -1 : rows.findIndex((row) => row.id === focusId)),
    [rows, focusId],
  );

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
    rangeExtractor: useDrawnRows(focusIndex),
  });

  useImperativeHandle(handle, () => ({ focus: () => scroller.current?.focus() }), []);

  // Scrolls when the focus moves or the caller asks, not when rows come or go around it.
  const revealed = useRef<{ id: string | null; key: unknown }>({ id: null, key: undefined });
  useEffect(() => {
    if (focusIndex < 0) return;
    if (revealed.current.id === focusId && revealed.current.key === revealKey) return;
    revealed.current = { id: focusId, key: revealKey };
    virtualizer.scrollToIndex(focusIndex, { align: 'auto' });
  }, [focusId, focusIndex, revealKey, virtualizer]);

  const rowId = (row: TreeRowShape) => `${treeId}-${row.id}`;

  const select = (row: Row) => onSelectionChange(selectOnly(row.id));

  /** Keys that change what is selected and move nothing. */
  const selectsByKey = (event: KeyboardEvent<HTMLDivElement>): RowSelection | undefined => {
    const held = event.ctrlKey || event.metaKey;
    if (held && !event.altKey && !event.shiftKey && event.code === 'KeyA') {
      return selectRows(selection, rowsForSelectAll(rows, focusIndex, selection.keys));
    }
    if (focusId === null) return undefined;
    if (event.key === ' ' && event.shiftKey) return selectRange(selection, rows, focusId, held);
    if (event.key === ' ' && held) return toggleRow(selection, focusId);
    return event.key === 'Escape' && selection.keys.size > 1 ? selectOnly(focusId) : undefined;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const focused = rows[focusIndex];
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      if (!focused || !onContextMenu) return;
      event.preventDefault();
      const box = document.getElementById(rowId(focused))?.getBoundingClientRect();
      onContextMenu(focused, { x: (box?.left ?? 0) + 48, y: (box?.bottom ?? 0) - 4 });
      return;
    }
    const selected = selectsByKey(event);
    if (selected) {
      event.preventDefault();
      onSelectionChange(selected);
      return;
    }
    if (event.altKey) return;
    const held = event.ctrlKey || event.metaKey;
    const searching = Date.now() - typed.current.at < 700 && typed.current.text !== '';
    if (!held && event.key.length === 1 && event.key !== '*' && (event.key !== ' ' || searching)) {
      const text = (searching ? typed.current.text : '') + event.key;
      typed.current = { text, at: Date.now() };
      event.preventDefault();
      const found = rows[findTyped(rows, focusIndex, text)];
      if (found) select(found);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    const move = moveForKey(rows, focusIndex, event.key, page);
    const row = move && rows[move.index];
    if (!move || !row) return;
    if (move.kind === 'select') {
      event.preventDefault();
      onSelectionChange(afterMove(selection, rows, row.id, event));
      return;
    }
    // With a modifier the keys that fold and activate belong to somebody else.
    if (held) return;
    event.preventDefault();
    if (move.kind === 'expand') onToggle(row, true);
    else if (move.kind === 'collapse') onToggle(row, false);
    else if (move.kind === 'expandSiblings') onExpandSiblings?.(row);
    else if (onActivate) onActivate(row);
    else if (row.expanded !== null) onToggle(row, !row.expanded);
  };

  const onFocus = () => {
    props.onFocus?.();
    const first = rows[0];
    if (props.awaitsRow) return;
    if (focusIndex < 0 && first && scroller.current?.matches(':focus-visible')) select(first);
  };

  const focusedRow = rows[focusIndex];
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-multiselectable
      aria-activedescendant={focusedRow ? rowId(focusedRow) : undefined}
      className={styles.tree}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <div
        role="presentation"
        className={styles.canvas}
        style={{ height: `${virtualizer.getTotalSize()}px` }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const selected = selection.keys.has(row.id);
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the tree holds the focus, this is its active descendant
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
            <div
              key={item.key}
              id={rowId(row)}
              role="treeitem"
              aria-level={row.level}
              aria-setsize={row.setSize}
              aria-posinset={row.position}
              aria-expanded={row.expanded ?? undefined}
              aria-selected={selected}
              data-focus={row.id === focusId}
              className={mergeClasses(styles.row, selected && styles.selected)}
              style={{
                transform: `translateY(${item.start}px)`,
                paddingInlineStart: `${8 + (row.level - 1) * 20}px`,
              }}
              onClick={(event) => onSelectionChange(afterClick(selection, rows, row.id, event))}
              onDoubleClick={() => {
                if (row.expanded !== null) onToggle(row, !row.expanded);
                else onActivate?.(row);
              }}
              onContextMenu={(event: MouseEvent) => {
                if (!onContextMenu) return;
                event.preventDefault();
                // The menu is about all that is selected, when the row is among it.
                onSelectionChange(selected ? focusOnly(selection, row.id) : selectOnly(row.id));
                onContextMenu(row, { x: event.clientX, y: event.clientY });
              }}
            >
              <span
                className={styles.caret}
                aria-hidden
                onClick={(event) => {
                  if (row.expanded === null) return;
                  event.stopPropagation();
                  onToggle(row, !row.expanded);
                }}
                onDoubleClick={(event) => event.stopPropagation()}
              >
                {row.expanded === null ? null : row.expanded ? <ExpandedIcon /> : <CollapsedIcon />}
              </span>
              {renderRow(row)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
