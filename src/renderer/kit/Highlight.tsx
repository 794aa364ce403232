import { makeStyles, tokens } from '@fluentui/react-components';
import { markText } from './markText.ts';

const useStyles = makeStyles({
  mark: {
    backgroundColor: tokens.colorPaletteYellowBackground2,
    color: tokens.colorNeutralForeground1,
    borderRadius: '2px',
    '@media (forced-colors: active)': { backgroundColor: 'Mark', color: 'MarkText' },
  },
});

interface HighlightProps {
  readonly text: string;
  /** Lower case. */
  readonly terms: readonly string[];
}

/** A text with the places marked where the search found it. */
export function Highlight({ text, terms }: HighlightProps) {
  const styles = useStyles();
  if (terms.length === 0) return text;
  return markText(text, terms).map(({ at, part, marked }) =>
    marked ? (
      <mark key={at} className={styles.mark}>
        {part}
      </mark>
    ) : (
      part
    ),
  );
}
