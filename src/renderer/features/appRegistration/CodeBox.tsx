import { CopyButton, makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  box: {
    flexShrink: 0,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    overflow: 'hidden',
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: '4px 4px 4px 12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontSize: '12px',
    color: tokens.colorNeutralForeground2,
  },
  text: {
    margin: 0,
    padding: '8px 12px',
    maxHeight: '300px',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    lineHeight: '18px',
    userSelect: 'text',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
});

interface CodeBoxProps {
  /** What it is, for the eye and for the button. */
  readonly label: string;
  readonly text: string;
}

/** A text for a machine, to be copied whole. */
export function CodeBox({ label, text }: CodeBoxProps) {
  const styles = useStyles();
  return (
    <div className={styles.box}>
      <div className={styles.head}>
        <span>{label}</span>
        <CopyButton text={text} what={label} label="Copy" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reached by keys for that */}
      <section className={styles.text} tabIndex={0} aria-label={label}>
        {text}
      </section>
    </div>
  );
}
