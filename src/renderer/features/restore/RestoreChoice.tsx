import { useId, useRef } from 'react';
import type { KeptCopy } from '../../../shared/contract/calls/restore.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { KeptCopyId } from '../../../shared/domain/keptCopy.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import {
  Button,
  EmptyState,
  FailureMessage,
  makeStyles,
  SkeletonRows,
  tokens,
  VisuallyHidden,
} from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';

const useStyles = makeStyles({
  top: { display: 'flex', alignItems: 'center', gap: '12px', flexWrap: 'wrap' },
  text: { margin: 0, flex: '1 1 240px' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
  copy: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    columnGap: '12px',
    alignItems: 'center',
    padding: '8px 8px 8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  name: { fontWeight: 600, overflowWrap: 'anywhere' },
  fact: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
});

interface RestoreChoiceProps {
  readonly connectionId: ConnectionId;
  readonly onCopy: (id: KeptCopyId) => Promise<void>;
  readonly onFile: (file: File) => Promise<void>;
}

/** What was unregistered with this program, the last first, and the way to a file. */
export function RestoreChoice({ connectionId, onCopy, onFile }: RestoreChoiceProps) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  const pickerId = useId();
  const query = useCoreQuery('restore.listCopies', { connectionId }, { staleTime: 0 });
  const copies = query.data?.copies ?? [];
  const here = copies.filter((copy) => copy.here);
  const elsewhere = copies.filter((copy) => !copy.here);
  return (
    <>
      <div className={styles.top}>
        <p className={styles.text}>
          From a file that was saved before unregistering, or from a copy that was kept on this computer.
        </p>
        <Button onClick={() => picker.current?.click()}>Choose a file…</Button>
        <VisuallyHidden>
          <label htmlFor={pickerId}>Saved file</label>
          <input
            ref={picker}
            id={pickerId}
            type="file"
            tabIndex={-1}
            accept=".json,application/json"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) void onFile(file);
            }}
          />
        </VisuallyHidden>
      </div>
      {query.failure ? (
        <FailureMessage failure={query.failure} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows count={4} label="Looking up the kept copies" />
      ) : copies.length === 0 ? (
        <EmptyState title="Nothing was unregistered yet">
          What you unregister with this program is kept on this computer first, and appears here.
        </EmptyState>
      ) : (
        <>
          <Copies title="Recently unregistered here" copies={here} onCopy={onCopy} />
          <Copies title="In other organisations" copies={elsewhere} onCopy={onCopy} />
        </>
      )}
    </>
  );
}

interface CopiesProps {
  readonly title: string;
  readonly copies: readonly KeptCopy[];
  readonly onCopy: (id: KeptCopyId) => Promise<void>;
}

function Copies({ title, copies, onCopy }: CopiesProps) {
  const styles = useStyles();
  if (copies.length === 0) return null;
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.list} aria-label={title}>
        {copies.map((copy) => (
          <li key={copy.id} className={styles.copy}>
            <div>
              <div className={styles.name}>{copy.names[0] ?? copy.contents}</div>
              <div className={styles.fact}>
                {copy.contents} · {copy.organizationName} · {formatDate(copy.savedAt)}
              </div>
            </div>
            <Button
              onClick={() => void onCopy(copy.id)}
              aria-label={`Restore ${copy.names[0] ?? copy.contents}`}
            >
              Restore…
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
