import type { ReactNode } from 'react';
import { makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  pane: { height: '100%', overflow: 'auto', boxSizing: 'border-box', padding: '8px 12px' },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 10px', marginBottom: '6px' },
  title: {
    margin: 0,
    fontSize: '14px',
    lineHeight: '20px',
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: 'anywhere',
  },
  copy: { marginInlineStart: 'auto' },
  text: {
    margin: '0 0 8px',
    padding: '8px 10px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: '18px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    userSelect: 'text',
  },
});

interface DetailPaneProps {
  /** What kind of row it shows, for screen readers. */
  readonly label: string;
  readonly title: string;
  /** Its state, and where to go from here. */
  readonly marks: ReactNode;
  readonly copy: ReactNode;
  readonly children: ReactNode;
}

/** One row of a list of the lower panel, beside the list. */
export function DetailPane({ label, title, marks, copy, children }: DetailPaneProps) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that
    <section className={styles.pane} aria-label={label} tabIndex={0}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        {marks}
        <span className={styles.copy}>{copy}</span>
      </div>
      {children}
    </section>
  );
}

/** What a server wrote, as it wrote it. */
export function DetailText({ text }: { readonly text: string }) {
  const styles = useStyles();
  return <pre className={styles.text}>{text}</pre>;
}
