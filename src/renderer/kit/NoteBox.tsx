import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Tone } from './StatusBadge.tsx';

const useStyles = makeStyles({
  box: {
    padding: '10px 12px',
    borderRadius: tokens.borderRadiusMedium,
    border: '1px solid transparent',
    overflowWrap: 'anywhere',
  },
  title: { fontWeight: tokens.fontWeightSemibold, marginInlineEnd: '4px' },
  info: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorNeutralForeground1 },
  good: {
    backgroundColor: tokens.colorStatusSuccessBackground1,
    color: tokens.colorStatusSuccessForeground1,
    border: `1px solid ${tokens.colorStatusSuccessBorder1}`,
  },
  warning: {
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground3,
    border: `1px solid ${tokens.colorStatusWarningBorder1}`,
  },
  bad: {
    backgroundColor: tokens.colorStatusDangerBackground1,
    color: tokens.colorStatusDangerForeground1,
    border: `1px solid ${tokens.colorStatusDangerBorder1}`,
  },
  neutral: { backgroundColor: tokens.colorNeutralBackground3, color: tokens.colorNeutralForeground1 },
});

interface NoteBoxProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly className?: string;
}

/** A remark in its place on a form: what was understood, or what to think of. Not for failures. */
export function NoteBox({ tone, title, children, className }: NoteBoxProps) {
  const styles = useStyles();
  return (
    <div className={mergeClasses(styles.box, styles[tone], className)}>
      {title ? <strong className={styles.title}>{title}</strong> : null}
      {children}
    </div>
  );
}
