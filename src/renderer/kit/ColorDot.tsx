import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ConnectionColor } from '../../shared/contract/calls/connections.ts';

const useStyles = makeStyles({
  dot: {
    width: '8px',
    height: '8px',
    borderRadius: '50%',
    flexShrink: 0,
    forcedColorAdjust: 'none',
  },
  blue: { backgroundColor: tokens.colorPaletteBlueBorderActive },
  green: { backgroundColor: tokens.colorPaletteGreenBorderActive },
  amber: { backgroundColor: tokens.colorPaletteMarigoldBorderActive },
  red: { backgroundColor: tokens.colorPaletteRedBorderActive },
  purple: { backgroundColor: tokens.colorPalettePurpleBorderActive },
  grey: { backgroundColor: tokens.colorNeutralForeground3 },
});

/** The colour by which a user tells organisations apart. A name always stands beside it. */
export function ColorDot({ color }: { readonly color: ConnectionColor }) {
  const styles = useStyles();
  return <span className={mergeClasses(styles.dot, styles[color])} aria-hidden />;
}
