import { Highlight, makeStyles, mergeClasses, tokens } from '../../kit/kit.ts';
import { GroupIcon } from './GroupIcon.tsx';
import { NodeIcon } from './NodeIcon.tsx';
import { whereFound } from './nodeHaystack.ts';
import type { TreeEntry } from './treeEntry.ts';
import { searchTerms } from './treeRows.ts';

const useStyles = makeStyles({
  label: { overflow: 'hidden', textOverflow: 'ellipsis', minWidth: '64px', flex: '1 1 auto' },
  dimmed: { color: tokens.colorNeutralForeground3 },
  fact: {
    // Short, and what tells namesakes apart: the name gives way first.
    flex: '0 0 auto',
    maxWidth: '60%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    fontSize: '12px',
    color: tokens.colorNeutralForeground3,
    fontVariantNumeric: 'tabular-nums',
  },
});

interface TreeRowContentProps {
  readonly entry: TreeEntry;
  readonly search: string;
}

/** Icon by kind, name, and the one fact that tells it apart; in a search, where it was found. */
export function TreeRowContent({ entry, search }: TreeRowContentProps) {
  const styles = useStyles();
  const terms = searchTerms(search);
  const found =
    terms.length > 0 && entry.kind === 'node'
      ? whereFound(entry.node, terms, `${entry.label}\n${entry.fact}`)
      : null;
  const fact = found ?? entry.fact;
  return (
    <>
      {entry.kind === 'node' ? <NodeIcon node={entry.node} /> : <GroupIcon group={entry.group} />}
      <span className={mergeClasses(styles.label, entry.dimmed && styles.dimmed)} title={entry.label}>
        <Highlight text={entry.label} terms={terms} />
      </span>
      <span className={styles.fact} title={fact}>
        {found === null ? fact : <Highlight text={fact} terms={terms} />}
      </span>
    </>
  );
}
