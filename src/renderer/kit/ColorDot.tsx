import { makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ConnectionColor } from '../../shared/contract/calls/connections.ts';

const useStyles = makeStyles({
  dot: {
    width: '8px',
    height: '8px',
    borderRadius: '50%',
    flexShrink: 0,
    forcedColorAdjust: 'none',
  },
  // The same in every theme: a user remembers an organisation by it. Each stands out on white, grey and black.
  blue: { backgroundColor: '#1677d2' },
  green: { backgroundColor: '#13850f' },
  amber: { backgroundColor: '#cf6f00' },
  red: { backgroundColor: '#d9363e' },
  purple: { backgroundColor: '#8f5fd0' },
  grey: { backgroundColor: '#828282' },
});

/** The colour by which a user tells organisations apart. A name always stands beside it. */
export function ColorDot({ color }: { readonly color: ConnectionColor }) {
  const styles = useStyles();
  return <span className={mergeClasses(styles.dot, styles[color])} aria-hidden />;
}
