import { z } from 'zod';
import { PluginTypeId } from '../../shared/domain/ids.ts';
import type { TypeStatistics } from '../../shared/domain/traceLog.ts';
import type { RequestScope } from './ports.ts';
import { number, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const columns =
  'executecount,failurecount,failurepercent,averageexecutetimeinmilliseconds,crashcount,crashpercent,' +
  'crashcontributionpercent,terminatecpucontributionpercent,terminatememorycontributionpercent,' +
  'terminatehandlescontributionpercent,terminateothercontributionpercent,modifiedon';

const Row = z.object({
  executecount: number,
  failurecount: number,
  failurepercent: number,
  averageexecutetimeinmilliseconds: number,
  crashcount: number,
  crashpercent: number,
  crashcontributionpercent: number,
  terminatecpucontributionpercent: number,
  terminatememorycontributionpercent: number,
  terminatehandlescontributionpercent: number,
  terminateothercontributionpercent: number,
  modifiedon: text,
});

/** Table plugintypestatistic. */
export interface TypeStatisticsTable {
  /** Null where nothing was counted yet. */
  ofType(id: PluginTypeId, scope?: RequestScope): Promise<TypeStatistics | null>;
}

export function createTypeStatistics(api: WebApi): TypeStatisticsTable {
  return {
    async ofType(id, scope) {
      const [row] = await api.readRows(
        {
          operation: 'pluginType.statistics',
          path: `plugintypestatistics?$select=${columns}&$filter=_plugintypeid_value%20eq%20${id}&$top=1`,
        },
        Row,
        scope,
      );
      if (!row) return null;
      return {
        typeId: PluginTypeId.parse(id),
        executions: row.executecount ?? 0,
        failures: row.failurecount ?? 0,
        failurePercent: row.failurepercent ?? 0,
        averageMs: row.averageexecutetimeinmilliseconds ?? 0,
        crashes: row.crashcount ?? 0,
        crashPercent: row.crashpercent ?? 0,
        crashContributionPercent: row.crashcontributionpercent ?? 0,
        endedForCpuPercent: row.terminatecpucontributionpercent ?? 0,
        endedForMemoryPercent: row.terminatememorycontributionpercent ?? 0,
        endedForHandlesPercent: row.terminatehandlescontributionpercent ?? 0,
        endedForOtherPercent: row.terminateothercontributionpercent ?? 0,
        modifiedOn: row.modifiedon ?? null,
      };
    },
  };
}
