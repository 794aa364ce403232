import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

/** Blue is selected or actionable, green proved good, amber needs thought, red failed, grey is everything else. */
export type Tone = 'info' | 'good' | 'warning' | 'bad' | 'neutral';

const useStyles = makeStyles({
  badge: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '4px',
    height: '18px',
    padding: '0 6px',
    borderRadius: tokens.borderRadiusLarge,
    fontSize: '12px',
    lineHeight: '16px',
    whiteSpace: 'nowrap',
    border: '1px solid transparent',
    boxSizing: 'border-box',
  },
  info: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorBrandForeground2 },
  good: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    color: tokens.colorStatusSuccessForeground1,
  },
  warning: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground3,
  },
  bad: { backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1 },
  neutral: { backgroundColor: tokens.colorNeutralBackground4, color: tokens.colorNeutralForeground2 },
  dot: { width: '6px', height: '6px', borderRadius: '50%', backgroundColor: 'currentColor' },
});

interface StatusBadgeProps {
  readonly tone: Tone;
  /** The state in a word or two: colour alone says nothing. */
  readonly children: ReactNode;
  /** Draws a dot before the word, for something that goes on right now. */
  readonly live?: boolean;
  readonly title?: string;
}

export function StatusBadge({ tone, children, live, title }: StatusBadgeProps) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.badge, styles[tone])} title={title}>
      {live ? <span className={styles.dot} aria-hidden /> : null}
      {children}
    </span>
  );
}
