import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { PluginType } from '../../../shared/domain/registration.ts';
import type { TypeStatistics as Statistics } from '../../../shared/domain/traceLog.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { FailureMessage, makeStyles, type Property, PropertyList, tokens } from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';

const useStyles = makeStyles({
  box: { marginTop: '16px' },
  title: { margin: '0 0 4px', fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  quiet: { margin: 0, color: tokens.colorNeutralForeground2, minHeight: '26px' },
});

interface TypeStatisticsProps {
  readonly connectionId: ConnectionId;
  readonly type: PluginType;
}

/** How often the type ran, and how that went, as Dataverse counts it. */
export function TypeStatistics({ connectionId, type }: TypeStatisticsProps) {
  const styles = useStyles();
  const query = useCoreQuery('pluginType.statistics', { connectionId, id: type.id });
  const statistics = query.data?.statistics;
  return (
    <section className={styles.box} aria-label="Statistics">
      <h2 className={styles.title}>Statistics</h2>
      {query.failure ? (
        <FailureMessage failure={query.failure} onRetry={() => void query.refetch()} />
      ) : statistics ? (
        <PropertyList properties={propertiesOf(statistics)} />
      ) : (
        <p className={styles.quiet}>
          {query.data
            ? 'Nothing is counted yet. Dataverse counts about every hour.'
            : 'Reading what Dataverse has counted…'}
        </p>
      )}
    </section>
  );
}

function propertiesOf(statistics: Statistics): readonly Property[] {
  const counted = (count: number, percent: number) =>
    count === 0 ? '0' : `${count.toLocaleString()} (${percent} %)`;
  const ended = [
    ['CPU', statistics.endedForCpuPercent],
    ['memory', statistics.endedForMemoryPercent],
    ['handles', statistics.endedForHandlesPercent],
    ['other reasons', statistics.endedForOtherPercent],
  ] as const;
  const reasons = ended
    .filter(([, percent]) => percent > 0)
    .map(([reason, percent]) => `${reason} ${percent} %`);
  return [
    { name: 'Executions', value: statistics.executions.toLocaleString() },
    { name: 'Failures', value: counted(statistics.failures, statistics.failurePercent) },
    { name: 'Average time', value: `${statistics.averageMs.toLocaleString()} ms` },
    { name: 'Crashes', value: counted(statistics.crashes, statistics.crashPercent) },
    { name: 'Share in crashes', value: `${statistics.crashContributionPercent} %` },
    { name: 'Share in ended workers', value: reasons.length > 0 ? reasons.join(', ') : '0 %' },
    ...(statistics.modifiedOn ? [{ name: 'Counted', value: formatDate(statistics.modifiedOn) }] : []),
  ];
}
