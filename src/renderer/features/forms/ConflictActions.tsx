import { Button, makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  list: {
    flexBasis: '100%',
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: '12px',
    rowGap: '2px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0 },
  },
});

interface ConflictActionsProps {
  /** What is different now, by field. */
  readonly changes: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly onOverwrite: () => void;
  readonly onReload: () => void;
}

/** Somebody else was faster: what they changed, and the two ways on. */
export function ConflictActions({ changes, labels, onOverwrite, onReload }: ConflictActionsProps) {
  const styles = useStyles();
  const different = Object.entries(changes);
  return (
    <>
      {different.length > 0 ? (
        <dl className={styles.list} aria-label="What is different now">
          {different.map(([field, sentence]) => (
            <div key={field} style={{ display: 'contents' }}>
              <dt>{labels[field] ?? field}</dt>
              <dd>{sentence}</dd>
            </div>
          ))}
        </dl>
      ) : null}
      <Button size="small" onClick={onOverwrite}>
        Overwrite with mine
      </Button>
      <Button size="small" onClick={onReload}>
        Reload and lose mine
      </Button>
    </>
  );
}
