import { makeStyles, tokens } from '@fluentui/react-components';
import { VisuallyHidden } from './VisuallyHidden.tsx';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', height: '28px', padding: '0 16px' },
  bar: {
    height: '10px',
    borderRadius: '5px',
    backgroundColor: tokens.colorNeutralStencil1,
    animationName: { from: { opacity: 1 }, '50%': { opacity: 0.5 }, to: { opacity: 1 } },
    animationDuration: '1.6s',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationName: 'none' },
  },
});

const widths = [62, 48, 71, 55, 40, 66, 52, 45, 74, 58];

/** Rows that stand where the real ones will, so that nothing moves when they come. */
export function SkeletonRows({ count, label }: { readonly count: number; readonly label: string }) {
  const styles = useStyles();
  return (
    <div>
      <VisuallyHidden>{label}</VisuallyHidden>
      <div aria-hidden>
        {Array.from({ length: count }, (_, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
            key={index}
            className={styles.row}
            style={{ paddingInlineStart: `${16 + (index % 3) * 20}px` }}
          >
            <div className={styles.bar} style={{ width: `${widths[index % widths.length]}%` }} />
          </div>
        ))}
      </div>
    </div>
  );
}
