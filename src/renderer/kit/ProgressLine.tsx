import { Button, makeStyles, mergeClasses, ProgressBar, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', gap: '12px', minHeight: '28px' },
  bar: { flex: 1, minWidth: '80px' },
  text: { color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
  overlay: { position: 'absolute', insetInline: 0, top: 0, zIndex: 2 },
});

interface ProgressLineProps {
  /** What is going on: "Loading registrations". */
  readonly label: string;
  /** Share done, 0 to 1; left out when nobody knows. */
  readonly share?: number;
  readonly onCancel?: () => void;
}

/** One line of progress with its sentence, and Cancel where that is possible. */
export function ProgressLine({ label, share, onCancel }: ProgressLineProps) {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <span className={styles.text} role="status">
        {label}
      </span>
      <ProgressBar className={styles.bar} value={share} aria-label={label} />
      {onCancel ? (
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      ) : null}
    </div>
  );
}

/** A hair line at the upper edge of a place that refreshes: moves nothing. The parent is positioned. */
export function QuietProgress({ label, share }: { readonly label: string; readonly share?: number }) {
  const styles = useStyles();
  return (
    <ProgressBar
      className={mergeClasses(styles.overlay)}
      thickness="medium"
      value={share}
      aria-label={label}
    />
  );
}
