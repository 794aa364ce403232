import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { LockIcon } from '../../kit/icons.ts';
import { makeStyles, tokens } from '../../kit/kit.ts';
import { reasonOfReadOnly } from '../commands/reasons.ts';
import { useCoreQuery } from '../core/useCoreQuery.ts';
import { useRegistrations } from '../registrations/useRegistrations.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'center',
    gap: '20px',
    flexShrink: 0,
    minHeight: '24px',
    padding: '0 12px',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    fontSize: '12px',
    lineHeight: '16px',
    color: tokens.colorNeutralForeground2,
    backgroundColor: tokens.colorNeutralBackground4,
  },
  readOnly: { display: 'flex', alignItems: 'center', gap: '4px', fontWeight: 600 },
  end: {
    marginInlineStart: 'auto',
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    minWidth: 0,
    '& span': { overflow: 'hidden', textOverflow: 'ellipsis' },
  },
});

/** Who and where one is, how the load went, where secrets are kept. */
export function StatusBar({ connection }: { readonly connection: Connection | null }) {
  const styles = useStyles();
  const { data } = useCoreQuery('application.describe', {}, { staleTime: Number.POSITIVE_INFINITY });
  return (
    <footer className={styles.bar}>
      {connection?.readOnly ? (
        <span className={styles.readOnly} title={reasonOfReadOnly}>
          <LockIcon aria-hidden />
          Read-only
        </span>
      ) : null}
      {connection ? <LoadSummary connection={connection} /> : null}
      {data ? (
        <div className={styles.end} title={data.secretStore.sentence}>
          <LockIcon aria-hidden />
          <span>{data.secretStore.sentence}</span>
        </div>
      ) : null}
    </footer>
  );
}

function LoadSummary({ connection }: { readonly connection: Connection }) {
  const { index, fromCache, loading, failure } = useRegistrations(connection.id);
  if (!index) return <span>{loading ? 'Loading…' : 'Not loaded'}</span>;
  const { organization, report } = index.registrations;
  const { milliseconds } = report;
  const time =
    milliseconds < 100
      ? `${Math.round(milliseconds)} ms`
      : `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
  return (
    <>
      <span>{organization.userName}</span>
      <span>Dataverse {organization.version}</span>
      <span>
        {fromCache || failure
          ? `As of ${new Date(report.loadedAt).toLocaleString()}${loading ? ', refreshing' : ''}`
          : `Loaded in ${time}, ${report.requests} ${report.requests === 1 ? 'request' : 'requests'}`}
      </span>
    </>
  );
}
