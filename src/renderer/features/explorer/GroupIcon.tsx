import type { TreeGroup } from '../../app/registrations/treeGroup.ts';
import {
  MessageIcon,
  MessageLargeIcon,
  SolutionIcon,
  SolutionLargeIcon,
  TableIcon,
  TableLargeIcon,
} from '../../kit/icons.ts';
import { makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({ grey: { color: tokens.colorNeutralForeground2, flexShrink: 0 } });

const icons = {
  table: [TableIcon, TableLargeIcon],
  message: [MessageIcon, MessageLargeIcon],
  solution: [SolutionIcon, SolutionLargeIcon],
} as const;

interface GroupIconProps {
  readonly group: TreeGroup;
  readonly large?: boolean;
}

/** The picture of a row that gathers registrations. */
export function GroupIcon({ group, large }: GroupIconProps) {
  const styles = useStyles();
  const Icon = icons[group.kind][large ? 1 : 0];
  return <Icon aria-hidden className={styles.grey} />;
}
