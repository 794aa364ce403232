import {
  Button,
  type ButtonProps,
  makeStyles,
  mergeClasses,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import type { ReactElement } from 'react';

const useStyles = makeStyles({
  command: {
    minWidth: 'auto',
    paddingInline: '10px',
    fontWeight: tokens.fontWeightRegular,
    whiteSpace: 'nowrap',
  },
  filled: { fontWeight: tokens.fontWeightSemibold },
});

interface CommandButtonProps {
  /** One word, a verb. */
  readonly label: string;
  readonly icon?: ReactElement;
  /** Why it does not apply now. It stays in its place, can be reached, and says so. */
  readonly disabledReason?: string | null;
  /** Shown with the name: `F5`. */
  readonly shortcut?: string;
  /** What it does, where one word is not enough. */
  readonly description?: string;
  readonly appearance?: ButtonProps['appearance'];
  readonly size?: ButtonProps['size'];
  readonly onClick: () => void;
}

/** A command of a bar. */
export function CommandButton(props: CommandButtonProps) {
  const { label, icon, disabledReason, shortcut, description, appearance = 'subtle', size, onClick } = props;
  const styles = useStyles();
  const keys = description && shortcut ? `(${shortcut})` : shortcut;
  const hint = disabledReason ?? [description, keys].filter(Boolean).join(' ');
  const button = (
    <Button
      className={mergeClasses(styles.command, appearance === 'primary' && styles.filled)}
      appearance={appearance}
      size={size}
      icon={icon}
      disabledFocusable={Boolean(disabledReason)}
      onClick={onClick}
    >
      {label}
    </Button>
  );
  return hint ? (
    <Tooltip content={hint} relationship="description" withArrow>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
