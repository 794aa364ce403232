import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  afterClick,
  afterMove,
  focusOnly,
  noRows,
  type RowSelection,
  selectOnly,
  selectRange,
  selectRows,
  toggleRow,
} from './rowSelection.ts';
import { sortRows, type TableSort } from './sortRows.ts';
import { TableHeaderCell } from './TableHeaderCell.tsx';
import type { TableColumn } from './tableColumn.ts';
import { useDrawnRows } from './useDrawnRows.ts';
import { useKeepPlace } from './useKeepPlace.ts';

const rowHeight = 28;

const useStyles = makeStyles({
  frame: {
    height: '100%',
    overflow: 'auto',
    overflowAnchor: 'none',
    position: 'relative',
    outlineStyle: 'none',
  },
  grown: { height: 'auto', maxHeight: 'none', overflowX: 'auto', overflowY: 'hidden' },
  grid: {
    minWidth: '100%',
    // As narrow as the columns' least widths; under max-content, shares would grow with their contents.
    width: 'min-content',
    '&[data-focus="true"] [data-focus="true"]': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
    },
  },
  header: {
    display: 'grid',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    height: `${rowHeight}px`,
    // The last column's grip stands out, which must not call for a scroll bar.
    overflowX: 'clip',
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: `inset 0 -1px 0 ${tokens.colorNeutralStroke2}`,
  },
  canvas: { position: 'relative' },
  row: {
    position: 'absolute',
    insetInline: 0,
    top: 0,
    display: 'grid',
    height: `${rowHeight}px`,
    cursor: 'default',
    boxShadow: `inset 0 -1px 0 ${tokens.colorNeutralStroke3}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  selected: {
    backgroundColor: tokens.colorBrandBackground2,
    ':hover': { backgroundColor: tokens.colorBrandBackground2Hover },
    '@media (forced-colors: active)': { outline: '1px solid Highlight', outlineOffset: '-1px' },
  },
  cell: {
    padding: '0 8px',
    lineHeight: `${rowHeight}px`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    minWidth: 0,
  },
  end: { textAlign: 'end', justifyContent: 'flex-end' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' },
});

interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selectedKey?: string | null;
  readonly onSelect?: (row: Row) => void;
  /** In place of `selectedKey` and `onSelect`, where several rows may be selected. */
  readonly selection?: RowSelection;
  readonly onSelectionChange?: (selection: RowSelection) => void;
  /** Enter or a double click. */
  readonly onActivate?: (row: Row) => void;
  readonly onContextMenu?: (row: Row, at: { readonly x: number; readonly y: number }) => void;
  readonly defaultSort?: TableSort;
  /** As high as its rows instead of filling its place; for a few rows. */
  readonly grow?: boolean;
  /** Rows that come in above do not push away what the user reads. */
  readonly keepPlace?: boolean;
  /** Stands in place of rows when there are none. */
  readonly empty?: ReactNode;
  /** Told when the first rows leave the view and when they come back. */
  readonly onAwayFromStart?: (away: boolean) => void;
  readonly handle?: Ref<DataTableHandle>;
}

export interface DataTableHandle {
  scrollToStart(): void;
}

/** A table whose rows exist only while they are in view. Arrow keys move the selection, Enter goes there. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, selectedKey = null, onSelect, onActivate, onContextMenu } = props;
  const { defaultSort, grow, keepPlace, empty, onAwayFromStart, handle, onSelectionChange } = props;
  const styles = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  const tableId = useId();
  const [sort, setSort] = useState<TableSort | undefined>(defaultSort);
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const [focused, setFocused] = useState(false);

  const sorted = useMemo(() => {
    const column = columns.find((candidate) => candidate.key === sort?.key);
    return sort && column?.sortValue ? sortRows(rows, column.sortValue, sort.descending) : rows;
  }, [rows, columns, sort]);
  const selection = useMemo(
    () => props.selection ?? (selectedKey === null ? noRows : selectOnly(selectedKey)),
    [props.selection, selectedKey],
  );
  const focusKey = selection.focus;
  const focusIndex = useMemo(
    () => (focusKey === null ? -1 : sorted.findIndex((row) => rowKey(row) === focusKey)),
    [sorted, focusKey, rowKey],
  );
  /** Made when it is needed: most tables never select a range. */
  const order = () => sorted.map((row) => ({ id: rowKey(row) }));
  const select = (row: Row) => {
    if (onSelectionChange) onSelectionChange(selectOnly(rowKey(row)));
    else onSelect?.(row);
  };

  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    // The header takes this much of the view away from the rows.
    scrollPaddingEnd: rowHeight,
    getItemKey: (index) => {
      const row = sorted[index];
      return row === undefined ? index : rowKey(row);
    },
    rangeExtractor: useDrawnRows(focusIndex),
  });

  const keepAnchor = useKeepPlace(scroller, keepPlace ? sorted : null, rowKey, rowHeight);
  useImperativeHandle(handle, () => ({ scrollToStart: () => scroller.current?.scrollTo({ top: 0 }) }), []);
  const away = useRef(false);
  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    if (element.scrollTop > 0 !== away.current) {
      away.current = element.scrollTop > 0;
      onAwayFromStart?.(away.current);
    }
    keepAnchor();
  };

  const lastFocused = useRef(focusKey);
  useEffect(() => {
    if (focusKey === lastFocused.current) return;
    lastFocused.current = focusKey;
    if (focusIndex >= 0 && !grow) virtualizer.scrollToIndex(focusIndex, { align: 'auto' });
  }, [focusKey, focusIndex, grow, virtualizer]);

  const template = columns
    .map((column) => {
      const fixed = widths[column.key];
      return fixed === undefined ? column.width : `${fixed}px`;
    })
    .join(' ');
  const idOf = (row: Row) => `${tableId}-${rowKey(row)}`;

  /** Keys that change what is selected and move nothing. */
  const selectsByKey = (event: KeyboardEvent<HTMLDivElement>): RowSelection | undefined => {
    if (!onSelectionChange) return undefined;
    const held = event.ctrlKey || event.metaKey;
    if (held && !event.shiftKey && event.code === 'KeyA') return selectRows(selection, order());
    if (focusKey === null) return undefined;
    if (event.key === ' ' && event.shiftKey) return selectRange(selection, order(), focusKey, held);
    if (event.key === ' ' && held) return toggleRow(selection, focusKey);
    return event.key === 'Escape' && selection.keys.size > 0
      ? { ...selection, keys: noRows.keys }
      : undefined;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const chosen = selectsByKey(event);
    if (chosen) {
      event.preventDefault();
      onSelectionChange?.(chosen);
      return;
    }
    const held = event.ctrlKey || event.metaKey;
    if (held && !onSelectionChange) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 280) / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: focusIndex + 1,
      ArrowUp: focusIndex - 1,
      Home: 0,
      End: sorted.length - 1,
      PageDown: focusIndex + page,
      PageUp: focusIndex - page,
    };
    const focused = sorted[focusIndex];
    if (event.key === 'Enter' && !held && focused !== undefined && onActivate) {
      event.preventDefault();
      onActivate(focused);
      return;
    }
    if ((event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) && focused !== undefined) {
      if (!onContextMenu) return;
      event.preventDefault();
      const box = document.getElementById(idOf(focused))?.getBoundingClientRect();
      onContextMenu(focused, { x: (box?.left ?? 0) + 24, y: (box?.bottom ?? 0) - 4 });
      return;
    }
    const to = steps[event.key];
    if (to === undefined || !(onSelect || onSelectionChange) || sorted.length === 0) return;
    event.preventDefault();
    const row = sorted[Math.min(sorted.length - 1, Math.max(0, to))];
    if (row === undefined) return;
    if (onSelectionChange) onSelectionChange(afterMove(selection, order(), rowKey(row), event));
    else onSelect?.(row);
  };

  const focusedRow = sorted[focusIndex];
  const total = virtualizer.getTotalSize();
  return (
    <div
      ref={scroller}
      className={mergeClasses(styles.frame, grow && styles.grown)}
      onScroll={onScroll}
      // Scrolled by keys through the grid inside; without rows there is nothing to reach.
      role="presentation"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: rows exist only while they are in view, which a <table> cannot say */}
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        aria-colcount={columns.length}
        aria-multiselectable={onSelectionChange ? true : undefined}
        aria-activedescendant={focusedRow === undefined ? undefined : idOf(focusedRow)}
        tabIndex={0}
        data-focus={focused}
        className={styles.grid}
        style={{ outline: focused && focusedRow === undefined ? undefined : 'none' }}
        onKeyDown={onKeyDown}
        onFocus={(event) =>
          setFocused(event.target === event.currentTarget && event.currentTarget.matches(':focus-visible'))
        }
        onBlur={() => setFocused(false)}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus */}
        <div role="row" aria-rowindex={1} className={styles.header} style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            <TableHeaderCell
              key={column.key}
              column={column}
              sort={sort}
              onSort={setSort}
              onWidth={(width) => setWidths((before) => ({ ...before, [column.key]: width }))}
            />
          ))}
        </div>
        <div role="presentation" className={styles.canvas} style={{ height: `${total}px` }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = sorted[item.index];
            if (row === undefined) return null;
            const key = rowKey(row);
            const selected = selection.keys.has(key);
            return (
              // biome-ignore lint/a11y/useSemanticElements: as above
              // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus, this is its active descendant
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid
              <div
                key={item.key}
                id={idOf(row)}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={onSelect || onSelectionChange ? selected : undefined}
                data-focus={key === focusKey}
                className={mergeClasses(styles.row, selected && styles.selected)}
                style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
                onClick={(event) => {
                  if (onSelectionChange) onSelectionChange(afterClick(selection, order(), key, event));
                  else select(row);
                }}
                onDoubleClick={() => onActivate?.(row)}
                onContextMenu={(event) => {
                  if (!onContextMenu) return;
                  event.preventDefault();
                  // The menu is about all that is selected, when the row is among it.
                  if (onSelectionChange && selected) onSelectionChange(focusOnly(selection, key));
                  else select(row);
                  onContextMenu(row, { x: event.clientX, y: event.clientY });
                }}
              >
                {columns.map((column) => (
                  // biome-ignore lint/a11y/useSemanticElements: as above
                  // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus
                  <div
                    key={column.key}
                    role="gridcell"
                    className={mergeClasses(
                      styles.cell,
                      column.align === 'end' && styles.end,
                      column.mono && styles.mono,
                    )}
                  >
                    {column.render(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {sorted.length === 0 ? empty : null}
    </div>
  );
}
