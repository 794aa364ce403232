import type { RefObject } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { TreeView } from '../../app/registrations/treeView.ts';
import { makeStyles, SegmentedControl, tokens } from '../../kit/kit.ts';
import { FilterPopover } from './FilterPopover.tsx';
import type { LoadedMembers } from './useSolutionMembers.ts';
import { viewSegments } from './viewWords.ts';

const title = 'Registered Plug-ins & Custom Workflow Activities';

const useStyles = makeStyles({
  // On one line whatever a search finds: the tree must not jump below it.
  head: { padding: '12px 16px 6px', display: 'flex', alignItems: 'baseline', gap: '8px' },
  title: {
    margin: 0,
    fontSize: '14px',
    lineHeight: '20px',
    fontWeight: 600,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    minWidth: 0,
  },
  count: {
    fontSize: '12px',
    color: tokens.colorNeutralForeground3,
    marginInlineStart: 'auto',
    whiteSpace: 'nowrap',
  },
  ways: { padding: '0 12px 6px 16px', display: 'flex', alignItems: 'center', gap: '4px', flexWrap: 'wrap' },
});

interface ExplorerHeadProps {
  readonly connectionId: ConnectionId;
  /** What the search found, in words; null without one. */
  readonly found: string | null;
  readonly view: TreeView;
  readonly onView: (view: TreeView) => void;
  readonly filter: RefObject<HTMLButtonElement | null>;
  readonly filterOpen: boolean;
  readonly onFilterOpen: (open: boolean) => void;
  readonly loaded: LoadedMembers;
}

/** What the tree is, what it is ordered by, and what of it is shown. */
export function ExplorerHead(props: ExplorerHeadProps) {
  const { connectionId, found, view, onView, filter, filterOpen, onFilterOpen, loaded } = props;
  const styles = useStyles();
  return (
    <>
      <div className={styles.head}>
        <h2 id="explorer-title" className={styles.title} title={title}>
          {title}
        </h2>
        {found === null ? null : <span className={styles.count}>{found}</span>}
      </div>
      <div className={styles.ways}>
        <SegmentedControl label="Order the tree by" segments={viewSegments} value={view} onChange={onView} />
        <FilterPopover
          connectionId={connectionId}
          button={filter}
          open={filterOpen}
          onOpenChange={onFilterOpen}
          loaded={loaded}
        />
      </div>
    </>
  );
}
