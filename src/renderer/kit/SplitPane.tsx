import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from 'react';

const useStyles = makeStyles({
  pane: { display: 'flex', width: '100%', height: '100%', minWidth: 0, minHeight: 0 },
  row: { flexDirection: 'row' },
  column: { flexDirection: 'column' },
  part: { minWidth: 0, minHeight: 0, overflow: 'hidden', position: 'relative' },
  rest: { flex: '1 1 0' },
  bar: {
    flex: '0 0 1px',
    position: 'relative',
    backgroundColor: tokens.colorNeutralStroke2,
    touchAction: 'none',
    outlineStyle: 'none',
    zIndex: 3,
    '::after': { content: '""', position: 'absolute' },
    ':hover': { backgroundColor: tokens.colorBrandStroke1 },
    ':focus-visible': {
      backgroundColor: tokens.colorBrandStroke1,
      boxShadow: `0 0 0 1px ${tokens.colorBrandStroke1}`,
    },
  },
  barRow: { cursor: 'col-resize', '::after': { insetBlock: 0, insetInline: '-4px' } },
  barColumn: { cursor: 'row-resize', '::after': { insetInline: 0, insetBlock: '-4px' } },
});

interface SplitPaneProps {
  /** `row` puts the parts side by side, `column` one below the other. */
  readonly direction: 'row' | 'column';
  /** The part whose size is remembered; the other takes the rest. */
  readonly sized: 'first' | 'second';
  /** In CSS pixels. */
  readonly size: number;
  readonly onSizeChange: (size: number) => void;
  readonly minimum: number;
  /** What the other part keeps at least. */
  readonly minimumRest: number;
  /** Names the bar for those who cannot see it: "Width of the tree". */
  readonly label: string;
  readonly first: ReactNode;
  readonly second: ReactNode;
}

/** Two places with a bar between them that can be dragged, or moved by the arrow keys. */
export function SplitPane(props: SplitPaneProps) {
  const { direction, sized, size, onSizeChange, minimum, minimumRest, label, first, second } = props;
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const drag = useRef<{ from: number; size: number } | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const partId = useId();
  const horizontal = direction === 'row';
  const shown = dragged ?? size;

  const clamp = (wanted: number): number => {
    const whole = root.current ? (horizontal ? root.current.clientWidth : root.current.clientHeight) : 0;
    const maximum = Math.max(minimum, whole - minimumRest);
    return Math.round(Math.min(maximum, Math.max(minimum, wanted)));
  };
  const towards = sized === 'first' ? 1 : -1;

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: horizontal ? event.clientX : event.clientY, size: clamp(size) };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!drag.current) return;
    const now = horizontal ? event.clientX : event.clientY;
    setDragged(clamp(drag.current.size + towards * (now - drag.current.from)));
  };
  const onPointerUp = () => {
    if (drag.current && dragged !== null) onSizeChange(dragged);
    drag.current = null;
    setDragged(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const forward = horizontal ? 'ArrowRight' : 'ArrowDown';
    const back = horizontal ? 'ArrowLeft' : 'ArrowUp';
    const pace = event.shiftKey ? 64 : 16;
    let next: number | undefined;
    if (event.key === forward) next = clamp(size) + towards * pace;
    else if (event.key === back) next = clamp(size) - towards * pace;
    else if (event.key === 'Home') next = minimum;
    else if (event.key === 'End') next = Number.MAX_SAFE_INTEGER;
    if (next === undefined) return;
    event.preventDefault();
    onSizeChange(clamp(next));
  };

  const measure = horizontal ? 'width' : 'height';
  const maximumMeasure = horizontal ? 'maxWidth' : 'maxHeight';
  const sizedStyle = {
    flex: '0 0 auto',
    [measure]: `${shown}px`,
    [maximumMeasure]: `max(${minimum}px, calc(100% - ${minimumRest}px))`,
  };
  return (
    <div ref={root} className={mergeClasses(styles.pane, styles[direction])}>
      <div
        id={partId}
        className={mergeClasses(styles.part, sized === 'second' && styles.rest)}
        style={sized === 'first' ? sizedStyle : undefined}
      >
        {first}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, which <hr> is not */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-controls={partId}
        aria-orientation={horizontal ? 'vertical' : 'horizontal'}
        aria-valuenow={shown}
        aria-valuemin={minimum}
        className={mergeClasses(styles.bar, horizontal ? styles.barRow : styles.barColumn)}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
        onKeyDown={onKeyDown}
      />
      <div
        className={mergeClasses(styles.part, sized === 'first' && styles.rest)}
        style={sized === 'second' ? sizedStyle : undefined}
      >
        {second}
      </div>
    </div>
  );
}
