import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type PointerEvent, useRef } from 'react';
import { SortDownIcon, SortUpIcon } from './icons.ts';
import type { TableSort } from './sortRows.ts';
import type { TableColumn } from './tableColumn.ts';

const useStyles = makeStyles({
  head: { position: 'relative', display: 'flex', alignItems: 'center', minWidth: 0 },
  headButton: {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    width: '100%',
    height: '100%',
    padding: '0 8px',
    border: 'none',
    background: 'none',
    font: 'inherit',
    fontSize: '12px',
    fontWeight: 600,
    color: tokens.colorNeutralForeground2,
    textAlign: 'start',
    cursor: 'pointer',
    minWidth: 0,
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  headText: {
    padding: '0 8px',
    fontSize: '12px',
    fontWeight: 600,
    color: tokens.colorNeutralForeground2,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  grip: {
    position: 'absolute',
    insetBlock: 0,
    insetInlineEnd: '-3px',
    width: '7px',
    cursor: 'col-resize',
    touchAction: 'none',
    zIndex: 1,
    ':hover': { backgroundColor: tokens.colorNeutralStroke1 },
  },
  end: { textAlign: 'end', justifyContent: 'flex-end' },
});

interface TableHeaderCellProps<Row> {
  readonly column: TableColumn<Row>;
  readonly sort: TableSort | undefined;
  readonly onSort: (sort: TableSort | undefined) => void;
  readonly onWidth: (width: number) => void;
}

/** The head of a column: sorts when pressed, and its edge changes the width. */
export function TableHeaderCell<Row>({ column, sort, onSort, onWidth }: TableHeaderCellProps<Row>) {
  const styles = useStyles();
  const cell = useRef<HTMLDivElement>(null);
  const drag = useRef<{ from: number; width: number } | null>(null);
  const sorted = sort?.key === column.key ? sort : undefined;
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, width: cell.current?.offsetWidth ?? 100 };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current) onWidth(Math.max(48, drag.current.width + event.clientX - drag.current.from));
  };
  const release = () => {
    drag.current = null;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus
    <div
      ref={cell}
      role="columnheader"
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
      className={styles.head}
    >
      {column.sortValue ? (
        <button
          type="button"
          className={mergeClasses(styles.headButton, column.align === 'end' && styles.end)}
          onClick={() =>
            onSort(
              sorted
                ? { key: column.key, descending: !sorted.descending }
                : { key: column.key, descending: false },
            )
          }
        >
          {column.title}
          {sorted ? sorted.descending ? <SortDownIcon aria-hidden /> : <SortUpIcon aria-hidden /> : null}
        </button>
      ) : (
        <span className={styles.headText}>{column.title}</span>
      )}
      <span
        aria-hidden
        className={styles.grip}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={release}
        onPointerCancel={release}
      />
    </div>
  );
}
